-- What readers find things by, a row for each, so that a publish writes the rows of what it changed and no others.
-- The columns of before are dropped; the next start makes the rows from the versions.
DROP TABLE inventory;

-- Of which version the rows of a collection are, and the SHA-256 of where all its entities came from.
CREATE TABLE inventory (
    collection TEXT PRIMARY KEY REFERENCES collection (name),
    version    INTEGER NOT NULL,
    origins    TEXT
) STRICT, WITHOUT ROWID;

-- A value that things can be narrowed by, of one facet.
CREATE TABLE trait (
    number INTEGER PRIMARY KEY,
    facet  TEXT NOT NULL,
    value  TEXT NOT NULL,
    UNIQUE (facet, value)
) STRICT;

-- What one collection says of a thing. "first" is the same for all collections that speak of it: the number under
-- which the ledger entered its IRI first. "key" is its title as letters are ordered. "traits" are numbers of traits,
-- four bytes each, the lowest first.
CREATE TABLE thing (
    id      INTEGER PRIMARY KEY REFERENCES entity (id),
    first   INTEGER NOT NULL,
    key     TEXT,
    picture TEXT,
    begin   INTEGER,
    "end"   INTEGER,
    file    TEXT,
    sheet   TEXT,
    row     TEXT,
    traits  BLOB NOT NULL
) STRICT;

CREATE INDEX thing_first ON thing (first);
