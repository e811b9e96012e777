-- Where an item stood in its feed when we first met it, 1 for the top; 0 for
-- those met before this was kept.

-- +goose Up
ALTER TABLE items ADD COLUMN position BIGINT NOT NULL DEFAULT 0;
