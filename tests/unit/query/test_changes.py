"""The log of changes: in one order, page by page, and nothing twice or never."""

from pathlib import Path

import pytest

from opencollections.errors import CursorInvalid
from opencollections.query.changes import ChangeCounts, change_counts, changes
from opencollections.store import decisions
from opencollections.store.control import Control
from opencollections.store.decisions import Merge

SPACE = "https://e.org/id/m/"


@pytest.fixture
def control(tmp_path: Path) -> Control:
    """A log of ten changes of two collections in turn, the last of them a merge."""
    opened = Control(tmp_path / "control.sqlite")
    opened.db.execute("PRAGMA foreign_keys = OFF")
    for name in ("m/a", "m/b"):
        opened.db.execute(
            "INSERT INTO version (collection, number, published, generation, sha256, input_sha256, files, records, "
            "entities, quads, added, removed, errors, warnings, advice) "
            "VALUES (?, 1, '2026-01-01T00:00:00Z', 1, '', '', '[]', 0, 0, 0, 0, 0, 0, 0, 0)",
            (name,),
        )
    for number in range(10):
        enter(opened, number, "delete" if number == 9 else "create")
    decisions.enter_merge(opened, Merge(f"{SPACE}9", f"{SPACE}1", "2026-01-01T00:00:00Z", "operator"))
    return opened


def enter(control: Control, number: int, kind: str) -> None:
    control.db.execute(
        "INSERT INTO change (collection, version, iri, kind, replaced_by) VALUES (?, 1, ?, ?, ?)",
        (f"m/{'ab'[number % 2]}", f"{SPACE}{number}", kind, f"{SPACE}1" if kind == "delete" else None),
    )


def followed(control: Control, limit: int, collection: str | None = None) -> list[str]:
    seen, cursor, last = [], None, False
    while not last:
        page = changes(control, cursor, collection=collection, limit=limit)
        seen += [change.iri.removeprefix(SPACE) for change in page.changes]
        cursor, last = page.cursor, page.is_last
    return seen


@pytest.mark.parametrize("limit", [1, 3, 5, 10, 11])
def test_pages_of_any_size_come_to_the_same(control: Control, limit: int):
    assert followed(control, limit) == [str(number) for number in range(10)]
    assert followed(control, limit, "m/b") == ["1", "3", "5", "7", "9"]


def test_the_last_cursor_gives_what_came_since(control: Control):
    cursor = changes(control, limit=50).cursor
    assert changes(control, cursor).changes == ()
    enter(control, 10, "create")
    assert [change.iri for change in changes(control, cursor).changes] == [f"{SPACE}10"]


def test_a_merge_is_told_from_a_withdrawal(control: Control):
    last = changes(control, limit=50).changes[-1]
    assert (last.kind, last.replaced_by, last.is_merged) == ("delete", f"{SPACE}1", True)


@pytest.mark.parametrize("cursor", ["x", "5", "YWZ0ZXIgLTE", "é", "YWZ0ZXIgMSBPUiAx", "=" * 9])
def test_what_is_no_cursor_is_refused(control: Control, cursor: str):
    with pytest.raises(CursorInvalid, match="Begin without one"):
        changes(control, cursor)


def test_the_changes_of_each_version_are_counted_by_kind(control: Control):
    assert change_counts(control, "m/b") == {1: ChangeCounts(created=4, updated=0, deleted=1)}
    assert change_counts(control, "m/none") == {}
