"""Exports: a version's statements in other forms, written as they are read."""

import gzip
import shutil
from codecs import BOM_UTF8
from collections.abc import Callable, Iterator
from itertools import groupby
from pathlib import Path
from typing import IO, Final

import pyoxigraph
from pyoxigraph import BlankNode, Literal, NamedNode, RdfFormat, Triple

from ..formats.spreadsheet import lines
from ..store.versions import version_quads
from ..vocabulary import PREFIXES, compact

SEVERAL: Final = " | "
"""What stands between several values in one cell."""


def write_nquads(version_file: Path, output: IO[bytes]) -> None:
    """Write the statements as they are kept, unpacked."""
    with gzip.open(version_file, "rb") as file:
        shutil.copyfileobj(file, output, 1 << 20)


def write_turtle(version_file: Path, output: IO[bytes]) -> None:
    """Write the statements as Turtle, grouped by subject."""
    triples = (quad.triple for quad in version_quads(version_file))
    pyoxigraph.serialize(triples, output, format=RdfFormat.TURTLE, prefixes=PREFIXES)


def write_csv(version_file: Path, output: IO[bytes]) -> None:
    """Write a table: an entity a row, a property a column, several values joined by a bar.

    A cell that a spreadsheet would run as a formula gets an apostrophe in front (OWASP CSV injection).
    """
    properties = sorted({quad.predicate.value for quad in version_quads(version_file)})
    output.write(BOM_UTF8)
    for line in lines(["identifier", *map(compact, properties)], _rows(version_file, properties)):
        output.write(line.encode())


def _rows(version_file: Path, properties: list[str]) -> Iterator[list[str]]:
    for subject, about in groupby(version_quads(version_file), key=lambda quad: quad.subject):
        values: dict[str, list[str]] = {}
        for quad in about:
            values.setdefault(quad.predicate.value, []).append(_cell(quad.object))
        yield [_cell(subject), *(SEVERAL.join(values.get(iri, ())) for iri in properties)]


def _cell(term: NamedNode | BlankNode | Literal | Triple) -> str:
    return str(term) if isinstance(term, Triple) else term.value


EXPORTS: Final[dict[str, Callable[[Path, IO[bytes]], None]]] = {
    "nq": write_nquads,
    "ttl": write_turtle,
    "csv": write_csv,
}
"""The forms that a version alone can be written in, by the name of ``--format``; others need the network as well."""
