"""Publishing: versions, changes and generations become true together, or not at all."""

import errno
import gzip
from collections.abc import Iterable
from contextlib import contextmanager
from pathlib import Path

import polars as pl
import pytest
from pyoxigraph import NamedNode

from opencollections.errors import BaseIRIChanged, DiskFull, DraftRefused
from opencollections.iris import Identifiers
from opencollections.problems import Problem, Severity
from opencollections.publishing import publish as publishing
from opencollections.publishing.publish import Outcome, identifiers, publish
from opencollections.publishing.uploads import Draft, working_folder
from opencollections.query.finding import Finder, Wish
from opencollections.query.inventory import inventory
from opencollections.settings import Settings
from opencollections.store import entity_ledger, ledger, registry
from opencollections.store.clone import Clone
from opencollections.store.engine import Pattern
from opencollections.store.folders import DataFolder
from opencollections.store.registry import Collection, Member
from opencollections.store.statements import StatementSorter

IRIS = Identifiers("http://localhost:8000")
PORTRAITS = Collection(
    "npg/portraits",
    "npg",
    "Portraits",
    "en",
    "http://creativecommons.org/publicdomain/zero/1.0/",
    None,
    "m.yml",
    "2026-01-01T00:00:00Z",
)
TITLE = "<http://purl.org/dc/elements/1.1/title>"
TYPE = "<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>"
OBJECT = "<http://www.europeana.eu/schemas/edm/ProvidedCHO>"


def about(number: int, title: str) -> list[str]:
    subject = f"<{IRIS.entities}npg/object/{number}>"
    return [f"{subject} {TYPE} {OBJECT} <g> .", f'{subject} {TITLE} "{title}"@en <g> .']


@pytest.fixture
def data(tmp_path: Path) -> DataFolder:
    folder = DataFolder(tmp_path / "data")
    with folder.control() as control:
        registry.add_member(
            control, Member("npg", "National Portrait Gallery", "en", None, "2026-01-01T00:00:00Z"), "x"
        )
        registry.add_collection(control, PORTRAITS)
    return folder


@contextmanager
def drafted(data: DataFolder, lines: Iterable[str], problems: tuple[Problem, ...] = ()):
    with working_folder(data) as folder:
        sorter = StatementSorter(folder)
        graph = f"<{IRIS.graph(PORTRAITS.name)}>"
        sorter.add(pl.Series([line.replace("<g>", graph) + "\n" for line in lines], dtype=pl.String))
        yield Draft(PORTRAITS, IRIS, (), "input", 1, 0, sorter.sorted(), problems, folder)


def published(data: DataFolder, *lines: list[str]) -> Outcome:
    with drafted(data, [line for group in lines for line in group]) as draft:
        return publish(data, draft, lambda _: None, lambda *_: None)


def store_lines(data: DataFolder) -> set[str]:
    with data.control() as control:
        (quads,) = data.generations.open(control).engine.find([Pattern(1_000_000)])
    return {f"{quad} .\n" for quad in quads}


def version_set(data: DataFolder, number: int) -> set[str]:
    return set(
        gzip.decompress(data.version_file(PORTRAITS.name, number).read_bytes())
        .decode()
        .splitlines(keepends=True)
    )


def changes(data: DataFolder) -> list[tuple[int, str, str]]:
    with data.control() as control:
        rows = control.db.execute("SELECT version, kind, iri FROM change ORDER BY seq")
        return [(row[0], row[1], row[2].rsplit("/", 1)[1]) for row in rows]


def found(data: DataFolder, words: str) -> list[str]:
    with data.control() as control:
        finder = Finder(inventory(control))
        return sorted(thing.title or "" for thing in finder.found(control, Wish(words), "", 24).things)


def test_the_first_publish_makes_version_one_and_everything_readable(data: DataFolder):
    outcome = published(data, about(1, "Képmás"), about(2, "Head"))
    version = outcome.version
    assert outcome.changed
    assert (version.number, version.entities, version.quads, version.added, version.removed) == (
        1,
        2,
        4,
        4,
        0,
    )
    assert store_lines(data) == version_set(data, 1)
    assert changes(data) == [(1, "create", "1"), (1, "create", "2")]
    assert found(data, "kepmas") == ["Képmás"]


def test_publishing_the_same_again_changes_nothing(data: DataFolder):
    published(data, about(1, "A"))
    before = sorted(p.name for p in data.root.rglob("*") if p.is_file())
    again = published(data, about(1, "A"))
    assert not again.changed
    assert again.version.number == 1
    assert changes(data) == [(1, "create", "1")]
    assert sorted(p.name for p in data.root.rglob("*") if p.is_file()) == before


def test_one_changed_cell_is_one_update_and_only_its_quads(data: DataFolder):
    published(data, about(1, "A"), about(2, "B"))
    outcome = published(data, about(1, "A"), about(2, "B2"))
    assert (outcome.version.number, outcome.version.added, outcome.version.removed) == (2, 1, 1)
    assert changes(data)[2:] == [(2, "update", "2")]
    assert store_lines(data) == version_set(data, 2)
    assert found(data, "B2") == ["B2"]
    with data.control() as control:
        row = control.db.execute("SELECT count(*) FROM search WHERE search MATCH '\"B\"'").fetchone()
        assert row[0] == 0


def test_a_vanished_record_is_a_delete_and_its_return_a_create(data: DataFolder):
    published(data, about(1, "A"), about(2, "B"))
    published(data, about(1, "A"))
    published(data, about(1, "A"), about(2, "B"))
    assert changes(data)[2:] == [(2, "delete", "2"), (3, "create", "2")]
    assert store_lines(data) == version_set(data, 3)
    assert found(data, "B") == ["B"]


def test_a_new_statement_on_an_entity_without_removed_ones_is_an_update(data: DataFolder):
    published(data, about(1, "A"))
    more = [f'<{IRIS.entities}npg/object/1> {TITLE} "Zwei"@de <g> .']
    outcome = published(data, about(1, "A"), more)
    assert (outcome.version.added, outcome.version.removed) == (1, 0)
    assert changes(data)[1:] == [(2, "update", "1")]


def test_a_draft_with_an_error_of_no_record_is_refused_and_leaves_all_as_it_was(data: DataFolder):
    problem = Problem("x", Severity.ERROR, "Something is wrong.", "Mend it.", file="f.csv")
    with (
        drafted(data, about(1, "A"), (problem,)) as draft,
        pytest.raises(DraftRefused, match=r"f\.csv: Something"),
    ):
        publish(data, draft, lambda _: None, lambda *_: None)
    with data.control() as control:
        assert ledger.newest(control, PORTRAITS.name) is None


@pytest.mark.parametrize(
    ("where", "step"), [(publishing, "write_version"), (Clone, "apply"), (publishing, "_write_report")]
)
def test_a_full_disk_at_any_step_leaves_the_old_state_and_the_next_publish_works(
    data: DataFolder, monkeypatch: pytest.MonkeyPatch, where: object, step: str
):
    published(data, about(1, "A"))

    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(where, step, full)
        with pytest.raises(DiskFull, match="Nothing was changed"):
            published(data, about(1, "B"))
    assert store_lines(data) == version_set(data, 1)
    assert not data.version_file(PORTRAITS.name, 2).exists()
    with data.control() as control:
        assert not data.generations.path(data.generations.current_number(control) + 1).exists()
    assert published(data, about(1, "B")).version.number == 2
    assert store_lines(data) == version_set(data, 2)


def test_a_failed_commit_leaves_the_old_state(data: DataFolder, monkeypatch: pytest.MonkeyPatch):
    published(data, about(1, "A"))

    def broken(*_: object) -> None:
        raise RuntimeError("power")

    with monkeypatch.context() as patch:
        patch.setattr(entity_ledger, "enter_changes", broken)
        with pytest.raises(RuntimeError, match="power"):
            published(data, about(1, "B"))
    assert store_lines(data) == version_set(data, 1)
    assert changes(data) == [(1, "create", "1")]


def test_a_generation_goes_when_it_is_not_current_and_nobody_reads_it(data: DataFolder):
    published(data, about(1, "title 0"))
    with data.control() as control:
        read = data.generations.open(control)
    for number in range(1, 4):
        published(data, about(1, f"title {number}"))
    there = data.generations.folder
    assert sorted(path.name for path in there.iterdir()) == ["00000001", "00000004"]
    [quads] = read.engine.find([Pattern(10)])
    assert {quad.object.value for quad in quads} >= {"title 0"}
    del read
    published(data, about(1, "title 4"))
    assert [path.name for path in there.iterdir()] == ["00000005"]


def test_another_way_to_write_the_same_number_does_not_lose_it(data: DataFolder):
    def numbered(text: str) -> list[str]:
        return [
            f'<{IRIS.entities}npg/object/1> {TITLE} "{text}"^^<http://www.w3.org/2001/XMLSchema#integer> <g> .'
        ]

    published(data, numbered("01"))
    published(data, numbered("1"))
    assert store_lines(data) == version_set(data, 2)


def test_the_graph_is_the_collection_s_own(data: DataFolder):
    published(data, about(1, "A"))
    with data.control() as control:
        (quads,) = data.generations.open(control).engine.find([Pattern(1_000_000)])
    assert {quad.graph_name for quad in quads} == {NamedNode("http://localhost:8000/graph/npg/portraits")}


def test_the_base_is_remembered_and_another_is_refused(data: DataFolder):
    published(data, about(1, "A"))
    with data.control() as control:
        assert identifiers(control, Settings()) == IRIS
        with pytest.raises(BaseIRIChanged, match=r"http://localhost:8000, and identifiers never change"):
            identifiers(control, Settings(base_url="https://other.example.org"))
