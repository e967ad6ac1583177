"""The manifests of the W3C's suites for protocols, which tell requests and answers in the HTTP vocabulary."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from pyoxigraph import NamedNode, RdfFormat, Store, parse

MF: Final = "http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#"
HT: Final = "http://www.w3.org/2011/http#"
CNT: Final = "http://www.w3.org/2011/content#"
_RDF: Final = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"


class Manifest:
    """A manifest in Turtle, and how its terms are followed."""

    def __init__(self, file: Path) -> None:
        self.folder = file.parent
        self._store = Store()
        self._store.extend(parse(path=str(file), format=RdfFormat.TURTLE, base_iri=file.as_uri()))

    def entries(self) -> Iterator[Any]:
        """Give the tests in their order."""
        (listed,) = (
            quad.object for quad in self._store.quads_for_pattern(None, NamedNode(f"{MF}entries"), None)
        )
        return self.items(listed)

    def values(self, subject: Any, predicate: str) -> list[Any]:
        return [quad.object for quad in self._store.quads_for_pattern(subject, NamedNode(predicate), None)]

    def value(self, subject: Any, predicate: str) -> Any:
        return next(iter(self.values(subject, predicate)), None)

    def text(self, subject: Any, predicate: str) -> str:
        return self.value(subject, predicate).value

    def items(self, node: Any) -> Iterator[Any]:
        """Give the members of a list; none is an empty one."""
        while node is not None and node != NamedNode(f"{_RDF}nil"):
            yield self.value(node, f"{_RDF}first")
            node = self.value(node, f"{_RDF}rest")
