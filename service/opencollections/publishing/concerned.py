"""Concerned: the things whose inventory or quality a difference may change, and what these are read from.

What is said of a thing stands partly elsewhere: an aggregation has its picture and its rights, a period its years, a
place its coordinates, and whether a link leads to somebody or to a role is said of the role. So a thing is concerned,
too, when one of these changed.
"""

from collections.abc import Iterable
from typing import Final

from pyoxigraph import NamedNode, Quad

from ..formats.edm.records import ROLE_PARTS
from ..store.engine import Engine, Pattern
from ..store.statements import Difference, SortedStatements, quads_of, statements_about
from ..vocabulary import RDF_TYPE
from .changes import LOOKED_UP
from .entities import subjects
from .inventory import AGGREGATED, WANTED
from .quality.compositions import PROPERTIES, SERVING_PROPERTIES
from .uploads import Draft

_AGGREGATED: Final = NamedNode(AGGREGATED)
_READ: Final = frozenset((*WANTED, *PROPERTIES))
_TELLING: Final = frozenset((RDF_TYPE, *ROLE_PARTS, *SERVING_PROPERTIES))
"""Properties of roles, files, and of persons, places, periods and terms: what links to them is judged by these, too."""


def concerned(draft: Draft, found: Difference, before: Engine) -> set[str] | None:
    """Give the IRIs of the things that a difference concerns, or None where they are too many to look up.

    ``before`` is the engine as it is without the difference; raises EngineFailed.
    """
    touched = subjects(found.added, [draft.identifiers.entities]) | subjects(
        found.removed, [draft.identifiers.entities]
    )
    if len(touched) > LOOKED_UP:
        return None
    changed = [*quads_of(found.added), *quads_of(found.removed)]
    now = quads_of(statements_about(draft.statements, touched, draft.folder, "touched"))
    shown = _objects(quad for quad in (*changed, *now) if quad.predicate == _AGGREGATED)
    leading = _leading(draft, before, _subjects(quad for quad in changed if _tells_of_others(quad)))
    if leading is None or len(leading) > LOOKED_UP:
        return None
    # Of who has a role the role tells, and of a file the aggregation; the things stand one step behind these.
    behind = _leading(draft, before, leading)
    if behind is None:
        return None
    things = touched | shown | leading | behind | _aggregated(draft, before, leading)
    return None if len(things) > LOOKED_UP else things


def statements_concerning(draft: Draft, things: set[str], before: Engine) -> SortedStatements:
    """Give all statements of a draft that the inventory of some things is read from."""
    patterns = [
        Pattern(LOOKED_UP, predicate=_AGGREGATED, object=NamedNode(thing), graph=_graph(draft))
        for thing in sorted(things)
    ]
    aggregations = _subjects(quad for quads in before.find(patterns) for quad in quads)
    own = statements_about(draft.statements, things | aggregations, draft.folder, "own")
    links = _objects(quad for quad in quads_of(own) if quad.predicate.value in _READ)
    linked = statements_about(draft.statements, links, draft.folder, "linked")
    holders = _objects(quad for quad in quads_of(linked) if quad.predicate.value in ROLE_PARTS)
    return statements_about(
        draft.statements, things | aggregations | links | holders, draft.folder, "concerning"
    )


def _aggregated(draft: Draft, before: Engine, subjects: Iterable[str]) -> set[str]:
    """Give the objects of those of some subjects that are aggregations."""
    patterns = [
        Pattern(LOOKED_UP, NamedNode(iri), _AGGREGATED, graph=_graph(draft)) for iri in sorted(subjects)
    ]
    return _objects(quad for quads in before.find(patterns) for quad in quads) if patterns else set()


def _tells_of_others(quad: Quad) -> bool:
    """Tell whether a statement says something of the things that link to its subject."""
    return quad.predicate.value in _TELLING


def _leading(draft: Draft, before: Engine, to: Iterable[str]) -> set[str] | None:
    """Give the things that link to some IRIs, None where it is too many; those that now begin to are touched."""
    patterns = [Pattern(LOOKED_UP, object=NamedNode(iri), graph=_graph(draft)) for iri in sorted(to)]
    quads = before.find(patterns) if patterns else []
    if any(len(some) >= LOOKED_UP for some in quads):
        return None
    return _subjects(quad for some in quads for quad in some)


def _graph(draft: Draft) -> NamedNode:
    return NamedNode(draft.identifiers.graph(draft.collection.name))


def _subjects(quads: Iterable[Quad]) -> set[str]:
    return {quad.subject.value for quad in quads if isinstance(quad.subject, NamedNode)}


def _objects(quads: Iterable[Quad]) -> set[str]:
    return {quad.object.value for quad in quads if isinstance(quad.object, NamedNode)}
