-- +goose Up

-- Who works on this database now. A process counts its beats; one whose count
-- stands still has died.
CREATE TABLE processes (
    id         TEXT   NOT NULL PRIMARY KEY, -- also what River calls it
    place      TEXT   NOT NULL,             -- the machine, and the space of process numbers on it
    pid        BIGINT NOT NULL,
    roles      TEXT   NOT NULL,
    version    TEXT   NOT NULL,
    started_at BIGINT NOT NULL,
    beat_at    BIGINT NOT NULL,             -- by its own clock
    beats      BIGINT NOT NULL
);
