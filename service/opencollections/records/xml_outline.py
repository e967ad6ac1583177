"""The outline of an XML document: which elements in it are the records, and which paths a record has."""

from collections import Counter
from dataclasses import dataclass, field
from typing import Final

from .safe_xml import PROLOG_BYTES, pull_parser, refuse_doctype
from .tables import File
from .xml_paths import Element
from .xml_stream import DEPTH_LIMIT, Root, parsing, root_of

_LOOKED_AT_BYTES: Final = 4_000_000
_PATH_LIMIT: Final = 200
_DEPTH: Final = 5
_XML: Final = "http://www.w3.org/XML/1998/namespace"

Way = tuple[str, ...]
"""The tags from the root to an element."""


@dataclass(frozen=True, slots=True)
class Outline:
    """The way to the records of a document, other ways that could be meant, what a record has, and the prefixes."""

    iterator: str
    others: tuple[str, ...]
    paths: tuple[str, ...]
    namespaces: dict[str, str]
    root: Root


def outline(file: File, asked: str | None = None) -> Outline:
    """Read the beginning of a document; the first elements on the way in that repeat are the records.

    Raises BrokenFile or ForbiddenXML.
    """
    root = root_of(file)
    seen = _Seen()
    _look(file, seen)
    names = _Names(root)
    ways = seen.repeated() or [way for way in seen.counts if len(way) == 1]
    iterators = {names.iterator(way): way for way in ways}
    chosen = asked if asked in iterators else next(iter(iterators))
    paths = names.paths(iterators[chosen], seen)
    others = tuple(path for path in iterators if path != chosen)
    return Outline(asked or chosen, others, paths, names.declared, root)


@dataclass(slots=True)
class _Seen:
    """What was met: how often each way, which ways have text, and their attributes."""

    counts: Counter[Way] = field(default_factory=Counter)
    texts: set[Way] = field(default_factory=set)
    attributes: dict[Way, dict[str, None]] = field(default_factory=dict)
    parents: set[Way] = field(default_factory=set)

    def begin(self, way: Way, element: Element) -> None:
        self.counts[way] += 1
        self.parents.add(way[:-1])
        if element.attrib:
            self.attributes.setdefault(way, {}).update(dict.fromkeys(map(str, element.attrib)))

    def end(self, way: Way, element: Element) -> None:
        if element.text and element.text.strip():
            self.texts.add(way)

    def repeated(self) -> list[Way]:
        """Give the ways that repeat and have something inside, nearest to the root first, then most frequent."""
        ways = [
            way for way, count in self.counts.items() if count > 1 and len(way) > 1 and way in self.parents
        ]
        return sorted(ways, key=lambda way: (len(way), -self.counts[way]))


def _look(file: File, seen: _Seen) -> None:
    """Note what stands in the first megabytes; a document may break off there."""
    stack: list[str] = []
    read = 0
    with file.path.open("rb") as stream, parsing(file):
        head = stream.read(PROLOG_BYTES)
        refuse_doctype(file.name, head)
        parser = pull_parser(("start", "end"))
        while True:
            parser.feed(head) if head else parser.close()
            for event, element in parser.read_events():
                if event == "start":
                    stack.append(str(element.tag))
                    if len(stack) <= DEPTH_LIMIT:
                        seen.begin(tuple(stack), element)
                else:
                    if len(stack) <= DEPTH_LIMIT:
                        seen.end(tuple(stack), element)
                    stack.pop()
                    element.clear()
            read += len(head)
            if not head or read > _LOOKED_AT_BYTES:
                return
            head = stream.read(PROLOG_BYTES)


class _Names:
    """Prefixes for the namespaces that a document has; the one without a prefix there gets one here."""

    def __init__(self, root: Root) -> None:
        self._prefixes = {_XML: "xml"}
        self.declared: dict[str, str] = {}
        for prefix, namespace in root.prefixes.items():
            self._declare(prefix or "x", namespace)

    def _declare(self, prefix: str, namespace: str) -> str:
        unique = prefix
        while unique in self.declared:
            unique += "x"
        self.declared[unique] = namespace
        return self._prefixes.setdefault(namespace, unique)

    def name(self, tag: str) -> str:
        """Write a tag as a path has it."""
        namespace, brace, local = tag.removeprefix("{").rpartition("}")
        if not brace:
            return local
        return (
            f"{self._prefixes.get(namespace) or self._declare(f'n{len(self.declared)}', namespace)}:{local}"
        )

    def iterator(self, way: Way) -> str:
        return "/" + "/".join(map(self.name, way))

    def paths(self, record: Way, seen: _Seen) -> tuple[str, ...]:
        """Give the paths from a record to what has text or attributes, in the order in which they were met."""
        found: list[str] = []
        for way in seen.counts:
            inner = way[len(record) :]
            if way[: len(record)] != record or len(inner) > _DEPTH:
                continue
            names = [self.name(tag) for tag in inner]
            if way in seen.texts and inner:
                found.append("/".join(names))
            found += ["/".join([*names, f"@{self.name(tag)}"]) for tag in seen.attributes.get(way, ())]
        return tuple(found[:_PATH_LIMIT])
