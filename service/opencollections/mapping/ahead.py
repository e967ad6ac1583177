"""Reading ahead: the next batch is read while one is worked on."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

import polars as pl

Batch = TypeVar("Batch", pl.DataFrame, pl.Series)


def ahead(batches: Iterator[Batch]) -> Iterator[Batch]:
    """Give batches as they come; what reading raises is raised in its turn.

    All reading is done by one thread. Polars leaves the interpreter free while it works on a batch.
    """
    with ThreadPoolExecutor(1) as thread:
        reading = thread.submit(next, batches, None)
        while (batch := reading.result()) is not None:
            reading = thread.submit(next, batches, None)
            yield batch
