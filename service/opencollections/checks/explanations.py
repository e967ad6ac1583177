"""Explanations: what a result of a shape means to a curator, in words that can be told in any language."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Final

from ..problems import Telling
from .shapes import Alternative, Inverse, Path, Predicate, Sequence
from .terms import unescaped
from .validation import Results

SHOWN: Final = 200
"""Characters of a value that a problem shows."""

_LINK: Final = "{value!r} is no link, and only a link can stand here: {property} ({kind})."
_TEXT: Final = "A link stands where a text belongs: {property} ({kind})."
_MESSAGES: Final = {
    "minCount": "Missing: {property} ({kind}).",
    "maxCount": "More than one value: {property} ({kind}).",
    "uniqueLang": "Two values in the same language: {property} ({kind}).",
    "nodeKind": "{value!r} is of the wrong kind: {property} ({kind}).",
    "other": "{value!r} cannot stay as it is: {property} ({kind}).",
    "whole": "Something is missing or does not fit together ({kind}).",
}
_TERMS: Final = frozenset({"kind", "property"})
"""Facts that are classes and properties, and are told by their names."""

SENTENCES: Final = (_LINK, _TEXT, *_MESSAGES.values())
"""Every sentence that tells a result, for those who translate them."""


@dataclass(frozen=True, slots=True)
class Names:
    """What classes and properties are called: by IRI, by language."""

    labels: Mapping[str, Mapping[str, str]]

    def of(self, iri: str, language: str = "en") -> str:
        """Give the label of a term, or the end of its IRI where it has none."""
        known = self.labels.get(iri, {})
        return known.get(language) or known.get("en") or iri.rstrip("/#").replace("#", "/").rpartition("/")[2]


def said(
    telling: Telling, names: Names, language: str = "en", translated: Callable[[str], str] = str
) -> tuple[str, str]:
    """Give what is wrong and what to do in a language; ``translated`` gives the sentences in it."""
    facts = {
        key: names.of(str(fact), language) if key in _TERMS else fact for key, fact in telling.facts.items()
    }
    return replace(telling, facts=facts).filled(translated)


def telling(results: Results, value: str | None) -> Telling:
    """Tell one result: what is wrong from its constraint, what to do from the message of its shape."""
    shape = results.shape
    walked = properties(shape.path)
    facts = {
        "kind": results.target,
        "property": walked[0] if walked else "",
        "value": "" if value is None else unescaped(value)[:SHOWN],
    }
    return Telling(_message(results, value), shape.messages.get("en", ""), facts)


def _message(results: Results, value: str | None) -> str:
    if results.shape.path is None:
        return _MESSAGES["whole"]
    if results.parameter == "nodeKind" and value is not None:
        return _LINK if value.startswith('"') else _TEXT
    return _MESSAGES.get(results.parameter, _MESSAGES["other"])


def properties(path: Path | None) -> tuple[str, ...]:
    """Give the properties that a path ends with: those that would have the value."""
    match path:
        case None:
            return ()
        case Predicate(iri):
            return (iri,)
        case Inverse(inner):
            return properties(inner)
        case Sequence(paths):
            return properties(paths[-1])
        case Alternative(paths):
            return tuple(dict.fromkeys(one for inner in paths for one in properties(inner)))
