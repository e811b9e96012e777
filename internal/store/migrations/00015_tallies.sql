-- +goose Up

-- What all processes have done together, counted for those who watch from outside.
CREATE TABLE tallies (
    name  TEXT   NOT NULL PRIMARY KEY,
    total BIGINT NOT NULL
);
