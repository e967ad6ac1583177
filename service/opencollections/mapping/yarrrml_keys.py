"""Keys of YARRRML: which there are in which place, with their short forms, and the reading of entries by them."""

from collections.abc import Mapping
from typing import Final

from ..phrases import Phrase
from .findings import Findings, nearest_name, shown, suggestion, told
from .yaml_nodes import Entries, Items, Node, Text

Keys = Mapping[str, tuple[str, ...]]
"""The keys of one place, each with its short forms (YARRRML, Shortcuts)."""

_PREDICATES: Final[Keys] = {"predicates": ("predicate", "p")}
_OBJECTS: Final[Keys] = {"objects": ("object", "o")}
_INVERSE: Final[Keys] = {"inversepredicates": ("inversepredicate", "i", "iv")}
_GRAPHS: Final[Keys] = {"graphs": ("graph", "g")}
_CONDITIONS: Final[Keys] = {"conditions": ("condition", "c")}
_TARGETS: Final[Keys] = {"targets": ("target", "t")}
TARGET: Final[Keys] = {"access": ("a",), "type": (), "serialization": (), "compression": ()}
_LITERAL: Final[Keys] = {"datatype": (), "language": ("lang",), "type": ()}

FUNCTION: Final[Keys] = {"function": ("f", "fn"), "parameters": ("pms",)}
VALUE: Final[Keys] = {"value": ("v",), **FUNCTION, "type": ()}

DOCUMENT: Final[Keys] = {
    "base": (),
    "prefixes": ("prefix",),
    "authors": ("author", "a"),
    "sources": ("source", "s"),
    **_TARGETS,
    "mappings": ("mapping", "m"),
    "external": (),
}
SOURCE: Final[Keys] = {
    "access": ("a",),
    "referenceFormulation": (),
    "iterator": (),
    "sheet": (),
    "type": (),
    "delimiter": (),
    "quote": (),
    "header": (),
    "encoding": (),
    "compression": (),
    "nulls": ("null",),
    "namespaces": ("namespace",),
}
DATABASE: Final[Keys] = {
    "access": ("a",),
    "type": (),
    "queryFormulation": ("referenceFormulation",),
    "query": ("iterator",),
    "table": ("sheet",),
    "credentials": (),
    "nulls": ("null",),
}
MAPPING: Final[Keys] = {
    "sources": ("source",),
    "subjects": ("subject", "s"),
    "predicateobjects": ("predicateobject", "po"),
    **_GRAPHS,
    **_CONDITIONS,
    **_TARGETS,
}
SUBJECT: Final[Keys] = {**VALUE, **_CONDITIONS, **_TARGETS}
PREDICATE_OBJECT: Final[Keys] = {
    **_PREDICATES,
    **_INVERSE,
    **_OBJECTS,
    **_GRAPHS,
    **_CONDITIONS,
    **_LITERAL,
    **_TARGETS,
}
OBJECT: Final[Keys] = {
    **VALUE,
    **_LITERAL,
    "mapping": ("mappings", "m"),
    **_INVERSE,
    **_CONDITIONS,
    **_TARGETS,
}
TERM: Final[Keys] = {**VALUE, **_TARGETS}
"""A predicate, a graph, a language or a datatype that is more than a text."""

PARAMETER: Final[Keys] = {"parameter": ("pm",), "value": ("v",), "type": (), "from": ()}

_ELSEWHERE: Final = frozenset(
    {
        "contentType",
        "credentials",
        "headers",
        "operationType",
        "query",
        "queryFormulation",
        "security",
        "table",
    }
)
"""Keys of sources that are databases or web services."""


_IS_LIST: Final = told("{key} is a list, where a text is expected.")
_IS_GROUP: Final = told("{key} is a group of entries, where a text is expected.")


def fields(entries: Entries, keys: Keys, place: Phrase, findings: Findings) -> dict[str, Node]:
    """Give the values by the long form of their keys; what is null is left out.

    A key that is not known, or is there in two forms, is a finding; ``place`` says in it where that is.
    """
    long_forms = {form: key for key, forms in keys.items() for form in (key, *forms)}
    found: dict[str, Node] = {}
    for key, value in entries.pairs:
        name = long_forms.get(key.text)
        if name is None:
            _tell_unknown(key, value, keys, place, findings)
        elif name in found:
            findings.error(
                "mapping-twice",
                "{place} has the key {key!r} twice, once as {form!r}.",
                "Put both under one key.",
                line=key.line,
                term=key.text,
                place=place,
                key=name,
                form=key.text,
            )
        elif not (isinstance(value, Text) and value.is_absent) or name == "nulls":
            found[name] = value
    return found


def value_of(node: Node, key: str, keys: Keys) -> Node | None:
    """Give the value of one key of entries, in whichever form it is written, without a look at the others."""
    forms = (key, *keys[key])
    pairs = node.pairs if isinstance(node, Entries) else ()
    return next((value for name, value in pairs if name.text in forms), None)


def is_key(word: str, keys: Keys) -> bool:
    """Tell whether a word is a key of a place, in any of its forms."""
    return word in keys or any(word in forms for forms in keys.values())


def _tell_unknown(key: Text, value: Node, known: Keys, place: Phrase, findings: Findings) -> None:
    if key.text in _ELSEWHERE and "access" in known:
        findings.error(
            "mapping-source-refused",
            "{place} has the key {key}, which belongs to a database or a web service.",
            "A mapping reads only files that are handed in with it.",
            line=key.line,
            term=key.text,
            key=shown(key.text),
            place=place,
        )
        return
    advice, facts = _advice(key, value, known)
    findings.error(
        "mapping-unknown-key",
        "{place} has the key {key}, which is not known there.",
        advice,
        line=key.line,
        term=key.text,
        key=shown(key.text),
        place=place,
        **facts,
    )


def _advice(key: Text, value: Node, known: Keys) -> tuple[str, dict[str, str]]:
    """Say what may be meant by a key that is not known, with the facts of that."""
    parts = value.pairs if isinstance(value, Entries) and known is DOCUMENT else ()
    if any(is_key(part.text, MAPPING) for part, _ in parts):
        return told("Is it a mapping? Then indent it, so that it stands below mappings:."), {}
    if known is DOCUMENT and is_key(key.text, MAPPING):
        return told("Is it a part of a mapping? Then indent it as far as the other parts of that."), {}
    near = nearest_name(key.text, (form for long, forms in known.items() for form in (long, *forms)))
    return suggestion(key.text, [near] if near else known)


def listed(node: Node | None) -> tuple[Node, ...]:
    """Give the items of a list, a single value as a list of one, and nothing as an empty list."""
    if node is None or (isinstance(node, Text) and node.is_absent):
        return ()
    return node.items if isinstance(node, Items) else (node,)


def text_of(node: Node | None, name: str, findings: Findings) -> str | None:
    """Give the text of a value that can only be a text, with a finding where it is none."""
    if node is None:
        return None
    if isinstance(node, Text):
        return node.text
    findings.error(
        "mapping-wrong-type",
        _IS_LIST if isinstance(node, Items) else _IS_GROUP,
        "Write one text after {key}.",
        line=node.line,
        term=name,
        key=name,
    )
    return None
