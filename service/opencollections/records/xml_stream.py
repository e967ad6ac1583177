"""XML elements in a stream: records are given as soon as they are complete, and then forgotten."""

from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Final, NamedTuple

from lxml import etree

from ..errors import BrokenFile, ForbiddenXML, TooDeep, TooLarge
from ..phrases import Phrase
from .measures import in_bytes, over
from .mistakes import xml_mistake
from .safe_xml import PROLOG_BYTES, pull_parser, refuse_doctype, target_parser, tree_parser
from .tables import File
from .xml_paths import Element

DEPTH_LIMIT: Final = 100
_CHUNK_BYTES: Final = 1 << 18
_TOO_DEEP: Final = etree.XPath(f"boolean({'/*' * (DEPTH_LIMIT + 1)})")


class Root(NamedTuple):
    """The outermost element of a document: its tag and the prefixes that it declares."""

    tag: str
    prefixes: dict[str | None, str]


def root_of(file: File) -> Root:
    """Read the beginning of a document; raise ForbiddenXML or BrokenFile."""
    with file.path.open("rb") as stream, parsing(file):
        head = stream.read(PROLOG_BYTES)
        refuse_doctype(file.name, head)
        parser = pull_parser(("start",))
        while True:
            # A very short document is parsed only when it is known to be complete.
            parser.feed(head) if head else parser.close()
            for _, element in parser.read_events():
                _refuse_declared(file.name, element)
                return Root(str(element.tag), dict(element.nsmap))
            head = stream.read(PROLOG_BYTES)


def tree_of(file: File) -> "etree._ElementTree[Element]":
    """Parse a whole document; raise BrokenFile, ForbiddenXML, TooDeep or TooLarge."""
    with file.path.open("rb") as stream, parsing(file):
        tree = etree.parse(stream, tree_parser())
    _refuse_declared(file.name, tree.getroot())
    _refuse_deep(file.name, tree.getroot())
    return tree


class ElementStream:
    """The elements at one plain path of a document, each given when it is complete.

    While an element is given, it and the beginnings of its ancestors are there; what stands beside it may
    be forgotten already.
    """

    def __init__(self, file: File, steps: Sequence[str]) -> None:
        self._file = file
        self._steps = steps
        self._stack: list[Element] = []
        self._paths: list[str] = []
        self._counts = [0] * len(steps)
        self.read_bytes = 0

    def elements(self) -> Iterator[tuple[str, Element]]:
        """Give each element with its place, such as ``/programs/program[4]``."""
        parser = pull_parser(("start", "end"), frozenset(self._steps))
        root = None
        for chunk in _chunks(self._file.path):
            self.read_bytes += len(chunk)
            with parsing(self._file):
                parser.feed(chunk) if chunk else parser.close()
            for event, element in parser.read_events():
                if root is None:
                    root = element
                    _refuse_declared(self._file.name, root)
                if event == "start":
                    self._enter(element)
                elif self._stack and element is self._stack[-1]:
                    if len(self._stack) == len(self._steps):
                        yield self._paths[-1], element
                    self._stack.pop()
                    self._paths.pop()
            if root is not None:
                _refuse_deep(self._file.name, root)
                self._forget(root)

    def _enter(self, element: Element) -> None:
        """Note an element that lies on the path."""
        level = len(self._stack)
        if level == len(self._steps) or element.tag != self._steps[level]:
            return
        if element.getparent() is not (self._stack[-1] if self._stack else None):
            return
        self._counts[level] += 1
        self._counts[level + 1 :] = [0] * (len(self._steps) - level - 1)
        self._stack.append(element)
        name = shown_name(element)
        self._paths.append(f"{self._paths[-1]}/{name}[{self._counts[level]}]" if level else f"/{name}")

    def _forget(self, root: Element) -> None:
        """Delete what is complete: at each level all but the last child, which the parser may still touch.

        The parser appends text to the last node of the element that it is in, so that node has to stay.
        """
        kept = self._stack[len(self._steps) - 1] if len(self._stack) == len(self._steps) else None
        element: Element | None = root
        while element is not None and element is not kept and len(element):
            del element[:-1]
            element = element[-1]


def shown_name(element: Element) -> str:
    """Give the name of an element as the document writes it."""
    local = str(element.tag).rpartition("}")[2]
    return f"{element.prefix}:{local}" if element.prefix else local


@contextmanager
def parsing(file: File) -> Iterator[None]:
    """Turn what the parser raises into an error that tells what is wrong with the file."""
    try:
        yield
    except etree.XMLSyntaxError as error:
        message = error.msg or ""
        if message.startswith("no element found"):
            message = _first_flaw(file) or message
        if "depth" in message:
            raise TooDeep(file=file.name, limit=DEPTH_LIMIT) from None
        if "Resource limit" in message:
            raise _too_large_text(file.name) from None
        raise BrokenFile(file=file.name, kind="XML", detail=xml_mistake(message)) from None


def _first_flaw(file: File) -> str:
    """Ask another parser what is wrong, since the one that is fed stops silently at an unknown entity."""
    try:
        etree.parse(str(file.path), target_parser(_Nothing()))
    except etree.XMLSyntaxError as error:
        return error.msg or ""
    return ""


class _Nothing:
    """A target that keeps nothing."""

    def close(self) -> None:
        """Nothing is left to do; a target must have this."""


def _too_large_text(file: str) -> TooLarge:
    limit = in_bytes("10,000,000")
    advice = Phrase("Look whether an element in it is not closed, or hand that text in as a file of its own.")
    return TooLarge(file=file, what=Phrase("a text in it"), value=over(limit), limit=limit, advice=advice)


def _chunks(path: Path) -> Iterator[bytes]:
    """Read a file piece by piece; the last piece is empty and says that nothing follows."""
    with path.open("rb") as stream:
        while chunk := stream.read(_CHUNK_BYTES):
            yield chunk
    yield b""


def _refuse_declared(file: str, root: Element) -> None:
    """Refuse a DOCTYPE that only the parser saw, since the document is in an encoding like UTF-7."""
    if root.getroottree().docinfo.doctype:
        raise ForbiddenXML(file=file)


def _refuse_deep(file: str, root: Element) -> None:
    if _TOO_DEEP(root):
        raise TooDeep(file=file, limit=DEPTH_LIMIT)


def children_at(element: Element, place: str, steps: Sequence[str]) -> Iterator[tuple[str, Element]]:
    """Descend from an element by tags, and give each element reached with its place."""
    if not steps:
        yield place, element
        return
    for number, child in enumerate(element.iterchildren(steps[0]), 1):
        yield from children_at(child, f"{place}/{shown_name(child)}[{number}]", steps[1:])


class Places:
    """The places of elements in a tree that is in memory; the children of a parent are counted once."""

    def __init__(self) -> None:
        self._known: dict[Element, str] = {}

    def of(self, element: Element) -> str:
        """Give the place of an element, such as ``/programs/program[4]``."""
        if element not in self._known:
            parent = element.getparent()
            if parent is None:
                self._known[element] = f"/{shown_name(element)}"
            else:
                self._count(parent)
        return self._known[element]

    def _count(self, parent: Element) -> None:
        place = self.of(parent)
        counts: Counter[str] = Counter()
        for child in parent.iterchildren("*"):
            counts[str(child.tag)] += 1
            self._known[child] = f"{place}/{shown_name(child)}[{counts[str(child.tag)]}]"
