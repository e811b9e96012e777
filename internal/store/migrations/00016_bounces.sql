-- What came back.

-- +goose Up

-- Word that an edition did not reach a subscriber.
CREATE TABLE bounces (
    subscriber TEXT   NOT NULL REFERENCES subscribers (id),
    date       TEXT   NOT NULL,
    status     TEXT   NOT NULL,
    text       TEXT   NOT NULL,
    at         BIGINT NOT NULL,
    hard       BIGINT NOT NULL,
    PRIMARY KEY (subscriber, date)
);

-- Keys that only this database knows.
CREATE TABLE keys (
    name   TEXT NOT NULL PRIMARY KEY,
    secret TEXT NOT NULL
);
