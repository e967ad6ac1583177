"""Records: whatever a member hands in, read as tables of text with the place of every row."""
