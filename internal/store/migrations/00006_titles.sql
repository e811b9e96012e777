-- The newest titles tell what words weigh.

-- +goose Up

CREATE INDEX items_seen ON items (first_seen, id);
