-- The database of schema 1 with rows: two versions, one entity renewed and one withdrawn.
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

INSERT INTO setting VALUES ('base', 'https://data.example.org');
INSERT INTO setting VALUES ('generation', '2');
INSERT INTO setting VALUES ('published', '2026-01-03T00:00:00Z');
INSERT INTO member VALUES ('npg', 'National Portrait Gallery', 'en', 'https://npg.si.edu/', '0000000000000000000000000000000000000000000000000000000000000000', '2026-01-01T00:00:00Z');
INSERT INTO collection VALUES ('npg/portraits', 'npg', 'Portraits', 'en', 'https://creativecommons.org/publicdomain/zero/1.0/',NULL,'npg.yml', '2026-01-01T00:00:00Z');
INSERT INTO version VALUES ('npg/portraits',1,'2026-01-02T00:00:00Z',1,'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa', 'bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb', '[{"name": "npg.csv", "sha256": "cccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccc", "role": "source"}]',2,2,4,4,0,0,1,0);
INSERT INTO version VALUES ('npg/portraits',2,'2026-01-03T00:00:00Z',2,'dddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddd', 'eeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeee', '[{"name": "npg.csv", "sha256": "ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff", "role": "source"}]',1,1,2,1,3,0,0,0);
INSERT INTO entity VALUES (1,'https://data.example.org/id/npg/object/1', 'npg/portraits', 'http://www.europeana.eu/schemas/edm/ProvidedCHO', 'Portrait', '2026-01-02T00:00:00Z', '2026-01-03T00:00:00Z',NULL);
INSERT INTO entity VALUES (2,'https://data.example.org/id/npg/object/2', 'npg/portraits', 'http://www.europeana.eu/schemas/edm/ProvidedCHO', 'Head', '2026-01-02T00:00:00Z', '2026-01-03T00:00:00Z', '2026-01-03T00:00:00Z');
INSERT INTO change VALUES (1,'npg/portraits',1,'https://data.example.org/id/npg/object/1', 'create');
INSERT INTO change VALUES (2,'npg/portraits',1,'https://data.example.org/id/npg/object/2', 'create');
INSERT INTO change VALUES (3,'npg/portraits',2,'https://data.example.org/id/npg/object/1', 'update');
INSERT INTO change VALUES (4,'npg/portraits',2,'https://data.example.org/id/npg/object/2', 'delete');
INSERT INTO search (rowid, title, body) VALUES (1, 'Portrait', 'Portrait');

PRAGMA user_version = 1;
