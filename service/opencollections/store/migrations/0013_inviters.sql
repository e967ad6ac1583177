-- The person who invited, or null for the operator at the command line: open invitations end with the account of who made them.
ALTER TABLE invitation ADD COLUMN inviter INTEGER REFERENCES person (id);
