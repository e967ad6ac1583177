"""Templates: texts with references in them, as RML and as YARRRML write them."""

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping
from itertools import groupby
from typing import Final

from ..phrases import Unreadable
from .model import Constant, Reference, Template

Expressed = Constant | Reference | Template

_RML_TOKEN: Final = re.compile(r"\\(?P<escaped>[{}\\])|(?P<mark>[{}\\])|(?P<text>[^{}\\]+)")
_YARRRML_MARK: Final = re.compile(r"\\.|\$?\(|\)", re.DOTALL)
_YARRRML_ESCAPE: Final = re.compile(r"\\([\\()$:])")


class TemplateInvalid(Unreadable):
    """A template that cannot be read."""


def rml_template(text: str) -> Expressed:
    """Read a template such as ``object/{Inventory no.}``; raise TemplateInvalid.

    Braces and backslashes that are meant as such have a backslash before them, in and outside of references
    (R2RML §7.3). A reference by itself stays a template: in an IRI its value is encoded.
    """
    parts: list[str | Reference] = []
    reference: list[str] | None = None
    for token in _RML_TOKEN.finditer(text):
        mark = token["mark"]
        if mark == "\\":
            raise TemplateInvalid(
                "a backslash stands before something else than {{, }} or \\ (write \\\\ for a backslash)"
            )
        if mark == "{":
            if reference is not None:
                raise TemplateInvalid(
                    "a reference has a {{ in it (write \\{{ for a brace that is part of the name)"
                )
            reference = []
        elif mark == "}":
            if reference is None:
                raise TemplateInvalid(
                    "there is a }} without its {{ (write \\}} for a brace that is meant as such)"
                )
            parts.append(_named("".join(reference)))
            reference = None
        else:
            (parts if reference is None else reference).append(token["escaped"] or token["text"])
    if reference is not None:
        raise TemplateInvalid("the last {{ is not closed")
    read = joined(parts)
    return Template((read,)) if isinstance(read, Reference) else read


def yarrrml_template(text: str, external: Mapping[str, str]) -> Expressed:
    r"""Read a template such as ``object/$(Inventory no.)``; raise TemplateInvalid.

    A reference ends at its own closing bracket, so ``$(Size (cm))`` is the column *Size (cm)*; a backslash
    takes a bracket its meaning. ``$(_key)`` is replaced by the external value of that key, where there is one,
    and ``$(\_key)`` is the column (YARRRML, External references).
    """
    return joined(_yarrrml_parts(text, external))


def _yarrrml_parts(text: str, external: Mapping[str, str]) -> Iterator[str | Reference]:
    position = 0
    for start, end in _references(text):
        yield _unescaped(text[position:start])
        name = text[start + 2 : end]
        position = end + 1
        if name.startswith("_") and name[1:] in external:
            yield external[name[1:]]
        else:
            yield _named(_unescaped(name[1:] if name.startswith("\\_") else name))
    yield _unescaped(text[position:])


def _references(text: str) -> Iterator[tuple[int, int]]:
    """Give the places of each ``$(`` and of the bracket that ends it: its own, or the next where it has none."""
    ends = _brackets(text)
    closing = sorted(ends.values())
    after = 0
    for mark in _YARRRML_MARK.finditer(text):
        if mark[0] != "$(" or mark.start() < after:
            continue
        end = ends.get(mark.start() + 1)
        if end is None:
            following = bisect_left(closing, mark.end())
            if following == len(closing):
                raise TemplateInvalid("a reference $( is not closed with )")
            end = closing[following]
        yield mark.start(), end
        after = end + 1


def _brackets(text: str) -> dict[int, int]:
    """Give the place of the closing bracket for each opening one that has its own; a backslash hides either."""
    ends: dict[int, int] = {}
    opened: list[int] = []
    for mark in _YARRRML_MARK.finditer(text):
        if mark[0] in {"(", "$("}:
            opened.append(mark.end() - 1)
        elif mark[0] == ")" and opened:
            ends[opened.pop()] = mark.start()
    return ends


def _unescaped(text: str) -> str:
    return _YARRRML_ESCAPE.sub(r"\1", text) if "\\" in text else text


def _named(name: str) -> Reference:
    if not name:
        raise TemplateInvalid("a reference is empty: name a column or a path between its brackets")
    return Reference(name)


def joined(parts: Iterable[str | Reference]) -> Expressed:
    """Give the simplest expression of these parts: neighbouring texts are one, and empty ones none."""
    merged: list[str | Reference] = []
    for is_text, run in groupby(parts, lambda part: isinstance(part, str)):
        if not is_text:
            merged.extend(run)
        elif text := "".join(str(part) for part in run):
            merged.append(text)
    match merged:
        case []:
            return Constant("")
        case [str() as text]:
            return Constant(text)
        case [Reference() as reference]:
            return reference
    return Template(tuple(merged))
