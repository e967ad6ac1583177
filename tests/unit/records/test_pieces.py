"""Pieces of delimited text are cut at row ends, and judged for the fast reader."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from opencollections.records.dialects import Style
from opencollections.records.pieces import Judge, Verdict, pieces

STYLE = Style(",")

VERDICTS = [
    ("1,2\n3,4\n", Verdict.GRID),
    ("1,2\r\n3,4\r\n", Verdict.GRID),
    ("1,2\r\n3,4\r", Verdict.GRID),
    ("1,2", Verdict.GRID),
    ('"1","2"\n"",""x\n'.replace("x", ""), Verdict.RAGGED),
    ('"1","a, ""b"" c"\n', Verdict.GRID),
    ('"""1""","2\n3"\n', Verdict.GRID),
    ('"",""""\n', Verdict.RAGGED),
    ('"a",""""\n', Verdict.GRID),
    ("1,2\n\n3,4\n", Verdict.RAGGED),
    ("1,2\n,\n3,4\n", Verdict.RAGGED),
    ("1,2\n3\n", Verdict.RAGGED),
    ("1,2\n3,4,5\n", Verdict.RAGGED),
    ("1,2\r3,4\n", Verdict.RAGGED),
    ("\ufeff1,2\n", Verdict.RAGGED),
    ('1,5" disc\n', Verdict.ODD),
    ('1,"a" b\n', Verdict.ODD),
    ('1, "a"\n', Verdict.ODD),
    ('1,""a\n', Verdict.ODD),
    ('1,a""\n', Verdict.ODD),
    ('1,"a\n', Verdict.ODD),
    ('5" x,6" y\n', Verdict.ODD),
    ("1,a\0b\n", Verdict.ODD),
]


@pytest.mark.parametrize(("text", "verdict"), VERDICTS)
def test_only_a_plain_grid_is_given_to_the_fast_reader(text: str, verdict: Verdict) -> None:
    assert Judge(STYLE, 2).verdict(text.encode()) is verdict


def test_a_delimiter_of_two_bytes_is_never_for_the_fast_reader() -> None:
    assert Judge(Style("§"), 2).verdict("1§2\n".encode()) is Verdict.ODD


@given(text=st.text('a,"\n\r', max_size=60), size=st.integers(1, 10))
def test_no_byte_is_lost_or_doubled_between_pieces(text: str, size: int) -> None:
    content = text.encode()
    chunks = [content[start : start + size] for start in range(0, len(content), size)]
    cut = list(pieces(chunks, STYLE, 2))
    assert b"".join(piece.text for piece in cut) == content
    sound = [piece for piece, verdict, _ in cut if verdict is not Verdict.ODD]
    assert all(piece.endswith(b"\n") for piece in sound[:-1])
    assert all(piece.count(b'"') % 2 == 0 for piece in sound)
