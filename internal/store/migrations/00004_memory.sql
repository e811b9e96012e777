-- +goose Up

-- What parse asks us to remember of a source's last document, so that the next
-- is read only as far as it is new.
ALTER TABLE sources ADD COLUMN memory TEXT NOT NULL DEFAULT '';
