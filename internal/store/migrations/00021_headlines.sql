-- What leads an edition, for lists of editions: its body is long to read.

-- +goose Up

ALTER TABLE editions ADD COLUMN headline TEXT NOT NULL DEFAULT ''; -- empty in those of before
