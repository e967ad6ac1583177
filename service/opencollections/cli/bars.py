"""Bars: progress that is drawn on a terminal."""

from collections.abc import Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import Progress as Bar
from rich.progress import SpinnerColumn, TextColumn, TimeElapsedColumn

from ..publishing.progress import Progress, sentence


@contextmanager
def bar(title: str) -> Iterator[Progress]:
    """Draw a line that says what is going on and for how long; it vanishes at the end."""
    columns = (SpinnerColumn(), TextColumn("{task.description}"), TimeElapsedColumn())
    with Bar(*columns, console=Console(stderr=True), transient=True) as drawn:
        task = drawn.add_task(title)
        yield lambda step, done: drawn.update(task, description=f"{title}: {sentence(step, done)}")
