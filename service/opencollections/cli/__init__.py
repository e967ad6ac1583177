"""The command line: one verb per job of an operator or curator, thin over the rooms below."""
