"""Publishing on every engine: what it holds is what the newest version says."""

import pytest
from portraits import SPACE, TITLE, XSD, about, begun, held, kept, published

from opencollections.store.folders import DataFolder


@pytest.fixture
def data(data: DataFolder) -> DataFolder:
    return begun(data)


def test_a_first_version_is_held_whole(data: DataFolder) -> None:
    published(data, [*about(1, "Képmás"), *about(2, "Head")])
    assert held(data) == kept(data, 1)


def test_a_difference_is_applied(data: DataFolder) -> None:
    lines = [line for number in range(20) for line in about(number, f"Head {number}")]
    published(data, lines)
    changed = [line.replace("Head 7", "Képmás 7") for line in lines if "/object/3>" not in line]
    outcome = published(data, changed)
    assert (outcome.version.added, outcome.version.removed) == (1, 3)
    assert held(data) == kept(data, 2)


def test_a_new_whole_replaces_the_old(data: DataFolder) -> None:
    published(data, [line for number in range(20) for line in about(number, "Old")])
    published(data, [line for number in range(5, 25) for line in about(number, "New")])
    assert held(data) == kept(data, 2)


def test_more_than_one_batch_arrives_whole(data: DataFolder) -> None:
    lines = [line for number in range(6_000) for line in about(number, f"Head {number}")]
    published(data, lines)
    published(data, [*lines[:10_000], *(line for n in range(20_000, 23_000) for line in about(n, "New"))])
    assert held(data) == kept(data, 2)


VALUES = [
    '"x"@en',
    '"z"@hu',
    '"d"@en-gb',
    '"Károly 😀 éא \\n \\t \\\\ \\"q\\r"',
    '""',
    f'"{"é" * 5_000}"',
    f'"{"y" * 100_000}"@de',
    "<http://example.org/K%C3%A1roly-k%C3%B6r%C3%BAt>",
    "<http://example.org/Károly-körút?a=1&b=2#c>",
    "<http://example.org/it's>",
    "<mailto:x@example.org>",
    '"abc"^^<http://id.loc.gov/datatypes/edtf>',
    '"POINT(19 47)"^^<http://www.opengis.net/ont/geosparql#wktLiteral>',
    '"<b>"^^<http://www.w3.org/1999/02/22-rdf-syntax-ns#XMLLiteral>',
    *(
        f'"{value}"^^<{XSD}{datatype}>'
        for datatype, values in {
            "boolean": ("true", "false", "maybe"),
            "integer": ("7", "-7", "12345678901234567890123", "seven", ""),
            "decimal": ("47.49648", "0.1234567890123456789", "many"),
            "double": ("1.5", "19.056681", "NaN", "wide"),
            "gYear": ("1938", "0050", "-0044"),
            "gYearMonth": ("1938-05", "-0044-05"),
            "date": ("1939-05-01", "-0044-01-01", "bad", ""),
            "dateTime": ("2020-01-01T00:00:00Z", "2020-01-01T12:00:00+02:00", "2020-01-01"),
            "time": ("10:00:00", "10"),
            "duration": ("P1Y2M",),
            "anyURI": ("http://example.org/",),
            "gMonthDay": ("--05-01",),
            "hexBinary": ("0aFF",),
        }.items()
        for value in values
    ),
]


def test_every_value_comes_back_as_it_was_published_and_can_be_taken_away(data: DataFolder) -> None:
    lines = [f"<{SPACE}object/{number}> {TITLE} {value}" for number, value in enumerate(VALUES)]
    rest = [line for number in range(len(VALUES), 3 * len(VALUES)) for line in about(number, "Head")]
    published(data, rest)
    published(data, rest + lines)
    assert held(data) == kept(data, 2)
    published(data, rest)
    assert held(data) == kept(data, 3)
