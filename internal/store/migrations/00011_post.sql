-- How the mails leave.

-- +goose Up

-- When a delivery was first tried in vain.
ALTER TABLE deliveries ADD COLUMN tried BIGINT NOT NULL DEFAULT 0;

-- What is open, by block: for those who claim and for those who look for blocks.
DROP INDEX deliveries_due;
DROP INDEX deliveries_block;
CREATE INDEX deliveries_open ON deliveries (digest, date, block, due) WHERE state IN ('pending', 'sending');

-- A way out that is closed: since when, how often it was found so, and until
-- when it is left alone.
CREATE TABLE outages (
    name     TEXT   NOT NULL PRIMARY KEY,
    since    BIGINT NOT NULL,
    until    BIGINT NOT NULL,
    failures BIGINT NOT NULL,
    cause    TEXT   NOT NULL
);

-- How far a limit of so many an hour is used up: until when, and up to
-- when those who have to wait are spread, in microseconds.
CREATE TABLE paces (
    name   TEXT   NOT NULL PRIMARY KEY,
    used   BIGINT NOT NULL,
    spread BIGINT NOT NULL
);
