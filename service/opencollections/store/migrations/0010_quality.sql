-- How far the objects of each collection reach. Many are judged alike, so that a judgement is kept once: the metadata
-- and content tiers of Europeana, whether the size of the media was known, the codes of what keeps an object out of
-- which platform, and what would lift its metadata tier (JSON: what, the tier after it, the elements it is about).
CREATE TABLE judgement (
    number   INTEGER PRIMARY KEY,
    metadata TEXT NOT NULL,
    content  INTEGER NOT NULL,
    measured INTEGER NOT NULL,
    reasons  TEXT NOT NULL,
    lifts    TEXT NOT NULL,
    UNIQUE (metadata, content, measured, reasons, lifts)
) STRICT;

CREATE TABLE quality (
    id        INTEGER PRIMARY KEY REFERENCES entity (id),
    judgement INTEGER NOT NULL REFERENCES judgement (number)
) STRICT;

-- What lacks something that would lift an object: the person, place, period or term that the object is connected with.
CREATE TABLE gap (
    id    INTEGER NOT NULL REFERENCES entity (id),
    what  TEXT NOT NULL,
    thing TEXT NOT NULL,
    PRIMARY KEY (id, what, thing)
) STRICT, WITHOUT ROWID;

-- Which version of each collection was judged, and by the rules of which number.
CREATE TABLE judged (
    collection TEXT PRIMARY KEY REFERENCES collection (name),
    version    INTEGER NOT NULL,
    rules      INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
