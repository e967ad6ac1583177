"""Writing: records as RDF/XML in the form that Europeana takes in."""

from collections.abc import Iterable, Iterator
from typing import Final
from xml.sax.saxutils import escape, quoteattr

from pyoxigraph import Literal, NamedNode

from .elements import EDM_PREFIXES
from .records import EdmRecord, Resource, Value

_HEAD: Final = (
    '<?xml version="1.0" encoding="UTF-8"?>\n<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"'
    + "".join(f' xmlns:{prefix}="{namespace}"' for prefix, namespace in EDM_PREFIXES.items())
    + ">\n"
)
_FOOT: Final = "</rdf:RDF>\n"


def written(records: Iterable[EdmRecord]) -> Iterator[str]:
    """Write records as one document, piece by piece; what two of them share stands once.

    Europeana takes a document for each record; one for many is for people and other programs.
    """
    seen: set[tuple[str, str]] = set()
    yield _HEAD
    for record in records:
        for resource in record.resources:
            if (resource.class_, resource.iri) not in seen:
                seen.add((resource.class_, resource.iri))
                yield from _lines(resource)
    yield _FOOT


def _lines(resource: Resource) -> Iterator[str]:
    about = f"  <{resource.class_} rdf:about={quoteattr(resource.iri)}"
    if not resource.values:
        yield f"{about}/>\n"
        return
    yield f"{about}>\n"
    for name, value in resource.values:
        yield _line(name, value)
    yield f"  </{resource.class_}>\n"


def _line(name: str, value: Value) -> str:
    if isinstance(value, NamedNode):
        return f"    <{name} rdf:resource={quoteattr(value.value)}/>\n"
    language = f' xml:lang="{value.language}"' if value.language and name != "edm:type" else ""
    return f"    <{name}{language}>{_text(value)}</{name}>\n"


def _text(value: Literal) -> str:
    # XML 1.0 §2.11: a reader turns a bare carriage return into a line feed, but keeps its reference.
    return escape(value.value, {"\r": "&#13;"})
