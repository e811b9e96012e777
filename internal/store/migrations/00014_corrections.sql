-- What was said of something since it was printed: once of each change.
-- +goose Up

CREATE TABLE corrections (
    digest  TEXT   NOT NULL,
    item    TEXT   NOT NULL,
    nth     BIGINT NOT NULL, -- counts the corrections of the item in the digest
    change  TEXT   NOT NULL,
    printed TEXT   NOT NULL, -- the date of the edition that printed the item
    date    TEXT   NOT NULL, -- of the edition that corrects it
    PRIMARY KEY (digest, item, nth),
    FOREIGN KEY (digest, date) REFERENCES editions (digest, date)
);
CREATE INDEX corrections_printed ON corrections (digest, printed);

-- When an item was first not where it should stand, and when its publisher is
-- sure to have taken it back.
ALTER TABLE items ADD COLUMN missed    BIGINT NOT NULL DEFAULT 0;
ALTER TABLE items ADD COLUMN withdrawn BIGINT NOT NULL DEFAULT 0;
CREATE INDEX items_missed ON items (missed) WHERE missed > 0;
