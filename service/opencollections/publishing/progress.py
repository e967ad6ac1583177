"""Progress: how long work tells whoever waits for it where it is."""

from collections.abc import Callable
from typing import Final, Literal

Progress = Callable[[str, int], None]
"""Told the step that is going on ("mapped", "loading" …) and how much of what it counts is done; see ``unit``."""

MAPPED: Final = "mapped"
CHECKING: Final = "checking"
COMMITTING: Final = "committing"
WAITING: Final = "waiting"

Unit = Literal["records", "statements"]


def unit(step: str) -> Unit | None:
    """Give what a step counts: records while a file is read, nothing where it cannot be told how far it is."""
    if step in {CHECKING, COMMITTING} or step.startswith(WAITING):
        return None
    return "records" if step == MAPPED else "statements"


def sentence(step: str, done: int) -> str:
    """Say on a terminal where work is."""
    counted = unit(step)
    return f"{step} {done:,} {counted}" if counted else step
