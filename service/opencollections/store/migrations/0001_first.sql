CREATE TABLE setting (
    name  TEXT PRIMARY KEY,
    value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE member (
    slug       TEXT PRIMARY KEY,
    name       TEXT NOT NULL,
    language   TEXT NOT NULL,
    homepage   TEXT,
    token_hash TEXT NOT NULL,
    created    TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE collection (
    name     TEXT PRIMARY KEY,
    member   TEXT NOT NULL REFERENCES member (slug),
    title    TEXT NOT NULL,
    language TEXT NOT NULL,
    licence  TEXT NOT NULL,
    rights   TEXT,
    mapping  TEXT NOT NULL,
    created  TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE upload (
    sha256   TEXT PRIMARY KEY,
    name     TEXT NOT NULL,
    bytes    INTEGER NOT NULL,
    received TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- The files of a version, the mapping and its value tables among them, as they were handed in.
CREATE TABLE version (
    collection     TEXT NOT NULL REFERENCES collection (name),
    number         INTEGER NOT NULL,
    published      TEXT NOT NULL,
    generation     INTEGER NOT NULL,
    sha256         TEXT NOT NULL,
    input_sha256   TEXT NOT NULL,
    files          TEXT NOT NULL,
    records        INTEGER NOT NULL,
    entities       INTEGER NOT NULL,
    quads          INTEGER NOT NULL,
    added          INTEGER NOT NULL,
    removed        INTEGER NOT NULL,
    errors         INTEGER NOT NULL,
    warnings       INTEGER NOT NULL,
    advice         INTEGER NOT NULL,
    PRIMARY KEY (collection, number)
) STRICT, WITHOUT ROWID;

-- One row per entity and collection that states something about it; withdrawn rows stay for ever.
CREATE TABLE entity (
    id         INTEGER PRIMARY KEY,
    iri        TEXT NOT NULL,
    collection TEXT NOT NULL REFERENCES collection (name),
    type       TEXT,
    title      TEXT,
    created    TEXT NOT NULL,
    modified   TEXT NOT NULL,
    withdrawn  TEXT,
    UNIQUE (iri, collection)
) STRICT;

CREATE INDEX entity_collection ON entity (collection, type, iri) WHERE withdrawn IS NULL;

CREATE TABLE change (
    seq        INTEGER PRIMARY KEY AUTOINCREMENT,
    collection TEXT NOT NULL,
    version    INTEGER NOT NULL,
    iri        TEXT NOT NULL,
    kind       TEXT NOT NULL CHECK (kind IN ('create', 'update', 'delete'))
) STRICT;

CREATE VIRTUAL TABLE search USING fts5 (
    title, body,
    tokenize = "unicode61 remove_diacritics 2",
    prefix = '2 3'
);
