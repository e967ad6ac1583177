"""Timelines: what dates are read as, and where they stand on the line."""

import pytest
from pyoxigraph import Literal, NamedNode, Quad

from opencollections.formats.links import Urls
from opencollections.formats.reader import Reader
from opencollections.formats.timeline import LENGTH, timeline
from opencollections.formats.wording import Wording
from opencollections.iris import Identifiers
from opencollections.vocabulary import expand

OBJECT = NamedNode("http://localhost:8000/id/npg/object/1")
PERIOD = NamedNode("http://localhost:8000/id/npg/time/1")
READER = Reader(Urls(Identifiers("http://localhost:8000")), Wording(), ["en"])


def stated(name: str, value: str | NamedNode, subject: NamedNode = OBJECT) -> Quad:
    return Quad(subject, NamedNode(expand(name)), value if isinstance(value, NamedNode) else Literal(value))


@pytest.mark.parametrize(
    ("written", "begin", "end"),
    [
        ("1939", "1939", "1939"),
        ("1939-05", "1939-05", "1939-05"),
        ("1939-05-01", "1939-05-01", "1939-05-01"),
        ("1872-1881", "1872", "1881"),
        ("1911/1914", "1911", "1914"),
        ("c. 1930-1950", "1930", "1950"),
        ("1905 k.", "1905", "1905"),
        ("1939. május", "1939", "1939"),
        ("2003-22", "2003", "2003"),
        ("2003-22/2004-24", "2003", "2004"),
        ("1931~/1932~", "1931", "1932"),
    ],
)
def test_a_written_date_is_read_where_that_is_certain(written: str, begin: str, end: str) -> None:
    found = timeline([stated("dcterms:created", written)], [OBJECT.value], READER)
    assert found is not None
    (one,) = found.dates
    assert (one.written.text != "", one.begin, one.end) == (True, begin, end)
    assert 0 <= one.start < one.start + one.length <= LENGTH


@pytest.mark.parametrize("written", ["12/03/56", "20. sz.", "", "unknown", "1914-1911", "19391"])
def test_what_nobody_can_tell_is_on_no_line(written: str) -> None:
    assert timeline([stated("dcterms:created", written)], [OBJECT.value], READER) is None


def test_a_period_is_read_by_its_own_beginning_and_end() -> None:
    quads = [
        stated("dcterms:temporal", PERIOD),
        stated("edm:begin", "1914-07-28", PERIOD),
        stated("edm:end", "1918-11-11", PERIOD),
    ]
    found = timeline(quads, [OBJECT.value], READER)
    assert found is not None
    assert [(one.begin, one.end) for one in found.dates] == [("1914-07-28", "1918-11-11")]
    assert (found.first, found.last) == (1900, 1925)


def test_dates_stand_in_the_order_of_time() -> None:
    quads = [stated("dcterms:issued", "1950"), stated("dcterms:created", "1938")]
    found = timeline(quads, [OBJECT.value], READER)
    assert found is not None
    assert [one.begin for one in found.dates] == ["1938", "1950"]
