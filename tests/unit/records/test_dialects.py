"""The delimiter is the one that makes a table of the text."""

import pytest

from opencollections.records.dialects import style_of
from opencollections.records.tables import Dialect, Kind

HEADS = [
    ("id,title\n1,x\n", ","),
    ("id;title\n1;x\n", ";"),
    ("id\ttitle\n1\tx\n", "\t"),
    ("id|title\n1|x\n", "|"),
    ("title\nOne, two\nThree, four, five\n", ","),
    ("id;price\n1;2,50\n2;3,75\n", ";"),
    ("name;address, city;year\nA;Main, X;1\nB;Side, Y;2\n", ";"),
    ('id,note\n1,"a;b;c"\n2,"d;e;f"\n', ","),
    ('id,note\n1,"a\n;;;\n;;;"\n2,b\n', ","),
    ("id;title;year\n1;A, B, C;1956\n2;D;1957\n3;E\n", ";"),
    ("", ","),
    ("sep=|\nid|title\n", "|"),
]


@pytest.mark.parametrize(("head", "delimiter"), HEADS)
def test_the_delimiter_is_found(head: str, delimiter: str) -> None:
    assert style_of(Dialect(), Kind.CSV, head).delimiter == delimiter


def test_a_tsv_has_tabs_where_it_has_any() -> None:
    assert style_of(Dialect(), Kind.TSV, "a,b\tc,d,e\n").delimiter == "\t"
    assert style_of(Dialect(), Kind.TSV, "a;b\n1;2\n").delimiter == ";"
    assert style_of(Dialect(), Kind.TSV, "a\n1\n").delimiter == "\t"


def test_what_the_mapping_says_of_the_dialect_is_not_doubted() -> None:
    style = style_of(Dialect(delimiter=";", quote="", header=False), Kind.CSV, "a,b\n1,2\n")
    assert (style.delimiter, style.quote, style.header) == (";", None, False)


def test_the_hint_for_excel_is_skipped() -> None:
    assert style_of(Dialect(), Kind.CSV, "sep=;\r\na;b\n").skipped == len("sep=;\r\n")
