"""Newest: every collection has its turn."""

from pathlib import Path

from opencollections.query.newest import newest
from opencollections.store.control import Control


def test_each_collection_gives_its_latest_titled_entities_of_the_type(tmp_path: Path) -> None:
    control = Control(tmp_path / "control.sqlite")
    control.db.execute("PRAGMA foreign_keys = OFF")
    rows = [
        ("a1", "large", "t", "A1", "2026-01-01", None),
        ("a2", "large", "t", "A2", "2026-01-03", None),
        ("a3", "large", "t", "A3", "2026-01-02", None),
        ("b1", "small", "t", "B1", "2025-01-01", None),
        ("b2", "small", "other", "B2", "2026-02-01", None),
        ("b3", "small", "t", None, "2026-02-01", None),
        ("b4", "small", "t", "B4", "2026-02-01", "2026-02-01"),
    ]
    control.db.executemany(
        "INSERT INTO entity (iri, collection, type, title, created, modified, withdrawn) VALUES (?, ?, ?, ?, '', ?, ?)",
        rows,
    )
    assert [hit.iri for hit in newest(control, ["small", "large"], "t", 2)] == ["b1", "a2", "a3"]
