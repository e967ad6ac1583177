"""Doubts about a YARRRML document as a whole: what its rules show of each other to be a slip of the pen."""

from collections.abc import Iterable, Iterator

from .findings import Findings, shown
from .model import Expression, Reference, Template, TermMap, TermType, TriplesMap


def warn_of_forgotten_links(maps: Iterable[TriplesMap], findings: Findings) -> None:
    """Add a warning for each text that begins as the identifiers of another rule do: ``maker/$(Maker)``."""
    rules = list(maps)
    beginnings = {beginning for rule in rules if (beginning := _beginning(rule.subject.expression))}
    for term in (term for rule in rules for term in _plain_texts(rule)):
        if _beginning(term.expression) in beginnings:
            written = _written(term.expression)
            findings.warning(
                "mapping-iri-as-text",
                "The object {text} is written as a text, and begins like the identifiers here.",
                "If it is a link, write {link}~iri; if it is meant as a text, write {link}~literal",
                line=term.location.line if term.location else None,
                text=shown(written),
                link=written,
            )


def _plain_texts(rule: TriplesMap) -> Iterator[TermMap]:
    for pair in rule.predicate_objects:
        for value in pair.objects:
            if not isinstance(value, TermMap) or value.term_type is not TermType.LITERAL:
                continue
            if not (value.language or value.datatype):
                yield value


def _beginning(expression: Expression) -> str | None:
    """Give the fixed text that a template begins with, where it ends with a slash."""
    first = expression.parts[0] if isinstance(expression, Template) and expression.parts else None
    return first if isinstance(first, str) and first.endswith("/") else None


def _written(expression: Expression) -> str:
    parts = expression.parts if isinstance(expression, Template) else ()
    return "".join(f"$({part.path})" if isinstance(part, Reference) else part for part in parts)
