import pytest
from pyoxigraph import QueryResultsFormat, RdfFormat

from opencollections.errors import UnknownFormat
from opencollections.query.requests import QueryForm
from opencollections.query.results import GRAPH_FORMATS, TABLE_FORMATS, ResultFormat, chosen, formats_of

BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,*/*;q=0.8"

NEGOTIATIONS = [
    (TABLE_FORMATS, None, "json", "application/sparql-results+json"),
    (TABLE_FORMATS, "", "json", "application/sparql-results+json"),
    (TABLE_FORMATS, "*/*", "json", "application/sparql-results+json"),
    (TABLE_FORMATS, "application/sparql-results+xml, */*;q=0.1", "xml", "application/sparql-results+xml"),
    (TABLE_FORMATS, "application/json", "json", "application/json"),
    (TABLE_FORMATS, BROWSER, "xml", "application/xml"),
    (
        TABLE_FORMATS,
        "text/csv;q=0.5, text/tab-separated-values;q=0.6",
        "tsv",
        "text/tab-separated-values; charset=utf-8",
    ),
    (TABLE_FORMATS, "text/csv;charset=utf-8", "csv", "text/csv; charset=utf-8"),
    (TABLE_FORMATS, "application/sparql-results+json;q=0, */*", "xml", "application/sparql-results+xml"),
    (GRAPH_FORMATS, "*/*", "ttl", "text/turtle; charset=utf-8"),
    (
        GRAPH_FORMATS,
        "application/ld+json;profile=http://www.w3.org/ns/json-ld#compacted",
        "jsonld",
        "application/ld+json",
    ),
    (GRAPH_FORMATS, "application/n-quads", "nq", "application/n-quads"),
    (GRAPH_FORMATS, "application/trig", "trig", "application/trig"),
    (GRAPH_FORMATS, "application/json", "jsonld", "application/json"),
    (GRAPH_FORMATS, BROWSER, "rdf", "application/xml"),
]


@pytest.mark.parametrize(("formats", "accept", "name", "content_type"), NEGOTIATIONS)
def test_the_header_accept_decides_and_is_answered_in_its_own_words(
    formats, accept, name, content_type
) -> None:
    choice = chosen(formats, accept)
    assert (choice.format.name, choice.content_type) == (name, content_type)


def test_a_format_asked_for_by_name_wins_over_the_header() -> None:
    assert chosen(TABLE_FORMATS, "text/csv", ["xml"]).media_type == "application/sparql-results+xml"


@pytest.mark.parametrize(
    ("accept", "named"),
    [("image/png", []), ("*/*;q=0", []), ("*/*", ["ttl"]), ("*/*", ["html"]), ("*/*", [""])],
)
def test_what_is_not_offered_is_answered_with_the_choices(accept: str, named: list[str]) -> None:
    with pytest.raises(
        UnknownFormat, match=r"json \(application/sparql-results\+json\), xml .*, csv .*, tsv"
    ):
        chosen(TABLE_FORMATS, accept, named)


def test_tables_and_graphs_have_their_formats() -> None:
    assert [formats_of(form)[0].name for form in QueryForm] == ["json", "json", "ttl", "ttl"]


@pytest.mark.parametrize("offered", TABLE_FORMATS, ids=lambda offered: offered.name)
def test_the_engine_writes_every_table_format(offered: ResultFormat) -> None:
    engine = QueryResultsFormat.from_media_type(offered.media_type)
    assert engine is not None
    assert engine.file_extension in {offered.name, "srj", "srx"}


@pytest.mark.parametrize("offered", GRAPH_FORMATS, ids=lambda offered: offered.name)
def test_the_engine_writes_every_graph_format(offered: ResultFormat) -> None:
    engine = RdfFormat.from_media_type(offered.media_type)
    assert engine is not None
    assert engine.file_extension == offered.name
