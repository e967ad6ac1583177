"""Mapping: RML and YARRRML, executed by columns, with the way back from a statement to its cells."""
