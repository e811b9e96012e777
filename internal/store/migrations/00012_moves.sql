-- +goose Up

-- That a database is being filled from another ('from'), and is not whole yet,
-- or was moved to another ('to'), and is not to be used any more.
CREATE TABLE moves (
    direction TEXT NOT NULL PRIMARY KEY,
    place     TEXT NOT NULL
);
