"""The inventory: what readers find the things of a version by, whatever properties their members chose."""

import pytest

from opencollections.publishing.inventory import inventory
from opencollections.vocabulary import expand

SPACE = "http://localhost:8000/id/"
GRAPH = "http://localhost:8000/graph/npg/portraits"
PORTRAIT = f"{SPACE}npg/object/1"


def found(*statements: tuple[str, str, str], language: str = "en") -> dict[str, dict]:
    """Write statements (paths below the space, prefixed names, and N-Quads objects) and read their inventory."""
    lines = [f"<{SPACE}{s}> <{expand(p)}> {o} <{GRAPH}> .\n" for s, p, o in statements]
    return {
        row["iri"]: row for row in inventory(["".join(sorted(lines)).encode()], SPACE, language).to_dicts()
    }


def link(path: str) -> str:
    return f"<{SPACE}{path}>"


OBJECT = ("npg/object/1", "rdf:type", f"<{expand('edm:ProvidedCHO')}>")


@pytest.mark.parametrize(
    ("statement", "column", "value"),
    [
        (("npg/object/1", "dc:creator", link("npg/agent/1")), "maker", [f"{SPACE}npg/agent/1"]),
        (("npg/object/1", "schema:byArtist", '"Hradský"'), "maker", ["Hradský"]),
        (("npg/object/1", "dcterms:spatial", link("network/place/1")), "place", [f"{SPACE}network/place/1"]),
        (("npg/object/1", "dc:subject", '"cameras"@en'), "subject", ["cameras"]),
        (("npg/object/1", "dc:type", '"print"@en'), "kind", ["print"]),
        (("npg/object/1", "edm:rights", "<http://x/r>"), "rights", ["http://x/r"]),
        (("npg/object/1", "schema:image", "<https://x/1.jpg>"), "picture", "https://x/1.jpg"),
        (("npg/object/1", "schema:image", "<http://x/1.jpg>"), "picture", "https://x/1.jpg"),
        (("npg/object/1", "schema:image", "<ftp://x/1.jpg>"), "picture", None),
        (("npg/object/1", "schema:image", link("npg/kepek/1.jpg")), "picture", None),
        (("npg/object/1", "edm:isShownBy", "<https://x/page>"), "picture", None),
        (("npg/object/1", "dcterms:created", '"c. 1930-1950"'), "begin", 1930),
        (("npg/object/1", "dcterms:created", '"c. 1930-1950"'), "end", 1950),
        (("npg/object/1", "dcterms:created", '"12/03/56"'), "begin", None),
        (
            ("npg/object/1", "dc:date", '"1939-05"^^<http://www.w3.org/2001/XMLSchema#gYearMonth>'),
            "end",
            1939,
        ),
    ],
)
def test_each_property_is_found_in_its_column(statement, column: str, value) -> None:
    assert found(OBJECT, statement)[PORTRAIT][column] == value


def test_what_an_aggregation_shows_is_said_of_its_object() -> None:
    row = found(
        OBJECT,
        ("npg/aggregation/1", "edm:aggregatedCHO", link("npg/object/1")),
        ("npg/aggregation/1", "edm:object", "<https://x/1.jpg>"),
        ("npg/aggregation/1", "edm:rights", "<http://x/r>"),
    )[PORTRAIT]
    assert (row["picture"], row["rights"]) == ("https://x/1.jpg", ["http://x/r"])


def test_a_period_gives_its_years_to_what_was_made_in_it() -> None:
    row = found(
        OBJECT,
        ("npg/object/1", "dcterms:created", '"around the war"'),
        ("npg/object/1", "dcterms:temporal", link("npg/time/1")),
        ("npg/time/1", "edm:begin", '"1914-07-28"'),
        ("npg/time/1", "edm:end", '"1918"'),
    )[PORTRAIT]
    assert (row["begin"], row["end"]) == (1914, 1918)


def test_of_a_text_in_several_languages_the_collections_own_counts() -> None:
    statements = (
        OBJECT,
        ("npg/object/1", "dc:subject", '"cameras"@en'),
        ("npg/object/1", "dc:subject", '"fényképezőgépek"@hu'),
    )
    assert found(*statements, language="hu")[PORTRAIT]["subject"] == ["fényképezőgépek"]


def test_a_role_is_no_maker() -> None:
    row = found(
        OBJECT,
        ("npg/object/1", "schema:creator", link("npg/role/1")),
        ("npg/object/1", "dc:contributor", link("npg/agent/1")),
        ("npg/role/1", "rdf:type", f"<{expand('schema:Role')}>"),
    )[PORTRAIT]
    assert row["maker"] == [f"{SPACE}npg/agent/1"]


def test_a_thing_is_of_its_narrowest_class_where_its_member_says_nothing_else() -> None:
    photograph = ("npg/object/1", "rdf:type", f"<{expand('schema:Photograph')}>")
    assert found(OBJECT)[PORTRAIT]["kind"] == [expand("edm:ProvidedCHO")]
    assert found(OBJECT, photograph)[PORTRAIT]["kind"] == [expand("schema:Photograph")]


def test_an_empty_version_has_an_empty_inventory() -> None:
    assert inventory([], SPACE, "en").is_empty()
