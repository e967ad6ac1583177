"""Tombstones: an identifier that was published once is never forgotten."""

from pathlib import Path

import pytest

from opencollections.query.tombstones import Tombstone, last_change, tombstone
from opencollections.store.control import Control

THING = "https://e.org/id/a/thing"


@pytest.fixture
def control(tmp_path: Path) -> Control:
    opened = Control(tmp_path / "control.sqlite")
    opened.db.execute("PRAGMA foreign_keys = OFF")
    return opened


def enter(control: Control, collection: str, modified: str, withdrawn: str | None) -> None:
    control.db.execute(
        "INSERT INTO entity (iri, collection, type, title, created, modified, withdrawn) VALUES (?, ?, 't', ?, '', ?, ?)",
        (THING, collection, f"Thing of {collection}", modified, withdrawn),
    )


def test_what_every_collection_withdrew_has_a_tombstone_of_the_last_day(control: Control) -> None:
    enter(control, "a/one", "2026-01-01", "2026-01-01")
    enter(control, "b/two", "2026-02-02", "2026-02-02")
    assert tombstone(control, THING) == Tombstone(THING, "Thing of b/two", "t", "2026-02-02")


def test_what_one_collection_still_states_has_none(control: Control) -> None:
    enter(control, "a/one", "2026-01-01", "2026-01-01")
    enter(control, "b/two", "2026-02-02", None)
    assert tombstone(control, THING) is None


def test_what_never_was_has_none(control: Control) -> None:
    assert tombstone(control, THING) is None
    assert last_change(control, THING) is None


def test_a_withdrawal_is_a_change_too(control: Control) -> None:
    enter(control, "a/one", "2026-03-03", "2026-03-03")
    enter(control, "b/two", "2026-02-02", None)
    assert last_change(control, THING) == "2026-03-03"
