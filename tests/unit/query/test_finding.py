"""Finding: words, facets, orders and pages of one inventory."""

from collections.abc import Iterator
from pathlib import Path

import polars as pl
import pytest

from opencollections.errors import CursorInvalid
from opencollections.query.finding import Finder, Sort, Wish
from opencollections.query.inventory import Facet, Origin, inventory, origin
from opencollections.store import registry
from opencollections.store.control import Control
from opencollections.store.inventory import FOUND, ORIGIN, enter_inventory
from opencollections.store.registry import Collection, Member
from opencollections.vocabulary import expand

ROWS = (
    # Collection, number, title, other texts, what readers find it by
    ("npg/portraits", 1, "Képmás", "A portrait of a dealer", {"maker": ["a"], "begin": 1938, "end": 1938}),
    ("npg/portraits", 2, "“Árvíz”", "Flood", {"maker": ["b"], "begin": 1850, "end": 1905}),
    ("npg/portraits", 3, "The dealer", "", {"maker": ["a", "b"], "picture": "https://x/3.jpg"}),
    ("hafa/prints", 1, None, "Árjegyzék of the dealer", {"subject": ["cameras"]}),
    ("hafa/prints", 4, "Zoom", "", {"maker": ["a"], "begin": 1929, "end": 1931}),
)


@pytest.fixture(scope="module")
def control(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Control]:
    """Give a control database with two collections; number 1 is one thing that both speak of."""
    with Control(tmp_path_factory.mktemp("finding") / "control.sqlite") as opened:
        for slug in ("npg", "hafa"):
            registry.add_member(opened, Member(slug, slug.upper(), "en", None, "2026"), "")
        for name in ("npg/portraits", "hafa/prints"):
            member = name.partition("/")[0]
            registry.add_collection(opened, Collection(name, member, name, "en", "x", None, "m", "2026"))
            with opened.transaction():
                _enter(opened, name)
        yield opened


def _enter(control: Control, name: str) -> None:
    rows = [row for row in ROWS if row[0] == name]
    for _, number, title, text, _ in rows:
        entered = control.db.execute(
            "INSERT INTO entity (iri, collection, type, title, created, modified) VALUES (?, ?, ?, ?, '', ?)",
            (iri(number), name, expand("edm:ProvidedCHO"), title, f"2026-01-0{number}"),
        )
        control.db.execute(
            "INSERT INTO search (rowid, title, body) VALUES (?, ?, ?)", (entered.lastrowid, title, text)
        )
    found = [{"iri": iri(number), "file": "a.csv", "row": "14"} | facets for _, number, _, _, facets in rows]
    frame = pl.DataFrame(found, schema=FOUND | ORIGIN)
    enter_inventory(control, name, 1, frame.select(*FOUND), frame.select("iri", *ORIGIN))


def iri(number: int) -> str:
    return f"http://x/{number}"


def numbers(control: Control, wish: Wish) -> list[int]:
    found = Finder(inventory(control)).found(control, wish, "", 24)
    return [int(thing.iri.rpartition("/")[2]) for thing in found.things]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("kepmas", [1]),
        ("KÉPM", [1]),
        ("dealer", [3, 1]),
        ("flood", [2]),
        ("dealer portrait", [1]),
        ("nothing", []),
        ('"*:( NEAR OR -', []),
        ("d", []),
    ],
)
def test_words_are_found_without_accents_as_beginnings_and_titles_first(
    control: Control, text: str, expected: list[int]
) -> None:
    assert numbers(control, Wish(text)) == expected


@pytest.mark.parametrize(
    ("chosen", "expected"),
    [
        ({Facet.MAKER: ["a"]}, {1, 3, 4}),
        ({Facet.MAKER: ["a", "b"]}, {3}),
        ({Facet.MEMBER: ["hafa"]}, {1, 4}),
        ({Facet.COLLECTION: ["npg/portraits"], Facet.MEMBER: ["hafa"]}, {1}),
        ({Facet.PERIOD: ["1930"]}, {1, 4}),
        ({Facet.PERIOD: ["1850"]}, set()),
        ({Facet.PICTURE: ["yes"]}, {3}),
        ({Facet.SUBJECT: ["cameras"], Facet.MAKER: ["a"]}, {1}),
        ({Facet.RIGHTS: ["unheard of"]}, set()),
    ],
)
def test_every_value_chosen_has_to_be_there_whichever_collection_says_it(
    control: Control, chosen: dict[Facet, list[str]], expected: set[int]
) -> None:
    assert set(numbers(control, Wish(chosen=chosen))) == expected


@pytest.mark.parametrize(
    ("sort", "expected"),
    [
        (Sort.TITLE, [2, 1, 3, 4]),
        (Sort.OLDEST, [2, 4, 1, 3]),
        (Sort.NEWEST, [4, 3, 2, 1]),
        (None, [2, 1, 3, 4]),
    ],
)
def test_an_order_is_one_of_letters_or_of_years(control: Control, sort: Sort, expected: list[int]) -> None:
    assert numbers(control, Wish(sort=sort)) == expected


def test_offers_count_what_was_found(control: Control) -> None:
    found = Finder(inventory(control)).found(control, Wish(chosen={Facet.MEMBER: ["npg"]}), "", 24)
    offers = {offer.facet: dict(offer.values) for offer in found.offers}
    assert offers[Facet.MAKER] == {"a": 2, "b": 2}
    assert offers[Facet.MEMBER] == {"npg": 3, "hafa": 1}
    assert offers[Facet.PICTURE] == {"yes": 1}


def test_pages_follow_each_other_and_lead_back(control: Control) -> None:
    finder, seen, cursor = Finder(inventory(control)), [], ""
    pages = []
    while cursor is not None:
        page = finder.found(control, Wish(), cursor, 3)
        seen += [thing.iri for thing in page.things]
        pages.append(page)
        cursor = page.after
    assert (len(pages), len(seen), len(set(seen))) == (2, 4, 4)
    assert pages[1].first == 4
    assert pages[1].before is not None
    assert finder.found(control, Wish(), pages[1].before, 3).things == pages[0].things


@pytest.mark.parametrize("cursor", ["x", "-1", "1", "1-", "1-1-1", "٣-٣", "1e9-1", "99999999999-1"])
def test_a_cursor_that_is_none_of_ours_is_refused(control: Control, cursor: str) -> None:
    with pytest.raises(CursorInvalid):
        Finder(inventory(control)).found(control, Wish(), cursor, 3)


def test_a_cursor_whose_thing_is_gone_begins_at_its_place(control: Control) -> None:
    page = Finder(inventory(control)).found(control, Wish(), "2-999", 3)
    assert page.first == 3


def test_where_a_thing_came_from_is_remembered(control: Control) -> None:
    assert origin(control, iri(1), "npg/portraits") == Origin("a.csv", None, "14")
    assert origin(control, iri(999), "npg/portraits") is None


def test_without_any_inventory_nothing_is_found(tmp_path: Path) -> None:
    with Control(tmp_path / "control.sqlite") as empty:
        page = Finder(inventory(empty)).found(empty, Wish("dealer"), "", 24)
    assert (page.things, page.total, page.after) == ((), 0, None)
