"""Descriptions: what was written comes back as it was, and a damaged file is as good as none."""

import logging
from pathlib import Path

import pytest
from pyoxigraph import BlankNode, Literal, NamedNode, Quad

from opencollections.store.descriptions import Description, Descriptions, write

GRAPH = NamedNode("http://localhost:8000/graph/m/prints")
NAME = NamedNode("http://www.w3.org/2004/02/skos/core#prefLabel")


def named(iri: str, name: str) -> Quad:
    return Quad(NamedNode(iri), NAME, Literal(name, language="hu"), GRAPH)


def description(number: int) -> Description:
    """Describe a thing with one role and one maker."""
    thing = f"http://localhost:8000/id/m/object/{number}"
    return Description(
        (
            named(thing, f'Híd \t\n"{number}" \U0001f309'),
            Quad(BlankNode("b"), NAME, Literal(str(number)), GRAPH),
        ),
        (named(f"{thing}/role", "szerző"),),
        (named("http://localhost:8000/id/network/agent/Brady", "Brady"),) * (number % 2),
        frozenset(
            {"http://localhost:8000/id/m/object/", "http://www.w3.org/2004/02/skos/core#"} if number else ()
        ),
    )


IRIS = [f"http://localhost:8000/id/m/object/{number:04}" for number in range(500)]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Give the file of the descriptions of 500 things."""
    found = tmp_path / "descriptions.sqlite"
    written = [(iri, description(number)) for number, iri in enumerate(IRIS)]
    write(found, written, [one for _, one in written[::20]])
    return found


def test_what_was_written_comes_back(path: Path) -> None:
    found = Descriptions(path)
    assert [found.find(iri) for iri in IRIS] == [description(number) for number in range(len(IRIS))]
    assert found.find("http://localhost:8000/id/m/object/none") is None
    assert found.find("") is None


def test_a_description_is_packed_against_the_others(path: Path) -> None:
    assert path.stat().st_size < 500 * 300


@pytest.mark.parametrize(
    "typical",
    [[], [description(1)] * 1_000, [description(1)] * 40_000],
    ids=["none", "many", "more than bytes"],
)
def test_any_number_of_descriptions_may_be_typical(tmp_path: Path, typical: list[Description]) -> None:
    write(tmp_path / "some.sqlite", [(IRIS[1], description(1))], typical)
    assert Descriptions(tmp_path / "some.sqlite").find(IRIS[1]) == description(1)


def turned(whole: bytes, place: int) -> bytes:
    """Turn one bit."""
    return whole[:place] + bytes([whole[place] ^ 1]) + whole[place + 1 :]


@pytest.mark.parametrize(
    "damage",
    [
        lambda _: b"",
        lambda _: b"no database at all" * 1_000,
        lambda whole: whole[: len(whole) // 2],
        lambda whole: whole[:4096] + b"\0" * (len(whole) - 4096),
        lambda whole: whole[:100] + bytes(byte ^ 0x5A for byte in whole[100:]),
        lambda whole: turned(whole, whole.rindex(IRIS[-1].encode()) + len(IRIS[-1]) + 20),
    ],
    ids=["empty", "another kind of file", "half", "zeroes", "turned bits", "one turned bit"],
)
def test_a_damaged_file_is_as_good_as_none_and_is_told_once(damage, path: Path, caplog) -> None:
    path.write_bytes(damage(path.read_bytes()))
    caplog.set_level(logging.WARNING)
    found = Descriptions(path)
    answers = [found.find(iri) for iri in IRIS]
    whole = [description(number) for number in range(len(IRIS))]
    assert all(one is None or one == its for one, its in zip(answers, whole, strict=True))
    assert answers[-1] is None
    assert len(caplog.records) == 1
    assert str(path) in caplog.text
