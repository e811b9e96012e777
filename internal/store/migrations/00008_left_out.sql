-- Why each candidate that an edition does not hold is not in it, as JSON; empty
-- for the editions that came out before this was kept.

-- +goose Up

ALTER TABLE editions ADD COLUMN left_out TEXT NOT NULL DEFAULT '';
