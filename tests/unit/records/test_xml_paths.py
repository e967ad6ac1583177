"""Plain paths are walked together, and find what libxml2 finds."""

from typing import Any

import pytest
from lxml import etree

from opencollections.errors import PathInvalid
from opencollections.records.columns import Found
from opencollections.records.xml_paths import (
    Branch,
    Namespaces,
    PlainPath,
    looks_outward,
    plain_path,
    plain_steps,
    values,
    xpath,
)

DOCUMENT = etree.fromstring(b"""<programs xmlns:l="http://l/"><program id="p1" l:n="x"><name>A<!-- c -->B<i>C</i>D<![CDATA[E]]></name>
<works><work ID="1"><title>x</title><empty/></work><work ID="2"><title>y</title><title>z</title></work></works>
<l:note xml:lang="hu">n</l:note><work.a-b>odd</work.a-b></program></programs>""")
PROGRAM = DOCUMENT[0]
WORK = PROGRAM[1][0]
NAMES = Namespaces({"m": "http://l/"}, {"l": "http://other/", None: "http://default/"})

PLAIN = [
    "name",
    "./name",
    "@id",
    "@m:n",
    "works/work",
    "works/work/@ID",
    "works/work/title",
    "works/work/empty",
    "name/text()",
    "name/i",
    "text()",
    ".",
    "m:note",
    "m:note/@xml:lang",
    "work.a-b",
    "works/work/nothing",
    "../program/@id",
    "..",
    "missing/@id",
]


@pytest.mark.parametrize("path", PLAIN)
def test_a_plain_path_finds_what_xpath_finds(path: str) -> None:
    plain = plain_path(path, NAMES, "a.xml")
    assert plain is not None
    branch = Branch()
    branch.graft(plain, 0)
    found: list[Any] = [None]
    branch.gather(PROGRAM, found)
    several = found[0] if isinstance(found[0], Found) else [] if found[0] is None else [found[0]]
    assert several == values(xpath(path, NAMES, "a.xml")(PROGRAM))


def test_many_paths_are_walked_at_once() -> None:
    branch = Branch()
    paths = ["@ID", "title", "title/text()", "../../@id", "../../name", "../work/@ID", ".", "empty", "title"]
    for index, path in enumerate(paths):
        plain = plain_path(path, NAMES, "a.xml")
        assert plain is not None
        branch.graft(plain, index)
    found: list[Any] = [None] * len(paths)
    branch.gather(WORK, found)
    assert found == ["1", "x", "x", "p1", "ABCDE", Found(["1", "2"]), "x", "", "x"]


NOT_PLAIN = [
    "work[1]",
    "*",
    "//work",
    "a|b",
    "normalize-space(name)",
    "/programs",
    "a//b",
    "a/../b",
    "count(a)",
    "@*",
    "",
    "a/..",
    "'x'",
]


@pytest.mark.parametrize("path", NOT_PLAIN)
def test_other_paths_are_left_to_libxml2(path: str) -> None:
    assert plain_path(path, NAMES, "a.xml") is None


CLIMBS = [
    ("@id", 0),
    ("../@id", 0),
    ("../../@id", 0),
    ("..", 1),
    ("../name", 1),
    ("../../a/@id", 2),
    ("../text()", 1),
]


@pytest.mark.parametrize(("path", "levels"), CLIMBS)
def test_only_what_is_not_an_attribute_needs_its_ancestor_complete(path: str, levels: int) -> None:
    plain = plain_path(path, NAMES, "a.xml")
    assert isinstance(plain, PlainPath)
    assert plain.needs_climb == levels


OUTWARD = [
    "../a[1]",
    "a/../b",
    "/programs/@id",
    "//x",
    "a[/b]",
    "ancestor::program/@id",
    "preceding-sibling::*[1]",
    "id('x')",
    "a | /b",
]
INWARD = [
    "a[1]",
    ".//a",
    "a//b",
    "normalize-space(a)",
    "count(a/b) + 1",
    "a[@b='c']",
    "string-length(.)",
    "concat(a, ' ', b)",
]


@pytest.mark.parametrize("path", OUTWARD)
def test_a_path_that_leaves_the_record_is_known(path: str) -> None:
    assert looks_outward(path)


@pytest.mark.parametrize("path", INWARD)
def test_a_path_that_stays_in_the_record_is_known(path: str) -> None:
    assert not looks_outward(path)


RESULTS = [
    ("normalize-space(name)", "ABCDE"),
    ("normalize-space(missing)", ""),
    ("count(works/work)", "2"),
    ("number('1.5')", "1.5"),
    ("number(name)", None),
    ("1 div 0", "Infinity"),
    ("boolean(works)", "true"),
    ("not(works)", "false"),
    ("works/work[@ID='2']/title", Found(["y", "z"])),
    ("works/work/@ID", Found(["1", "2"])),
    ("missing[1]", Found([])),
    (".//title/text()", Found(["x", "y", "z"])),
]


@pytest.mark.parametrize(("path", "value"), RESULTS)
def test_a_result_of_any_type_is_text(path: str, value: object) -> None:
    assert values(xpath(path, NAMES, "a.xml")(PROGRAM)) == value


def test_an_iterator_of_plain_steps_is_known() -> None:
    assert plain_steps("/programs/m:program", NAMES, "a.xml") == ("programs", "{http://l/}program")
    assert plain_steps("//program", NAMES, "a.xml") is None
    assert plain_steps("/programs/program[1]", NAMES, "a.xml") is None


@pytest.mark.parametrize("path", ["a[", "a b", "count(", "$x"])
def test_a_path_that_is_none_is_refused(path: str) -> None:
    with pytest.raises(PathInvalid, match=r"a\.xml: .* is not a valid XML path: "):
        xpath(path, NAMES, "a.xml")(PROGRAM)


def test_an_undeclared_prefix_is_named() -> None:
    with pytest.raises(
        PathInvalid, match="the prefix dc is declared neither in the mapping nor in the document"
    ):
        plain_path("dc:title", NAMES, "a.xml")


@pytest.mark.parametrize("path", ["nope(a)", "re:test(a, '(a+)+$')", "dc:title[1]"])
def test_a_function_or_prefix_that_is_unknown_is_refused_as_it_is_evaluated(path: str) -> None:
    with pytest.raises(PathInvalid):
        xpath(path, NAMES, "a.xml")(PROGRAM)
