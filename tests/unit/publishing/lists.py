"""A small member with two collections of CSV lists, published the way its curator would."""

import gzip
from collections.abc import Iterator
from pathlib import Path

import pytest
from pyoxigraph import NamedNode

from opencollections.iris import Identifiers
from opencollections.publishing.drafts import draft
from opencollections.publishing.publish import Outcome, Publishing, publish
from opencollections.records.tables import File
from opencollections.store import ledger, registry
from opencollections.store.engine import Pattern
from opencollections.store.folders import DataFolder
from opencollections.store.registry import Collection, Member

BASE = "http://localhost:8000"
IDS = Identifiers(BASE)
LICENCE = "http://creativecommons.org/publicdomain/zero/1.0/"
MAPPING = """
prefixes: {dc: "http://purl.org/dc/elements/1.1/", skos: "http://www.w3.org/2004/02/skos/core#", edm: "http://www.europeana.eu/schemas/edm/", ore: "http://www.openarchives.org/ore/terms/"}
sources: {list: [list.csv~csv]}
mappings:
  object:
    sources: list
    s: object/$(No)
    po:
      - [a, edm:ProvidedCHO]
      - [dc:title, $(Title), hu~lang]
      - [dc:creator, ../network/agent/$(Maker)~iri]
  aggregation:
    sources: list
    s: aggregation/$(No)
    po: [[a, ore:Aggregation], [edm:aggregatedCHO, object/$(No)~iri]]
  maker:
    sources: list
    s: ../network/agent/$(Maker)
    po: [[a, edm:Agent], [skos:prefLabel, $(Maker), hu~lang]]
"""
PRINTS, LETTERS = "m/prints", "m/letters"


class Lists:
    """What a test does with the collections, and what it sees of them."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.data = DataFolder(folder / "data")
        (folder / "mapping.yml").write_text(MAPPING, encoding="utf-8")
        with self.data.control() as control:
            registry.add_member(control, Member("m", "Múzeum", "hu", None, "2026-01-01T00:00:00Z"), "x")
            for name in (PRINTS, LETTERS):
                self.add(control, name, str(folder / "mapping.yml"))

    def add_member(self, control, slug: str) -> None:
        registry.add_member(control, Member(slug, slug, "hu", None, "2026-01-01T00:00:00Z"), slug)

    def add(self, control, name: str, mapping: str) -> None:
        made = Collection(
            name, name.partition("/")[0], name, "hu", LICENCE, None, mapping, "2026-01-01T00:00:00Z"
        )
        registry.add_collection(control, made)

    @property
    def place(self) -> Publishing:
        return Publishing(self.data, IDS, lambda _: None, lambda *_: None)

    def ingest(self, rows: str, name: str = PRINTS) -> Outcome:
        """Publish rows such as ``1,Híd,brady`` of the columns No, Title and Maker."""
        file = self.folder / "list.csv"
        file.write_text("No,Title,Maker\n" + rows.replace(" ", "\n") + "\n", encoding="utf-8")
        return self.ingest_file(file, name)

    def ingest_file(self, file: Path, name: str = PRINTS) -> Outcome:
        with self.data.control() as control:
            collection = registry.collection(control, name)
        with draft(self.data, collection, IDS, [File(file.name, file)], 1 << 30, lambda *_: None) as made:
            return publish(self.data, made, lambda _: None, lambda *_: None)

    def dump(self, name: str = PRINTS) -> bytes:
        """Give the bytes of the public dump."""
        return self.data.version_file(name, self.newest(name).number).read_bytes()

    def newest(self, name: str = PRINTS) -> ledger.Version:
        with self.data.control() as control:
            newest = ledger.newest(control, name)
        assert newest is not None
        return newest

    def generation(self) -> int:
        with self.data.control() as control:
            return self.data.generations.current_number(control)

    def stated(self, path: str) -> set[tuple[str, str, str]]:
        """Give what the store states of an entity: collection, property and value, each by its last word."""
        with self.data.control() as control:
            engine = self.data.generations.open(control).engine
            [found] = engine.find([Pattern(100, NamedNode(iri(path)))])
            return {
                (q.graph_name.value.rsplit("/", 1)[1], last(q.predicate.value), last(q.object.value))
                for q in found
            }

    def store_is_its_versions(self) -> bool:
        with self.data.control() as control:
            [quads] = self.data.generations.open(control).engine.find([Pattern(10_000)])
            stored = {f"{quad} .\n" for quad in quads}
            names = [one.name for one in registry.collections(control) if ledger.newest(control, one.name)]
        kept = {
            line
            for name in names
            for line in gzip.decompress(self.dump(name)).decode().splitlines(keepends=True)
        }
        return stored == kept

    def log(self, after: int = 0) -> list[tuple[str, str, str | None, str | None]]:
        """Give kind, IRI (its last words), reason and successor of all changes after some."""
        with self.data.control() as control:
            rows = control.db.execute(
                "SELECT kind, iri, reason, replaced_by FROM change WHERE seq > ? ORDER BY seq", (after,)
            )
            return [(row[0], row[1].removeprefix(IDS.entities), row[2], row[3]) for row in rows]

    def log_length(self) -> int:
        with self.data.control() as control:
            return control.db.execute("SELECT max(seq) FROM change").fetchone()[0]


def iri(path: str) -> str:
    return IDS.entity(path)


def last(word: str) -> str:
    return word.rsplit("/", 1)[-1].rsplit("#", 1)[-1]


@pytest.fixture
def lists(tmp_path: Path) -> Iterator[Lists]:
    return Lists(tmp_path)
