-- How items read before.

-- +goose Up

-- A version of an item that another has followed, and the instant up to which it
-- stood. Its whole text is not kept, only the hash of it.
CREATE TABLE versions (
    item  TEXT   NOT NULL,
    until BIGINT NOT NULL,
    body  TEXT   NOT NULL,
    text  TEXT   NOT NULL,
    PRIMARY KEY (item, until)
);
CREATE INDEX versions_until ON versions (until);
