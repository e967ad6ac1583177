"""What the checks find in N-Triples and what pyshacl finds, told in the same way."""

from collections.abc import Sequence

import pyshacl
import rdflib
from pyoxigraph import BlankNode, Literal, NamedNode, RdfFormat, parse
from rdflib import SH, Graph

from opencollections.checks.shape_documents import read_shapes
from opencollections.checks.statements import (
    Statements,
    by_predicate,
    by_subject,
    narrower_classes,
    triples,
)
from opencollections.checks.terms import unescaped
from opencollections.checks.validation import validated

ADDRESS = "http://example.org/shapes"

Found = set[tuple[str, str, str, str | None]]
"""Results, each once: pyshacl repeats one for every way that leads to its thing."""


def ours(shapes: str, lines: Sequence[str], size: int = 400) -> Found:
    """Validate in pieces of about ``size`` bytes; give focus, shape, constraint and value of each result."""
    whole = "".join(sorted(set(lines))).encode()
    cuts = [whole[start : start + size] for start in range(0, len(whole), size)]
    texts = list(by_subject(_whole_lines(cuts)))
    assert b"".join(texts) == whole
    narrower = narrower_classes(texts, None)
    pieces = (Statements(by_predicate(triples(text, None)), narrower) for text in texts)
    return {
        (_plain(focus), _code(results.shape.iri), results.parameter, None if value is None else _plain(value))
        for results in validated(read_shapes(shapes, "test", ADDRESS), pieces, narrower)
        for focus, value in results.found.iter_rows()
    }


def theirs(shapes: str, lines: Sequence[str]) -> Found:
    data, rules = Graph(), Graph().parse(data=shapes, format="turtle", publicID=ADDRESS)
    for quad in parse("".join(lines), format=RdfFormat.N_TRIPLES):
        data.add((_node(quad.subject), _node(quad.predicate), _node(quad.object)))
    _, report, _ = pyshacl.validate(data, shacl_graph=rules, inference="none")
    return {
        (
            _term(report.value(result, SH.focusNode)),
            _code(str(report.value(result, SH.sourceShape))),
            _constraint(report.value(result, SH.sourceConstraintComponent)),
            _term(report.value(result, SH.value)),
        )
        for result in report.objects(None, SH.result)
    }


def _whole_lines(cuts: Sequence[bytes]):
    rest = b""
    for cut in cuts:
        *lines, rest = (rest + cut).split(b"\n")
        if lines:
            yield b"\n".join(lines) + b"\n"
    assert rest == b""


def _node(term: NamedNode | BlankNode | Literal) -> rdflib.term.Node:
    """Give a term of rdflib as it is written: its own parser names nodes and numbers anew."""
    if isinstance(term, NamedNode):
        return rdflib.URIRef(term.value)
    if isinstance(term, BlankNode):
        return rdflib.BNode(term.value)
    datatype = None if term.language or term.datatype.value == str(rdflib.XSD.string) else term.datatype.value
    return rdflib.Literal(term.value, lang=term.language, datatype=datatype, normalize=False)


def _plain(term: str) -> str:
    if not term.startswith('"'):
        return term.strip("<>")
    return f'"{unescaped(term)}"{term[term.rindex(chr(34)) + 1 :]}'


def _term(node: rdflib.term.Node | None) -> str | None:
    if isinstance(node, rdflib.Literal):
        tail = f"@{node.language}" if node.language else ""
        if node.datatype and node.datatype != rdflib.XSD.string:
            tail = f"^^<{node.datatype}>"
        return f'"{node}"{tail}'
    return None if node is None else node.n3().strip("<>")


def _code(shape: str) -> str:
    return shape.rpartition("#")[2] if "#" in shape else ""


def _constraint(component: rdflib.term.Node | None) -> str:
    name = str(component).rpartition("#")[2].removesuffix("ConstraintComponent")
    return name[0].lower() + name[1:]
