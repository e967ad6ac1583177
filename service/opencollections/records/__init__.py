"""Records: whatever a member hands in, read as tables of text with the place of every row."""

from .opening import open_table

__all__ = ["open_table"]
