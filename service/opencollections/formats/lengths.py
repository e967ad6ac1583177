"""Lengths: how much of many or long texts a page has room for; the rest is in the data."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import accumulate
from typing import Final

from .facts import Fact, FactGroup, Value
from .texts import Text, cut

SHORTEST: Final = 100
"""Characters of a value that there is always room for."""


def room(lengths: Iterable[int], limit: int) -> int:
    """Give how many of some texts are shown: the first, and as many more as are no longer than the limit with it."""
    return max(1, sum(end <= limit for end in accumulate(lengths)))


def length(words: Text) -> int:
    return len(words.text)


def shortened(groups: Sequence[FactGroup], limit: int) -> tuple[FactGroup, ...]:
    """Shorten facts to the values that there is room for; each keeps at least how one begins, and counts the rest."""
    if sum(_length(value) for group in groups for fact in group.facts for value in fact.values) <= limit:
        return tuple(groups)
    shown, left = [], limit
    for group in groups:
        facts = []
        for fact in group.facts:
            facts.append(_beginning(fact, left))
            left -= sum(map(_length, facts[-1].values))
        shown.append(replace(group, facts=tuple(facts)))
    return tuple(shown)


def _beginning(fact: Fact, limit: int) -> Fact:
    kept = room(map(_length, fact.values), limit)
    first, *others = fact.values[:kept]
    values = (_cut(first, max(limit, SHORTEST)), *others)
    return replace(fact, values=values, more=fact.more + len(fact.values[kept:]))


def _cut(value: Value, limit: int) -> Value:
    words = value.link.text
    return replace(value, link=replace(value.link, text=replace(words, text=cut(words.text, limit))))


def _length(value: Value) -> int:
    """Count the characters of a value, its address and what it consists of."""
    nested = sum(_length(inner) for fact in value.facts for inner in fact.values)
    return length(value.link.text) + len(value.link.href or "") + nested
