"""XML as tables: records with their places, in a stream or in a tree, always the same."""

from pathlib import Path
from typing import Any
from unittest import mock
from xml.sax.saxutils import escape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from opencollections.errors import BrokenFile, ForbiddenXML, PathInvalid, TooDeep, TooLarge
from opencollections.records import xml_documents, xml_stream
from opencollections.records.tables import BATCH_ROWS

from .conftest import Opened, codes, frame, open_path, read

SEASON = """<?xml version="1.0" encoding="utf-8"?>
<programs>
  <program><id>1</id><worksInfo><work ID="a"><t>x</t></work><work ID="b"/></worksInfo></program>
  <note/>
  <program><worksInfo/><worksInfo><work ID="c"><t>y</t><t>z</t></work></worksInfo><id>2</id></program>
</programs>"""
WORKS = [
    ("/programs[1]/program[1]/worksInfo[1]/work[1]", "a"),
    ("/programs[1]/program[1]/worksInfo[1]/work[2]", "b"),
    ("/programs[1]/program[2]/worksInfo[2]/work[1]", "c"),
]
PLACES = [(place.replace("programs[1]", "programs"), identifier) for place, identifier in WORKS]


@pytest.mark.parametrize(
    "iterator",
    [
        "/programs/program/worksInfo/work",
        "programs/program/worksInfo/work",
        "//work",
        "/programs/program/*/work",
    ],
)
def test_a_record_is_placed_by_the_numbers_of_its_steps(opened: Opened, iterator: str) -> None:
    assert read(opened("a.xml", SEASON, iterator=iterator), "@ID") == PLACES


@pytest.mark.parametrize("reference", ["../../id", "../../id[1]", "../../id/text()"])
def test_a_reference_may_climb_to_what_comes_later(opened: Opened, reference: str) -> None:
    table = opened("a.xml", SEASON, iterator="/programs/program/worksInfo/work")
    assert [value for _, value in read(table, reference)] == ["1", "1", "2"]


def test_a_reference_may_climb_to_the_outermost_element(opened: Opened) -> None:
    table = opened("a.xml", SEASON, iterator="/programs/program")
    assert [value for _, value in read(table, "../program/id")] == [["1", "2"], ["1", "2"]]
    assert [value for _, value in read(table, "count(/programs/program)")] == ["2", "2"]


def test_values_are_text_lists_or_missing(opened: Opened) -> None:
    batch = frame(opened("a.xml", SEASON, iterator="//work"), "t", "@ID", "missing")
    assert batch.columns == ["row", "v0", "v1", "v2"]
    assert batch["v0"].to_list() == [["x"], None, ["y", "z"]]


def test_an_empty_element_is_empty_and_no_element_is_missing(opened: Opened) -> None:
    table = opened("a.xml", "<a><b><t/></b><b><t></t></b><b><t>x<i>y</i>z</t></b><b/></a>", iterator="/a/b")
    assert [value for _, value in read(table, "t")] == ["", "", "xyz", None]
    assert [value for _, value in read(table, "t/text()")] == [None, None, ["x", "z"], None]


def test_without_an_iterator_the_document_is_one_record(opened: Opened) -> None:
    assert read(opened("a.xml", "<a><t>x</t></a>"), "t") == [("/a", "x")]


def test_no_reference_gives_only_places(opened: Opened) -> None:
    assert read(opened("a.xml", "<a><b/><b/></a>", iterator="/a/b")) == [("/a/b[1]",), ("/a/b[2]",)]


LIDO = '<l:wrap xmlns:l="http://lido/" xmlns="http://d/"><l:lido><l:id>1</l:id><t>x</t></l:lido></l:wrap>'


@pytest.mark.parametrize("iterator", ["/l:wrap/l:lido", "//l:lido"])
def test_prefixes_of_the_document_may_be_used(opened: Opened, iterator: str) -> None:
    assert read(opened("a.xml", LIDO, iterator=iterator), "l:id") == [("/l:wrap/l:lido[1]", "1")]


@pytest.mark.parametrize("iterator", ["/x:wrap/x:lido", "//x:lido"])
def test_prefixes_of_the_mapping_come_first(opened: Opened, iterator: str) -> None:
    table = opened("a.xml", LIDO, iterator=iterator, namespaces={"x": "http://lido/", "l": "http://d/"})
    assert read(table, "x:id", "l:t") == [("/l:wrap/l:lido[1]", "1", "x")]


@pytest.mark.parametrize("iterator", ["/wrap/lido", "//lido", "/l:wrap/lido"])
def test_a_path_without_the_namespace_is_refused_with_what_to_declare(opened: Opened, iterator: str) -> None:
    with pytest.raises(PathInvalid) as caught:
        read(opened("a.xml", LIDO, iterator=iterator), "t")
    assert (
        "the document's elements are in the namespace http://lido/; declare a prefix for that namespace"
        in str(caught.value)
    )


def test_a_path_without_records_is_reported_with_the_outermost_element(opened: Opened) -> None:
    table = opened("a.xml", SEASON, iterator="/programmes/programme")
    assert read(table, "id") == []
    assert table.problems[0].message == (
        "The path '/programmes/programme' finds no record in the file. The outermost element is programs."
    )


def test_a_reference_that_no_record_has_is_reported_with_the_nearest_name(opened: Opened) -> None:
    table = opened("a.xml", "<a><b><title>x</title></b></a>", iterator="/a/b")
    read(table, "titel", "title", "@id")
    assert [(problem.code, problem.message) for problem in table.problems] == [
        ("path-not-found", "No record has anything at 'titel'. Did you mean 'title'?"),
        ("path-not-found", "No record has anything at '@id'."),
    ]
    read(table, "title")
    assert codes(table) == []


FORBIDDEN = [
    b"<!DOCTYPE a><a/>",
    b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY x "y">]><a>&x;</a>',
    "<?xml version='1.0' encoding='utf-16'?><!DOCTYPE a><a/>".encode("utf-16"),
    b'<?xml version="1.0" encoding="UTF-7"?>+ADwAIQ-DOCTYPE a+AD4-+ADw-a/+AD4-<a/>'.removesuffix(b"<a/>"),
]


@pytest.mark.parametrize("content", FORBIDDEN)
def test_a_doctype_is_refused_as_the_file_is_opened(opened: Opened, content: bytes) -> None:
    with pytest.raises((ForbiddenXML, BrokenFile)):
        opened("a.xml", content, kind=None)


def test_a_doctype_that_only_the_parser_can_read_is_refused(opened: Opened) -> None:
    content = (
        b'<?xml version="1.0" encoding="UTF-7"?><!-- <a> -->+ADwAIQ-DOCTYPE b+AD4-+ADw-b+AD4-+ADw-/b+AD4-'
    )
    with mock.patch.object(xml_stream, "refuse_doctype"), pytest.raises(ForbiddenXML):
        opened("a.xml", content)


def nested(depth: int) -> str:
    return "<a>" * (depth - 1) + "<b/>" + "</a>" * (depth - 1)


@pytest.mark.parametrize("iterator", ["/a/a", "//b"])
def test_a_hundred_levels_are_read(opened: Opened, iterator: str) -> None:
    assert read(opened("a.xml", nested(100), iterator=iterator))


@pytest.mark.parametrize("depth", [101, 257, 100_000])
@pytest.mark.parametrize("iterator", ["/a/a", "//b"])
def test_deeper_nesting_is_refused(opened: Opened, depth: int, iterator: str) -> None:
    with pytest.raises(TooDeep, match="elements are nested more than 100 deep"):
        read(opened("a.xml", nested(depth), iterator=iterator))


def test_depth_counts_beside_the_records_too(opened: Opened) -> None:
    with pytest.raises(TooDeep):
        read(opened("a.xml", "<a><b/>" + "<c>" * 101 + "</c>" * 101 + "</a>", iterator="/a/b"))


BROKEN = [
    ("<a><b></a>", "is closed as a"),
    ("<a><b/>", "is not closed"),
    ("<a><b/></a><c/>", "more text follows"),
    ("<a><b>&nbsp;</b></a>", "the entity &nbsp;"),
    ("<a><b>\x01</b></a>", "the character of number 1"),
]


@pytest.mark.parametrize("iterator", ["/a/b", "//b"])
@pytest.mark.parametrize(("text", "detail"), BROKEN)
def test_broken_xml_is_refused_with_the_place(opened: Opened, text: str, detail: str, iterator: str) -> None:
    with pytest.raises(BrokenFile) as caught:
        read(opened("a.xml", text, iterator=iterator), "t")
    assert str(caught.value).startswith("a.xml: the file cannot be read as XML: ")
    assert detail in str(caught.value)
    assert "line 1" in str(caught.value)


def test_a_byte_of_another_encoding_is_refused(opened: Opened) -> None:
    with pytest.raises(BrokenFile):
        read(opened("a.xml", "<a><b>Őszi</b></a>".encode("cp1250"), iterator="/a/b"), ".")


def test_the_encoding_that_the_document_declares_is_used(opened: Opened) -> None:
    text = '<?xml version="1.0" encoding="windows-1250"?><a><b>Őszi utca</b></a>'
    assert read(opened("a.xml", text.encode("cp1250"), iterator="/a/b"), ".") == [("/a/b[1]", "Őszi utca")]


def test_a_text_over_the_limits_is_refused(opened: Opened) -> None:
    with pytest.raises(TooLarge, match=r"the value in row /a/b\[1\], column '\.', is 1000001 bytes"):
        read(opened("a.xml", f"<a><b>{'x' * 1_000_001}</b></a>", iterator="/a/b"), ".")
    with pytest.raises(TooLarge, match="a text in it is over 10,000,000 bytes"):
        read(opened("a.xml", f"<a><b>{'x' * 10_100_000}</b></a>", iterator="/a/b"), ".")


def test_a_large_document_needs_a_path_that_can_be_streamed(opened: Opened) -> None:
    with mock.patch.object(xml_documents, "_WHOLE_LIMIT_BYTES", 100):
        with pytest.raises(TooLarge, match="Name every step of the path to the records"):
            read(opened("a.xml", SEASON, iterator="/programs"), "program/@id")
        assert read(opened("a.xml", SEASON, iterator="/programs/program/worksInfo/work"), "../../id", "@ID")


@pytest.mark.parametrize("iterator", ["/a/@id", "(count(/a))", "/a/text()"])
def test_a_record_has_to_be_an_element(opened: Opened, iterator: str) -> None:
    with pytest.raises(PathInvalid, match="a record is an element"):
        read(opened("a.xml", '<a id="1">x</a>', iterator=iterator), ".")


@pytest.mark.parametrize("iterator", ["/a[", "/dc:a", "//a[nope()]"])
def test_an_invalid_path_is_refused(opened: Opened, iterator: str) -> None:
    with pytest.raises(PathInvalid):
        read(opened("a.xml", "<a/>", iterator=iterator), ".")


def test_memory_does_not_grow_with_the_document(tmp_path: Path) -> None:
    path = tmp_path / "a.xml"
    record = f'<other>{"<x/>" * 20}</other><r id="1"><t>{"x" * 50}</t></r><!-- c --><?pi d?>'
    path.write_text("<a><meta>" + "<m>y</m>" * 5000 + "</meta>" + record * 5000 + "</a>")
    table = open_path(path, iterator="/a/r")
    kept = []
    forget = xml_stream.ElementStream._forget

    def counted(stream: Any, root: Any) -> None:
        forget(stream, root)
        kept.append(sum(1 for _ in root.iter()))

    with mock.patch.object(xml_stream.ElementStream, "_forget", counted):
        rows = read(table, "@id")
    assert rows[-1] == ("/a/r[5000]", "1")
    assert len(kept) > 2
    assert max(kept) < 50


def test_batches_are_bounded(tmp_path: Path) -> None:
    path = tmp_path / "a.xml"
    count = BATCH_ROWS + 300
    path.write_text("<a>" + "".join(f"<r>{n}</r>" for n in range(count)) + "</a>")
    frames = list(open_path(path, iterator="/a/r").batches(["."]))
    assert [value for batch in frames for value in batch["v0"]] == [str(n) for n in range(count)]
    assert len(frames) == 2
    assert frames[0].height <= BATCH_ROWS


TAGS = st.sampled_from(["a", "b", "c"])
TEXTS = st.text("xy<&é \n", max_size=3)
LEAVES = st.tuples(TAGS, TEXTS, st.just(()), TEXTS)
ELEMENTS = st.recursive(
    LEAVES, lambda inner: st.tuples(TAGS, TEXTS, st.lists(inner, max_size=4).map(tuple), TEXTS), max_leaves=15
)


def markup(element: tuple[str, str, tuple[Any, ...], str], number: list[int]) -> str:
    tag, text, children, tail = element
    number[0] += 1
    inner = "".join(markup(child, number) for child in children)
    return f'<{tag} n="{number[0]}">{escape(text)}{inner}</{tag}>{escape(tail)}<!-- c -->'


@given(
    children=st.lists(ELEMENTS, max_size=5),
    steps=st.lists(TAGS, min_size=1, max_size=3),
    size=st.integers(1, 40),
    references=st.lists(
        st.sampled_from(
            ["@n", ".", "a", "b/@n", "a/text()", "../@n", "../a", "../b/c", "../../@n", "../../a/@n"]
        ),
        min_size=1,
    ),
)
def test_a_stream_gives_what_the_tree_gives(
    tmp_path_factory: pytest.TempPathFactory,
    children: list[Any],
    steps: list[str],
    size: int,
    references: list[str],
) -> None:
    path = tmp_path_factory.mktemp("xml") / "a.xml"
    path.write_text(
        f"<a>{''.join(markup(child, [0]) for child in children)}</a>".replace("<!-- c --></a>", "</a>")
    )
    iterator = "/".join(["/a", *steps])
    with mock.patch.object(xml_stream, "_CHUNK_BYTES", size):
        streamed = read(open_path(path, iterator=iterator), *references)
    in_tree = read(open_path(path, iterator=f"({iterator})"), *references)
    assert streamed == in_tree


def test_the_real_concerts_have_their_golden_counts(catalogues: Path) -> None:
    path = catalogues / "music_nyphil_xml" / "programs_2024-25.xml"
    programs = read(
        open_path(path, iterator="/programs/program"),
        "id",
        "concertInfo/Venue",
        "worksInfo/work/soloists/soloist/soloistName",
    )
    assert len({identifier for _, identifier, *_ in programs}) == 144
    assert sum(len(venues) for _, _, venues, _ in programs) == 252
    works = read(open_path(path, iterator="/programs/program/worksInfo/work"), "@ID", "../../programID")
    assert len(works) == 710
    assert len({identifier.partition("*")[0] for _, identifier, _ in works} - {"0"}) == 448
    assert works == read(open_path(path, iterator="//work"), "@ID", "../../programID")


def test_real_lido_is_read_under_both_outermost_elements(catalogues: Path) -> None:
    for path in sorted((catalogues / "museums_lido_xml").glob("*.xml")):
        table = open_path(path, iterator="//lido:lido", namespaces={"lido": "http://www.lido-schema.org"})
        ((place, identifier),) = read(table, "lido:lidoRecID")
        assert place.startswith("/lido:lido")
        assert identifier
