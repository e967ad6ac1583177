-- What readers find the things of a collection by, as columns (Arrow IPC): it is read as a whole, and only so.
CREATE TABLE inventory (
    collection TEXT PRIMARY KEY REFERENCES collection (name),
    version    INTEGER NOT NULL,
    columns    BLOB NOT NULL
) STRICT;

-- The address to which a reader may report an error in what a member says.
ALTER TABLE member ADD COLUMN email TEXT;
