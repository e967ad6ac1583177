"""The problem report of a draft or version: grouped, filtered, in the reader's language, in several formats."""
