"""Preparation: what a generation says of each thing is written down beside its store, when it is quiet.

Answers are the same without it, and take two or three times as long to make. Nobody waits for it: whatever is
published meanwhile goes first, and the generation that comes of that is prepared when it is quiet again.
"""

import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Final

from ..formats.rdf import in_order, spaces
from ..query.connected import companions, linked
from ..query.entity import entity
from ..store.control import Control, failure
from ..store.descriptions import FILE, Description, write
from ..store.disk import disk_watched
from ..store.durable import written
from ..store.engine import Engine
from ..store.folders import DataFolder
from .compaction import has_room

ROOM: Final = 0.5
"""The part of the store's size that has to be free; descriptions take a sixteenth of a store of many small objects."""

TYPICAL: Final = 8
"""Descriptions, evenly chosen, that the others are packed against: of more, less of each would fit."""

_AT_ONCE: Final = 500

_THINGS: Final = "SELECT DISTINCT iri FROM thing JOIN entity USING (id) ORDER BY iri"


def is_worth_preparing(data: DataFolder) -> bool:
    """Tell whether nothing is prepared yet of what is published, and the disk has room for that."""
    with data.control() as control:
        number = data.generations.current_number(control)
    if data.endpoint is not None or number == 0 or (data.generations.path(number) / FILE).exists():
        return False
    return has_room(data, number, ROOM)


class _Overtaken(Exception):
    """Something was published meanwhile."""


def prepare(data: DataFolder) -> None:
    """Write down what the current generation says of each thing, unless something is published meanwhile.

    Raises DiskFull, DataUnreadable and EngineFailed.
    """
    with data.control() as control:
        generation = data.generations.open(control)
        iris = [iri for (iri,) in control.db.execute(_THINGS)]
        path = data.generations.path(generation.number) / FILE
        told = _told(generation.engine, _while_current(data, control, generation.number, iris))
        typical = [
            one for _, one in _told(generation.engine, iris[:: max(1, len(iris) // TYPICAL)][:TYPICAL])
        ]
        with suppress(_Overtaken), disk_watched(path), written(path) as file:
            try:
                write(Path(file.name), told, typical)
            except sqlite3.Error as error:
                raise failure(path, error) from error


def _while_current(data: DataFolder, control: Control, number: int, iris: Iterable[str]) -> Iterator[str]:
    """Give IRIs as long as their generation is the current one."""
    for place, iri in enumerate(iris):
        if place % _AT_ONCE == 0 and data.generations.current_number(control) != number:
            raise _Overtaken
        yield iri


def _told(engine: Engine, iris: Iterable[str]) -> Iterator[tuple[str, Description]]:
    """Give what is said of each IRI of which something is."""
    for iri in iris:
        found = entity(engine, iri, with_incoming=False)
        if found is not None:
            own, parts = in_order(found.quads, iri), in_order(companions(engine, found))
            names = in_order(linked(engine, (*own, *parts)))
            used = spaces(quad.triple for quad in (*own, *parts, *names))
            yield iri, Description(tuple(own), tuple(parts), tuple(names), used)
