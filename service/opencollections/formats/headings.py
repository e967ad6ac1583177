"""Headings: what an entity is called, what kind of thing it is, and what is said of it in a sentence and in prose."""

from collections.abc import Iterable, Sequence
from typing import Final

from pyoxigraph import Literal, NamedNode, Quad

from ..vocabulary import expand
from .facts import Fact
from .groups import DESCRIPTIONS, KINDS, NAMES, OTHER_NAMES
from .lengths import length, room
from .reader import Reader
from .texts import NAME_LIMIT, SPAN, TEXT_LIMIT, Text, best, text

PART_LIMIT: Final = 120
"""Characters that one part of the sentence may have."""

_GENERAL: Final = frozenset(map(expand, ("edm:ProvidedCHO", "edm:Agent", "schema:CreativeWork")))


def names(iri: str, quads: Iterable[Quad], reader: Reader) -> tuple[Text, tuple[Text, ...]]:
    """Give the name of an entity as the reader's title, and all its others."""
    title, labels = reader.called(iri), reader.labels.get(iri, ())
    others = {
        name.value: text(name, reader.interface, NAME_LIMIT)
        for name in (*_literals(quads, NAMES | OTHER_NAMES), *labels)
    }
    return title, tuple(other for other in others.values() if other.text != title.text)


def kind(types: Iterable[str], quads: Sequence[Quad], reader: Reader) -> Text | None:
    """Give the word for what an entity is: the kind that is stated of it, or else its most telling class."""
    for iri in KINDS:
        named = [q.object for q in quads if q.predicate.value == iri]
        words = best((o for o in named if isinstance(o, Literal)), reader.languages)
        words = words or next((reader.called(o.value) for o in named if isinstance(o, NamedNode)), None)
        if words is not None:
            return words
    classes = sorted(types, key=lambda iri: (iri in _GENERAL, not reader.wording.knows(iri), iri))
    return reader.called_class(classes[0]) if classes else None


def descriptions(quads: Iterable[Quad], reader: Reader) -> tuple[Text, ...]:
    """Give the descriptions of the reader's dearest language that there is one in; the rest is in the data.

    Together they are no longer than one text may be.
    """
    found = _literals(quads, DESCRIPTIONS)
    chosen = best(found, reader.languages)
    told = [one for one in map(text, found) if chosen is not None and one.language == chosen.language]
    return tuple(told[: room(map(length, told), TEXT_LIMIT)])


def sentence(
    what: Text | None, makers: Sequence[Fact], dates: Sequence[Fact], places: Sequence[Fact]
) -> tuple[Text, ...]:
    """Make one sentence of the facts: what it is, by whom, when and where; none where there is only one of them."""
    parts = [what] if what is not None else []
    parts += [value.link.text for fact in makers[:1] for value in fact.values[:2]]
    parts += _when(dates)
    parts += [value.link.text for fact in places[:1] for value in fact.values[:1]]
    told = tuple(dict.fromkeys(part for part in parts if 0 < len(part.text) <= PART_LIMIT))
    return told if len(told) > 1 else ()


def _when(facts: Sequence[Fact]) -> list[Text]:
    """Give the date in the page's words where its period has short ones, else as it is written."""
    dates = [value for fact in facts for value in fact.values[:1]]
    short = [Text(value.note) for value in dates if value.note and SPAN not in value.note]
    return (short or [value.link.text for value in dates])[:1]


def _literals(quads: Iterable[Quad], properties: Iterable[str]) -> list[Literal]:
    wanted = set(properties)
    found = [q.object for q in quads if q.predicate.value in wanted and isinstance(q.object, Literal)]
    return list(dict.fromkeys(found))
