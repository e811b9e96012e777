-- Who has asked for a digest on its page and has not been forgotten yet.

-- +goose Up

CREATE TABLE requests (
    token   TEXT   NOT NULL PRIMARY KEY, -- stands in the mail that was sent
    digest  TEXT   NOT NULL,
    address TEXT   NOT NULL,
    folded  TEXT   NOT NULL,             -- the address in lower case
    asked   BIGINT NOT NULL,
    due     BIGINT NOT NULL,             -- when the mail is to be sent, or tried again
    mailed  BIGINT NOT NULL,             -- when it was sent; 0 is not yet
    UNIQUE (digest, folded)
);
