"""Lengths: what a page has room for, and that what it leaves out is counted."""

import pytest

from opencollections.formats.facts import Fact, FactGroup, Value
from opencollections.formats.lengths import SHORTEST, room, shortened
from opencollections.formats.links import Link
from opencollections.formats.texts import Text


@pytest.mark.parametrize(
    ("lengths", "limit", "shown"),
    [
        ([], 10, 1),
        ([3, 3, 3], 10, 3),
        ([3, 3, 3], 9, 3),
        ([3, 3, 3], 8, 2),
        ([99, 1], 10, 1),
        ([1, 99, 1], 10, 1),
    ],
)
def test_the_first_has_room_always_and_the_others_as_long_as_there_is_some(
    lengths: list[int], limit: int, shown: int
) -> None:
    assert room(lengths, limit) == shown


def fact(name: str, *texts: str, more: int = 0) -> Fact:
    return Fact(name, name, tuple(Value(Link(Text(text), None)) for text in texts), more)


def test_facts_keep_their_first_value_and_count_what_they_lost() -> None:
    groups = [
        FactGroup("What", (fact("a", "12345", "12345"), fact("b", "1", "12", "123", more=7))),
        FactGroup("Who", (fact("c", "1234567890", "1"), fact("d", "1"))),
    ]
    what, who = shortened(groups, 13)
    assert [(len(one.values), one.more) for one in (*what.facts, *who.facts)] == [
        *((2, 0), (2, 8)),
        *((1, 1), (1, 0)),
    ]
    assert shortened(groups, 100) == tuple(groups)


def test_where_there_is_no_room_left_a_value_is_told_by_its_beginning() -> None:
    (group,) = shortened([FactGroup("What", (fact("a", "1" * 200), fact("b", "2" * 200)))], 200)
    assert [one.values[0].link.text.text for one in group.facts] == ["1" * 200, "2" * SHORTEST + "…"]


def test_what_a_value_consists_of_is_part_of_its_length() -> None:
    nested = Value(Link(Text(""), "/1234"), facts=(fact("inner", "12345"),))
    (group,) = shortened([FactGroup("What", (Fact("a", "a", (nested, nested)),))], 19)
    assert (len(group.facts[0].values), group.facts[0].more) == (1, 1)
