-- +goose Up

-- The hour at which an edition should have come out, 0 for none, and the
-- schedule and zone that named it.
ALTER TABLE editions ADD COLUMN due  BIGINT NOT NULL DEFAULT 0;
ALTER TABLE editions ADD COLUMN rule TEXT   NOT NULL DEFAULT '';
