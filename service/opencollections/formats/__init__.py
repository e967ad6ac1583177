"""Formats: statements as bytes and as what a page tells, for every reader; values in, values out."""
