-- Most of an item's bytes are its whole text, which only what is printed needs.
-- A body written before this still holds its own.

-- +goose Up

ALTER TABLE items ADD COLUMN content TEXT NOT NULL DEFAULT '';
