"""Sixty mistakes in a workbook of 500 rows: told with their cells, and every other row is published."""

import gzip
from collections.abc import Iterator
from typing import NamedTuple

import pytest

from opencollections.iris import Identifiers
from opencollections.problems import Problem, Severity
from opencollections.publishing.drafts import draft
from opencollections.publishing.publish import Outcome, publish
from opencollections.records.tables import File
from opencollections.store import registry
from opencollections.store.folders import DataFolder
from opencollections.store.registry import Collection, Member

from .planted import FIRST, ROWS, SHEET, planted, write

IDS = Identifiers("http://localhost:8000")
NOW = "2026-01-01T00:00:00Z"
LICENCE = "http://creativecommons.org/publicdomain/zero/1.0/"


class Checked(NamedTuple):
    """What came of the workbook."""

    records: int
    kept_out: int
    problems: tuple[Problem, ...]
    outcome: Outcome
    objects: frozenset[str]


@pytest.fixture(scope="module")
def checked(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Checked]:
    folder = tmp_path_factory.mktemp("planted")
    data, workbook = DataFolder(folder / "data"), folder / "leltar.xlsx"
    write(workbook)
    photos = Collection("m/photos", "m", "Photos", "hu", LICENCE, None, "workbook", NOW)
    with data.control() as control:
        registry.add_member(control, Member("m", "Múzeum", "hu", None, NOW), "x")
        registry.add_collection(control, photos)
    with draft(data, photos, IDS, [File(workbook.name, workbook)], 1 << 30, lambda *_: None) as made:
        outcome = publish(data, made, lambda _: None, lambda *_: None)
        yield Checked(made.records, made.kept_out, made.problems, outcome, _objects(data))


def _objects(data: DataFolder) -> frozenset[str]:
    lines = gzip.decompress(data.version_file("m/photos", 1).read_bytes()).decode().splitlines()
    return frozenset(
        line.split()[0] for line in lines if line.startswith("<http://localhost:8000/id/m/object/")
    )


def test_at_least_58_of_60_mistakes_are_told_with_their_cell_and_what_to_do(checked: Checked):
    told = {(one.row, one.column) for one in checked.problems if one.message and one.advice}
    wanted = planted()
    assert len(wanted) == 60
    assert [(cell, text[:40]) for cell, text in wanted.items() if cell not in told] == []
    assert {(one.file, one.sheet) for one in checked.problems} == {("leltar.xlsx", SHEET)}


def test_nothing_is_told_of_good_rows_but_advice(checked: Checked):
    wrong = {row for row, _ in planted()} | {FIRST + 2, FIRST + 4}  # and those whose numbers stand twice
    told = [one for one in checked.problems if one.row not in wrong and one.severity is not Severity.ADVICE]
    assert told == []


def test_every_row_is_published_or_kept_out_with_a_reason(checked: Checked):
    assert checked.records == ROWS == checked.kept_out + len(checked.objects)
    refused = {one.row for one in checked.problems if one.severity is Severity.ERROR}
    assert len(refused) == checked.kept_out == checked.outcome.kept_out
    assert 0 < checked.kept_out < 20
