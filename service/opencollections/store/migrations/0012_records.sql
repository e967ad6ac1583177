-- How many records have an entity as their own thing, in the file that it was imported from last: with the entity, its records
-- are withdrawn. Nobody counted them until now; until the next import, each object is taken for one record.
ALTER TABLE entity ADD COLUMN records INTEGER NOT NULL DEFAULT 0;

UPDATE entity SET records = 1 WHERE type = 'http://www.europeana.eu/schemas/edm/ProvidedCHO';

-- The SHA-256 of these numbers as the newest import gave them: while it stays, so do the numbers.
ALTER TABLE inventory ADD COLUMN records TEXT;
