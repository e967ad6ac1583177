"""Exports: a version's statements in other forms, written as they are read."""

import csv
import gzip
import io
import shutil
from collections.abc import Callable
from itertools import groupby
from pathlib import Path
from typing import IO, Final

import pyoxigraph
from pyoxigraph import BlankNode, Literal, NamedNode, RdfFormat, Triple

from ..formats.spreadsheet import harmless
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
    text = io.TextIOWrapper(output, encoding="utf-8-sig", newline="")
    table = csv.writer(text)
    table.writerow(["identifier", *(compact(iri) for iri in properties)])
    for subject, about in groupby(version_quads(version_file), key=lambda quad: quad.subject):
        values: dict[str, list[str]] = {}
        for quad in about:
            values.setdefault(quad.predicate.value, []).append(_cell(quad.object))
        cells = [SEVERAL.join(values.get(iri, ())) for iri in properties]
        table.writerow([harmless(cell) for cell in (_cell(subject), *cells)])
    text.flush()
    text.detach()


def _cell(term: NamedNode | BlankNode | Literal | Triple) -> str:
    return str(term) if isinstance(term, Triple) else term.value


EXPORTS: Final[dict[str, Callable[[Path, IO[bytes]], None]]] = {
    "nq": write_nquads,
    "ttl": write_turtle,
    "csv": write_csv,
}
"""The forms that a version alone can be written in, by the name of ``--format``; EDM needs the network as well."""
