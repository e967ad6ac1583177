"""A collection of portraits to publish, given as lines of N-Quads without their graph."""

import gzip
from collections.abc import Iterable

import polars as pl

from opencollections.iris import Identifiers
from opencollections.publishing.drafts import Draft, working_folder
from opencollections.publishing.publish import Outcome, publish
from opencollections.store import registry
from opencollections.store.engine import Pattern
from opencollections.store.folders import DataFolder
from opencollections.store.registry import Collection, Member
from opencollections.store.statements import StatementSorter
from opencollections.vocabulary import PREFIXES, expand

CC0 = "http://creativecommons.org/publicdomain/zero/1.0/"
BEGINNING = "2026-01-01T00:00:00Z"
IRIS = Identifiers("http://localhost:8000")
PORTRAITS = Collection("npg/portraits", "npg", "Portraits", "en", CC0, None, "m.yml", BEGINNING)
SPACE = IRIS.space("npg")
TITLE = f"<{expand('dc:title')}>"
TYPE = f"<{expand('rdf:type')}>"
OBJECT = f"<{expand('edm:ProvidedCHO')}>"
XSD = PREFIXES["xsd"]


def about(number: int, title: str) -> list[str]:
    subject = f"<{SPACE}object/{number}>"
    return [f"{subject} {TYPE} {OBJECT}", f'{subject} {TITLE} "{title}"@en']


def begun(data: DataFolder) -> DataFolder:
    """Enter the member and its collection."""
    with data.control() as control:
        registry.add_member(control, Member("npg", "Portrait Gallery", "en", None, BEGINNING), "x")
        registry.add_collection(control, PORTRAITS)
    return data


def published(data: DataFolder, lines: Iterable[str]) -> Outcome:
    """Publish these statements as the next version."""
    graph = IRIS.graph(PORTRAITS.name)
    with working_folder(data) as folder:
        sorter = StatementSorter(folder)
        sorter.add(pl.Series([f"{line} <{graph}> .\n" for line in lines], dtype=pl.String))
        draft = Draft(PORTRAITS, IRIS, (), "input", 1, 0, sorter.sorted(), (), folder)
        return publish(data, draft, lambda *_: None, lambda *_: None)


def held(data: DataFolder) -> list[str]:
    """Give what the engine says, as the lines of a version."""
    with data.control() as control:
        (quads,) = data.generations.open(control).engine.find([Pattern(1_000_000)])
    return sorted(f"{quad} .\n" for quad in quads)


def kept(data: DataFolder, version: int) -> list[str]:
    """Give the lines of a version's file."""
    packed = data.version_file(PORTRAITS.name, version).read_bytes()
    return sorted(gzip.decompress(packed).decode().splitlines(keepends=True))
