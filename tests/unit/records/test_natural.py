"""Numbers are written as XML Schema writes them."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from opencollections.records.natural import double

DOUBLES = [
    (5.0, "5.0E0"),
    (0.0, "0.0E0"),
    (-0.0, "-0.0E0"),
    (16.9, "1.69E1"),
    (-16.9, "-1.69E1"),
    (100.0, "1.0E2"),
    (0.00012, "1.2E-4"),
    (1e22, "1.0E22"),
    (1.5e300, "1.5E300"),
    (5e-324, "5.0E-324"),
    (1e-07, "1.0E-7"),
    (123456789.125, "1.23456789125E8"),
    (float("inf"), "INF"),
    (float("-inf"), "-INF"),
    (float("nan"), "NaN"),
]


@pytest.mark.parametrize(("number", "text"), DOUBLES)
def test_a_double_is_canonical(number: float, text: str) -> None:
    assert double(number) == text


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_every_double_can_be_read_back(number: float) -> None:
    text = double(number)
    assert re.fullmatch(r"-?(?:0\.0E0|[1-9]\.(?:0|\d*[1-9])E-?\d+)", text)
    assert float(text) == number
