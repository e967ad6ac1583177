"""The process that reads a file of RDF and writes it as N-Quads, a program that can be limited and killed.

A file of a few hundred bytes can end the process that reads it, or keep it for ever. This one is run by its
path, gets its task as JSON on standard input, and writes lines to standard output. A blank node becomes an
IRI that depends only on what is stated with it: nodes that hang together are named by the hash of their
canonical form (RDFC-1.0), so that a change elsewhere in the file changes no name.
"""

import hashlib
import json
import resource
import sys
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from pyoxigraph import (
    BlankNode,
    CanonicalizationAlgorithm,
    Dataset,
    Literal,
    NamedNode,
    Quad,
    RdfFormat,
    Triple,
    parse,
)

FILE_UNREADABLE = 10
CONTEXT_FOREIGN = 11

Statement = tuple[NamedNode | BlankNode, NamedNode, NamedNode | BlankNode | Literal]


class ForeignContext(Exception):
    """A JSON-LD document names a context that is not ours; the text is its address."""


def main(task: dict[str, Any]) -> int:
    """Write one file and give what went wrong as a number, or 0; what was left out is told on standard error."""
    resource.setrlimit(resource.RLIMIT_CPU, (task["seconds"], task["seconds"]))
    resource.setrlimit(resource.RLIMIT_AS, (task["memory_bytes"], task["memory_bytes"]))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    try:
        left_out = _write(task, sys.stdout.buffer.write)
        sys.stdout.buffer.flush()
    except ForeignContext as error:
        return _told(str(error), CONTEXT_FOREIGN)
    except SyntaxError as error:
        # Its whole text ends with the name under which the file is kept, which tells nobody anything.
        return _told(error.msg, FILE_UNREADABLE)
    except (ValueError, OSError, MemoryError, RecursionError) as error:
        return _told(str(error), FILE_UNREADABLE)
    return _told(str(left_out), 0)


def _write(task: dict[str, Any], write: Callable[[bytes], object]) -> int:
    """Write all statements into one graph, and count those that speak of statements, which are left out."""
    graph = f"<{task['graph']}> .\n"
    linked: list[Statement] = []
    left_out = 0
    for quad in _parsed(task):
        if isinstance(quad.object, Triple) or isinstance(quad.subject, Triple):
            left_out += 1
        elif isinstance(quad.subject, BlankNode) or isinstance(quad.object, BlankNode):
            linked.append((quad.subject, quad.predicate, quad.object))
        else:
            write(f"{quad.subject} {quad.predicate} {quad.object} {graph}".encode())
    for line in _named(linked, task["skolem"]):
        write(f"{line} {graph}".encode())
    return left_out


def _parsed(task: dict[str, Any]) -> Iterator[Quad]:
    format_ = RdfFormat.from_extension(task["extension"])
    if format_ != RdfFormat.JSON_LD:
        return parse(path=task["path"], format=format_, base_iri=task["base"])
    with open(task["path"], "rb") as file:  # noqa: PTH123 - this program loads as little as it can
        document = json.loads(file.read().decode("utf-8-sig"))
    _fill_contexts(document, task["contexts"])
    return parse(json.dumps(document).encode(), format=format_, base_iri=task["base"])


def _fill_contexts(document: Any, known: dict[str, Any]) -> None:
    """Put known contexts in the place of their addresses; raise ForeignContext for any other address."""
    waiting = [document]
    while waiting:
        node = waiting.pop()
        if isinstance(node, dict):
            if "@context" in node:
                node["@context"] = _context(node["@context"], known)
            if isinstance(node.get("@import"), str):
                raise ForeignContext(node["@import"])
        waiting += node.values() if isinstance(node, dict) else node if isinstance(node, list) else ()


def _context(context: Any, known: dict[str, Any]) -> Any:
    if isinstance(context, list):
        return [_context(one, known) for one in context]
    if not isinstance(context, str):
        return context
    if context not in known:
        raise ForeignContext(context)
    return known[context]


def _named(statements: list[Statement], skolem: str) -> Iterator[str]:
    """Give statements with blank nodes as subject, predicate and object, each blank node as an IRI."""
    seen: dict[str, int] = defaultdict(int)
    for together in _components(statements):
        dataset = Dataset(Quad(*statement) for statement in together)
        dataset.canonicalize(CanonicalizationAlgorithm.RDFC_1_0)
        lines = sorted(f"{quad.subject} {quad.predicate} {quad.object}" for quad in dataset)
        name = hashlib.sha256("\n".join(lines).encode()).hexdigest()[:32]
        seen[name] += 1
        # What is stated twice in the very same words stays two nodes.
        twin = f"-{seen[name]}" if seen[name] > 1 else ""
        for quad in dataset:
            terms = (_term(term, f"{skolem}{name}{twin}-") for term in (quad.subject, quad.object))
            subject, object_ = terms
            yield f"{subject} {quad.predicate} {object_}"


def _term(term: Any, beginning: str) -> str:
    return f"<{beginning}{term.value.removeprefix('c14n')}>" if isinstance(term, BlankNode) else str(term)


def _components(statements: Iterable[Statement]) -> Iterable[list[Statement]]:
    """Part statements into those whose blank nodes hang together."""
    leads: dict[str, str] = {}

    def head(node: str) -> str:
        while leads.setdefault(node, node) != node:
            leads[node] = leads[leads[node]]
            node = leads[node]
        return node

    for subject, _, object_ in statements:
        if isinstance(subject, BlankNode) and isinstance(object_, BlankNode):
            leads[head(subject.value)] = head(object_.value)
    parts: dict[str, list[Statement]] = defaultdict(list)
    for statement in statements:
        node = statement[0] if isinstance(statement[0], BlankNode) else statement[2]
        parts[head(node.value)].append(statement)
    return parts.values()


def _told(text: str, number: int) -> int:
    sys.stderr.write(" ".join(text.split())[:300])
    return number


if __name__ == "__main__":
    sys.exit(main(json.load(sys.stdin)))
