"""Entities of a version: the same rows in however small parts their statements are read."""

from pathlib import Path

import pytest

from opencollections.publishing.entities import entity_rows, subjects
from opencollections.store import statements as sorted_statements
from opencollections.store.statements import SortedStatements

SPACES = ("http://e.org/id/m/", "http://e.org/id/network/")
LINES = sorted(
    line
    for number in range(9)
    for line in (
        f'<http://e.org/id/m/{number}> <http://purl.org/dc/elements/1.1/title> "Title {number}"@hu <http://e.org/graph/m/c> .\n',
        f'<http://e.org/id/m/{number}> <http://e.net/note> "note\\n{number}" <http://e.org/graph/m/c> .\n',
        f"<http://e.net/{number}> <http://e.net/p> <http://e.org/id/m/{number}> <http://e.org/graph/m/c> .\n",
    )
)


@pytest.fixture
def statements(tmp_path: Path) -> SortedStatements:
    """Two pieces, the first of which ends in the middle of an entity."""
    for name, lines in (("0", LINES[:12]), ("1", LINES[12:])):
        (tmp_path / name).write_text("".join(lines), encoding="utf-8")
    return SortedStatements((tmp_path / "0", tmp_path / "1"), len(LINES))


@pytest.mark.parametrize("size", [1, 100, 333, 10_000])
def test_rows_do_not_depend_on_how_much_is_read_at_once(
    statements: SortedStatements, monkeypatch: pytest.MonkeyPatch, size: int
):
    whole = list(entity_rows(statements, SPACES, "hu"))
    monkeypatch.setattr(sorted_statements, "TEXT_BYTES", size)
    assert list(entity_rows(statements, SPACES, "hu")) == whole
    assert [(row.iri[-1], row.title) for row in whole] == [(str(n), f"Title {n}") for n in range(9)]
    assert len({row.content_hash for row in whole}) == 9
    assert subjects(statements, SPACES) == {row.iri for row in whole}


def test_the_hash_is_of_what_is_stated_of_the_entity_alone(tmp_path: Path, statements: SortedStatements):
    before = {row.iri: row.content_hash for row in entity_rows(statements, SPACES, "hu")}
    (tmp_path / "0").write_text("".join(LINES[:12]).replace("note\\n1", "note\\n1!"), encoding="utf-8")
    after = {row.iri: row.content_hash for row in entity_rows(statements, SPACES, "hu")}
    assert {iri for iri in before if before[iri] != after[iri]} == {"http://e.org/id/m/1"}
