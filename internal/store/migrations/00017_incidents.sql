-- +goose Up

-- What is wrong and the operator was to be told of: a row for each way to tell
-- it, which goes when all is well again.
CREATE TABLE incidents (
    id    TEXT   NOT NULL,
    way   TEXT   NOT NULL,
    text  TEXT   NOT NULL,
    since BIGINT NOT NULL,
    due   BIGINT NOT NULL, -- from when somebody may tell it, while it is not told
    told  BIGINT NOT NULL, -- 0 if it is not
    PRIMARY KEY (id, way)
);
