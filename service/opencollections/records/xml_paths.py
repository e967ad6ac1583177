"""XPath 1.0, compiled: plain paths are walked together in one pass over a record, the others by libxml2.

A plain path climbs (``../``) and then descends by names to an element, its text or an attribute:
``title``, ``../@id``, ``works/work/@ID``, ``name/text()``, ``.``.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from math import isinf, isnan
from typing import Any, Final

from lxml import etree

from ..errors import PathInvalid
from ..phrases import Phrase
from .columns import Found

Element = etree._Element  # noqa: SLF001 - the class has no public name

_NAME: Final = r"(?:[^\W\d][\w.-]*:)?[^\W\d][\w.-]*"
_STEPS: Final = re.compile(rf"/?{_NAME}(?:/{_NAME})*")
_PLAIN: Final = re.compile(
    rf"""
    (?:\./)? (?P<climb>(?:\.\./)*)
    (?P<names>{_NAME}(?:/{_NAME})*)? (?(names)(?:/|$))
    (?P<last>\.\.?|text\(\)|@{_NAME})?
    """,
    re.VERBOSE,
)
_LITERAL: Final = r"(?:'[^']*'|\"[^\"]*\")"
_SIMPLE: Final = rf"\[\s*(?:\d+|last\(\)|@?{_NAME}(?:\s*=\s*{_LITERAL})?)\s*\]"
_LINEAR: Final = re.compile(
    rf"(?:\./|/)?{_NAME}(?:{_SIMPLE})*(?:/{_NAME}(?:{_SIMPLE})*)*(?:/(?:text\(\)|@{_NAME}))?"
)
# What makes a path look outside of its record. A sign inside a string counts too, which costs speed only.
_OUTWARD: Final = re.compile(
    r"\.\.|\b(?:ancestor|parent|preceding|following)[\w-]*\s*::|(?:^|[\s(\[,|=<>+*-])/|\bid\s*\("
)


@dataclass(frozen=True, slots=True)
class PlainPath:
    """A plain reference: parents to climb, names to descend by, and what is taken there."""

    climb: int
    names: tuple[str, ...]
    attribute: str | None = None
    text_nodes: bool = False

    @property
    def needs_climb(self) -> int:
        """Give how many levels up an element has to be complete; attributes are there from its beginning."""
        return 0 if self.attribute is not None and not self.names else self.climb


class Namespaces:
    """The prefixes of paths: those that the mapping declares, else those of the document's first element."""

    def __init__(self, declared: Mapping[str, str], document: Mapping[str | None, str]) -> None:
        self.known = {prefix: iri for prefix, iri in document.items() if prefix is not None}
        self.known |= declared

    def tag(self, name: str, path: str, file: str) -> str:
        """Give a name as lxml writes it, ``{namespace}local``; raise PathInvalid for an unknown prefix."""
        prefix, colon, local = name.rpartition(":")
        if not colon:
            return local
        if prefix == "xml":
            return f"{{http://www.w3.org/XML/1998/namespace}}{local}"
        if prefix not in self.known:
            detail = Phrase(
                "the prefix {prefix} is declared neither in the mapping nor in the document",
                {"prefix": prefix},
            )
            raise PathInvalid(file=file, path=path, language="XML", detail=detail)
        return f"{{{self.known[prefix]}}}{local}"


def plain_steps(path: str, namespaces: Namespaces, file: str) -> tuple[str, ...] | None:
    """Give the tags of an iterator such as ``/programs/program``, or None where it is not plain."""
    if not _STEPS.fullmatch(path):
        return None
    return tuple(namespaces.tag(name, path, file) for name in path.lstrip("/").split("/"))


def plain_path(path: str, namespaces: Namespaces, file: str) -> PlainPath | None:
    """Take a plain reference apart, or give None for any other."""
    match = _PLAIN.fullmatch(path.strip())
    if match is None or not (match["climb"] or match["names"] or match["last"]):
        return None
    names = tuple(namespaces.tag(name, path, file) for name in (match["names"] or "").split("/") if name)
    last = match["last"] or ""
    climb = match["climb"].count("..") + (last == "..")
    if last == ".." and names:
        return None
    attribute = namespaces.tag(last[1:], path, file) if last.startswith("@") else None
    return PlainPath(climb, names, attribute, text_nodes=last == "text()")


def is_linear(path: str) -> bool:
    """Tell whether a path that is not plain still looks at each element once: it descends, and filters simply."""
    return _LINEAR.fullmatch(path.strip()) is not None


def looks_outward(path: str) -> bool:
    """Tell whether a path that is not plain may look outside of its record."""
    return _OUTWARD.search(path) is not None


def xpath(path: str, namespaces: Namespaces, file: str) -> Callable[[Any], Any]:
    """Compile any XPath 1.0; the result raises PathInvalid too, where a path fails as it is evaluated."""
    try:
        # Regular expressions would be an extension, and can be written so that they never end.
        compiled = etree.XPath(path, namespaces=namespaces.known, regexp=False, smart_strings=False)
    except etree.XPathError as error:
        raise PathInvalid(file=file, path=path, language="XML", detail=str(error)) from None

    def evaluate(context: Any) -> Any:
        try:
            return compiled(context)
        except etree.XPathError as error:
            raise PathInvalid(file=file, path=path, language="XML", detail=str(error)) from None

    return evaluate


def values(result: Any) -> Any:
    """Give the result of an XPath as text: of several nodes each, of a number as XPath §4.2 writes it."""
    match result:
        case list():
            return Found(string_value(node) if isinstance(node, Element) else str(node) for node in result)
        case bool():
            return "true" if result else "false"
        case float():
            return _number(result)
    return str(result)


def _number(number: float) -> str | None:
    if isnan(number):
        return None  # It is the number of what is not there.
    if isinf(number):
        return "Infinity" if number > 0 else "-Infinity"
    return str(int(number)) if number.is_integer() else repr(number)


def string_value(element: Element) -> str:
    """Give the text of an element and all elements in it, without comments (XPath 1.0 §5.2)."""
    return "".join(element.itertext()) if len(element) else element.text or ""


def text_nodes(element: Element) -> Iterator[str]:
    """Give the pieces of text that stand directly in an element."""
    if element.text:
        yield element.text
    for child in element:
        if child.tail:
            yield child.tail


@dataclass(slots=True)
class Branch:
    """Plain references merged into a tree, so that one walk over a record serves all of them.

    The lists have the numbers of the references that take the element's text, its pieces of text, or an
    attribute.
    """

    strings: list[int] = field(default_factory=list)
    pieces: list[int] = field(default_factory=list)
    attributes: list[tuple[str, int]] = field(default_factory=list)
    children: dict[str, "Branch"] = field(default_factory=dict)
    parent: "Branch | None" = None

    def graft(self, path: PlainPath, index: int) -> None:
        """Add a reference."""
        branch = self
        for _ in range(path.climb):
            branch.parent = branch.parent or Branch()
            branch = branch.parent
        for name in path.names:
            branch = branch.children.setdefault(name, Branch())
        if path.attribute is not None:
            branch.attributes.append((path.attribute, index))
        else:
            (branch.pieces if path.text_nodes else branch.strings).append(index)

    def gather(self, element: Element, found: list[Any]) -> None:
        """Put what the references find from an element into their places in ``found``."""
        for name, index in self.attributes:
            value = element.get(name)
            if value is not None:
                _put(found, index, value)
        for index in self.strings:
            _put(found, index, string_value(element))
        for index in self.pieces:
            for text in text_nodes(element):
                _put(found, index, text)
        if self.children:
            children = self.children
            for child in element:
                branch = children.get(child.tag)  # type: ignore[arg-type]  # a comment's tag is a function
                if branch is not None:
                    branch.gather(child, found)
        if self.parent is not None and (parent := element.getparent()) is not None:
            self.parent.gather(parent, found)


def _put(found: list[Any], index: int, value: str) -> None:
    """Keep a value; a second one makes a list of them."""
    before = found[index]
    if before is None:
        found[index] = value
    elif isinstance(before, Found):
        before.append(value)
    else:
        found[index] = Found((before, value))
