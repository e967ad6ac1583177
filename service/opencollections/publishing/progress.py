"""Progress: how long work tells whoever waits for it where it is."""

from collections.abc import Callable

Progress = Callable[[str, int], None]
"""Told the step that is going on ("mapped", "loading" …) and how many statements it has done."""
