"""Expansion of YARRRML: from mappings as they are written to triples maps, of which each has one source and subject."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from .conditions import conjunction
from .findings import Findings, shown, suggestion
from .model import (
    Constant,
    Join,
    LogicalSource,
    PredicateObjectMap,
    ReferencingObjectMap,
    TermMap,
    TermType,
    TriplesMap,
)
from .yarrrml_links import Link
from .yarrrml_mappings import Draft, Pair

EXPANSION_LIMIT: Final = 50_000
"""Triples maps, predicates with their objects, and links that one document may expand into, all together."""


@dataclass(frozen=True, slots=True)
class _Part:
    """One triples map to be: a source and a subject of a mapping, under a name of its own."""

    name: str
    source: LogicalSource
    subject: TermMap


@dataclass(slots=True)
class Expansion:
    """The expansion of one document.

    The first triples map of a mapping has its name, the others ``name (2)``, ``name (3)`` and so on; those made
    for inverse predicates are ``name (inverse)``, ``name (inverse 2)``.
    """

    findings: Findings
    drafts: Sequence[Draft]
    _parts: Mapping[str, tuple[_Part, ...]] = field(init=False)
    _counted: int = field(default=0, init=False)

    def __post_init__(self) -> None:
        self._count(
            sum(len(draft.sources) * len(draft.subjects) * (1 + len(draft.pairs)) for draft in self.drafts)
        )
        self._parts = {draft.name: tuple(_parts(draft)) for draft in self.drafts}

    def triples_maps(self) -> tuple[TriplesMap, ...]:
        return tuple(made for draft in self.drafts for made in self._of_draft(draft))

    def _of_draft(self, draft: Draft) -> Iterator[TriplesMap]:
        inverses = 0
        for part in self._parts[draft.name]:
            pairs = [self._pair(pair, part) for pair in draft.pairs]
            yield TriplesMap(
                part.name,
                part.source,
                part.subject,
                graphs=draft.graphs,
                predicate_objects=tuple(pair for pair in pairs if pair.predicates and pair.objects),
                location=draft.location,
            )
            for made in self._inverses(draft, part):
                inverses += 1
                count = f" {inverses}" if inverses > 1 else ""
                yield replace(made, name=f"{draft.name} (inverse{count})")

    def _pair(self, pair: Pair, part: _Part) -> PredicateObjectMap:
        with self.findings.within(part.name, pair.written):
            objects = [
                made
                for each in pair.objects
                for made in (self._references(each, part) if isinstance(each, Link) else (each,))
            ]
        return PredicateObjectMap(pair.predicates, tuple(objects), pair.graphs, pair.location)

    def _references(self, link: Link, part: _Part) -> Iterator[ReferencingObjectMap]:
        for parent in self._parents(link, part):
            yield ReferencingObjectMap(parent.name, link.joins, link.condition, link.location)

    def _parents(self, link: Link, part: _Part) -> tuple[_Part, ...]:
        """Give the parts of the mapping that a link names; without a join, those of the same source if any are."""
        if link.mapping not in self._parts:
            advice, facts = suggestion(link.mapping, self._parts)
            self.findings.error(
                "mapping-unknown-name",
                "The mapping {mapping} is not there.",
                advice,
                line=link.location.line,
                term=part.name,
                mapping=shown(link.mapping),
                **facts,
            )
            return ()
        parents = self._parts[link.mapping]
        self._count(len(parents))
        same = tuple(parent for parent in parents if parent.source == part.source)
        return same if same and not link.joins else parents

    def _inverses(self, draft: Draft, part: _Part) -> Iterator[TriplesMap]:
        """Make a triples map for each object that has inverse predicates, with the object as subject."""
        for pair in draft.pairs:
            for predicates, each in pair.inverses:
                is_fixed = all(_is_fixed(term) for term in (*predicates, *pair.graphs, *draft.graphs))
                for source, subject, target in self._inverted(each, part, is_fixed=is_fixed):
                    back = PredicateObjectMap(predicates, (target,), pair.graphs, pair.location)
                    yield TriplesMap(
                        part.name,
                        source,
                        subject,
                        graphs=draft.graphs,
                        predicate_objects=(back,),
                        location=pair.location,
                    )

    def _inverted(
        self, each: TermMap | Link, part: _Part, *, is_fixed: bool
    ) -> Iterator[tuple[LogicalSource, TermMap, TermMap | ReferencingObjectMap]]:
        """Give source, subject and object of the statements back.

        With a join they are made from the other mapping's records, where predicates and graphs must be fixed.
        """
        if isinstance(each, TermMap):
            if each.term_type is TermType.LITERAL:
                self._no_subject(each.location.line if each.location else None, part)
            else:
                yield part.source, each, part.subject
            return
        for parent in self._parents(each, part):
            if not each.joins:
                conditions = [c for c in (each.condition, parent.subject.condition) if c is not None]
                yield part.source, replace(parent.subject, condition=conjunction(conditions)), part.subject
            elif each.condition is None and is_fixed:
                joins = tuple(Join(join.parent, join.child) for join in each.joins)
                yield (
                    parent.source,
                    parent.subject,
                    ReferencingObjectMap(part.name, joins, None, each.location),
                )
            else:
                self.findings.error(
                    "mapping-not-offered",
                    "An inverse predicate stands with a join, and also a condition, a predicate or a graph that "
                    "takes its value from the record.",
                    "Write the inverse statement in the other mapping.",
                    line=each.location.line,
                    term=part.name,
                )

    def _count(self, more: int) -> None:
        self._counted += more
        if self._counted > EXPANSION_LIMIT:
            self.findings.stop(
                "mapping-too-large",
                "The mappings expand into more than {limit} rules.",
                "Give each mapping fewer sources and subjects.",
                limit=f"{EXPANSION_LIMIT:,}",
            )

    def _no_subject(self, line: int | None, part: _Part) -> None:
        self.findings.error(
            "mapping-term-type",
            "An inverse predicate stands with an object that is a text, which cannot be a subject.",
            "Write ~iri after the object, or leave the inverse predicate out.",
            line=line,
            term=part.name,
        )


def _is_fixed(term: TermMap) -> bool:
    return isinstance(term.expression, Constant) and term.condition is None


def _parts(draft: Draft) -> Iterator[_Part]:
    pairs = [(source, subject) for source in draft.sources for subject in draft.subjects]
    for count, (source, subject) in enumerate(pairs, 1):
        yield _Part(draft.name if count == 1 else f"{draft.name} ({count})", source, subject)
