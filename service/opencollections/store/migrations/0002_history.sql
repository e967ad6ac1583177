-- Why a version was made (import, undo, withdrawal, restoration, merge), by whom, and the reason that was given.
ALTER TABLE version ADD COLUMN kind TEXT NOT NULL DEFAULT 'import';
ALTER TABLE version ADD COLUMN actor TEXT NOT NULL DEFAULT 'operator';
ALTER TABLE version ADD COLUMN reason TEXT;

-- The hash of what a collection states of an entity; of one that is gone, why and what stands in its place.
ALTER TABLE entity ADD COLUMN content_hash TEXT;
ALTER TABLE entity ADD COLUMN reason TEXT;
ALTER TABLE entity ADD COLUMN replaced_by TEXT;

ALTER TABLE change ADD COLUMN reason TEXT;
ALTER TABLE change ADD COLUMN replaced_by TEXT;
CREATE INDEX change_collection ON change (collection, seq);
CREATE INDEX change_iri ON change (iri, seq);

-- Entities that a collection keeps back, whatever its file says: from one version on, until another.
CREATE TABLE withdrawal (
    collection  TEXT NOT NULL REFERENCES collection (name),
    iri         TEXT NOT NULL,
    since       INTEGER NOT NULL,
    until       INTEGER,
    reason      TEXT,
    replaced_by TEXT,
    PRIMARY KEY (collection, iri, since)
) STRICT, WITHOUT ROWID;

-- Identifiers that mean what another one means; both stay so in every import to come.
CREATE TABLE merge (
    old    TEXT PRIMARY KEY,
    new    TEXT NOT NULL,
    merged TEXT NOT NULL,
    actor  TEXT NOT NULL,
    reason TEXT
) STRICT, WITHOUT ROWID;
