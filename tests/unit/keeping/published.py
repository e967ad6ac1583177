"""Collections published from small lists, for tests of what is kept."""

from pathlib import Path

from opencollections.iris import Identifiers
from opencollections.publishing.drafts import draft
from opencollections.publishing.publish import Outcome, publish
from opencollections.records.tables import File
from opencollections.store import registry
from opencollections.store.embedded import EmbeddedEngine
from opencollections.store.folders import DataFolder
from opencollections.store.registry import Collection, Member

NOW = "2026-01-01T00:00:00Z"
CC0 = "http://creativecommons.org/publicdomain/zero/1.0/"
IRIS = Identifiers("http://localhost:8000")
MAPPING = """
prefixes: {dc: "http://purl.org/dc/elements/1.1/", edm: "http://www.europeana.eu/schemas/edm/"}
mappings:
  object:
    sources: [[list.csv~csv]]
    s: object/$(No)
    po:
      - [a, edm:ProvidedCHO]
      - [dc:title, $(Title), en~lang]
      - [dc:extent, $(Sheets), xsd:integer]
"""


def entered(data: DataFolder, *names: str) -> None:
    """Enter collections and their members; the mapping lies beside the data folder."""
    mapping = data.root.parent / "mapping.yml"
    mapping.write_text(MAPPING, encoding="utf-8")
    with data.control() as control:
        for name in names:
            member = name.partition("/")[0]
            if member not in {known.slug for known in registry.members(control)}:
                registry.add_member(control, Member(member, member.upper(), "en", None, NOW), "x")
            registry.add_collection(
                control, Collection(name, member, name, "en", CC0, None, str(mapping), NOW)
            )


def published(data: DataFolder, name: str, rows: dict[int, str], sheets: str = "01") -> Outcome:
    """Publish a list of titles by number as the next version of a collection."""
    path = data.root.parent / "list.csv"
    lines = "".join(f"{number},{title},{sheets}\n" for number, title in rows.items())
    path.write_text("No,Title,Sheets\n" + lines, encoding="utf-8")
    with data.control() as control:
        collection = registry.collection(control, name)
    with draft(data, collection, IRIS, [File("list.csv", path)], 1 << 20, lambda *_: None) as made:
        return publish(data, made, lambda _: None, lambda *_: None)


def store_lines(data: DataFolder) -> set[str]:
    """Give everything that the current generation says."""
    with data.control() as control:
        engine = data.generations.open(control).engine
        assert isinstance(engine, EmbeddedEngine)
        return {str(quad) for quad in engine.store}


def tables(data: DataFolder) -> list[str]:
    """Give the whole control database as text, but for the number of the generation."""
    with data.control() as control:
        return [line for line in control.db.iterdump() if "'generation'" not in line]


def files(folder: Path) -> dict[str, bytes]:
    """Give every file below a folder."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()
    }
