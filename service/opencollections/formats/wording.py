"""Wording: the plain words for properties and classes, taken from the application profile."""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final
from urllib.parse import unquote

from pyoxigraph import Literal, NamedNode, Triple

from ..vocabulary import expand
from .texts import Text

_LABELS: Final = {expand("rdfs:label"), expand("skos:prefLabel")}
_PATH: Final = expand("sh:path")
_NAME: Final = expand("sh:name")


@dataclass(frozen=True)
class Wording:
    """Labels of terms: by IRI, then by primary language tag."""

    labels: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    def word(self, iri: str, language: str = "en") -> str:
        """Give the label of a term; one without a label is called by its local name, spelt out."""
        known = self.labels.get(iri, {})
        return known.get(language) or known.get("en") or next(iter(known.values()), None) or spelt_out(iri)

    def heading(self, iri: str, language: str = "en") -> str:
        """Give the label of a term as it stands at the beginning of a line."""
        word = self.word(iri, language)
        return word[:1].upper() + word[1:]

    def text(self, iri: str, languages: Sequence[str]) -> Text:
        """Give the label of a known term as a text, in the first of a reader's languages that it has."""
        known = self.labels[iri]
        language = next((tag for tag in (*languages, "en") if tag in known), next(iter(known)))
        return Text(known[language], language)

    def knows(self, iri: str) -> bool:
        return iri in self.labels


def wording(triples: Iterable[Triple]) -> Wording:
    """Read the labels of a vocabulary: of its terms, of its concepts, and of the paths of its shapes."""
    labels: dict[str, dict[str, str]] = defaultdict(dict)
    paths: dict[str, str] = {}
    names: list[tuple[str, Literal]] = []
    for subject, predicate, value in triples:
        if predicate.value == _PATH and isinstance(value, NamedNode):
            paths[str(subject)] = value.value
        elif predicate.value == _NAME and isinstance(value, Literal):
            names.append((str(subject), value))
        elif predicate.value in _LABELS and isinstance(value, Literal) and isinstance(subject, NamedNode):
            labels[subject.value][_tag(value)] = value.value
    for shape, name in names:
        if shape in paths:
            labels[paths[shape]].setdefault(_tag(name), name.value)
    return Wording(dict(labels))


def _tag(literal: Literal) -> str:
    return (literal.language or "en").partition("-")[0].lower()


def spelt_out(iri: str) -> str:
    """Write the local name of an IRI as words: ``…/isShownAt`` is "is shown at"."""
    local = unquote(re.split(r"[/#:]", iri.rstrip("/#"))[-1])
    words = re.sub(r"(?<=[a-z0-9])(?=[A-Z])|[_-]+", " ", local).strip()
    return words.lower() if words else iri
