"""The graph store: RDF handed in for a collection's graph over HTTP, replacing what is there or added to it.

Each is a new version, which can be undone. Only a collection of RDF as it is can be written so: the next import of
any other would replace what was written, without anybody having meant that.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

from ..errors import DraftRefused, GraphMapped
from ..records.tables import File
from ..store import ledger, registry
from ..store.control import Control
from ..store.ledger import Cause, Kind
from ..store.registry import Collection
from ..store.statements import united
from .as_it_is import recounted
from .documents import AS_IT_IS
from .drafts import draft
from .earlier import as_draft
from .publish import Outcome, Publishing, publish_draft
from .uploads import Draft


def replace_graph(publishing: Publishing, collection: str, file: File, limit_bytes: int) -> Outcome:
    """Publish a file of RDF as all that a collection states (Graph Store Protocol §5.3).

    Raises UnknownCollection, GraphMapped, SourceError, DraftRefused, DiskFull and EngineFailed.
    """
    with _drafted(publishing, collection, file, limit_bytes) as made, publishing.turn(collection) as control:
        return publish_draft(publishing, control, made, Cause(Kind.IMPORT, publishing.actor))


def extend_graph(publishing: Publishing, collection: str, file: File, limit_bytes: int) -> Outcome:
    """Publish what a collection states together with a file of RDF (Graph Store Protocol §5.5).

    Raises what ``replace_graph`` raises.
    """
    with _drafted(publishing, collection, file, limit_bytes) as made, publishing.turn(collection) as control:
        both = _with_stated(publishing, control, made)
        return publish_draft(publishing, control, both, Cause(Kind.IMPORT, publishing.actor))


@contextmanager
def _drafted(publishing: Publishing, collection: str, file: File, limit_bytes: int) -> Iterator[Draft]:
    own = _writable(publishing, collection)
    data, ids = publishing.data, publishing.identifiers
    with draft(data, own, ids, [file], limit_bytes, publishing.progress) as made:
        if made.errors:
            raise DraftRefused(collection, made.errors)
        yield made


def _writable(publishing: Publishing, name: str) -> Collection:
    with publishing.data.control() as control:
        collection = registry.collection(control, name)
    if collection.mapping != AS_IT_IS:
        raise GraphMapped(collection=name)
    return collection


def _with_stated(publishing: Publishing, control: Control, made: Draft) -> Draft:
    """Add what the newest version states to a draft, with the files that it came from."""
    newest = ledger.newest(control, made.collection.name)
    if newest is None or newest.quads == 0:
        return made
    with as_draft(publishing.data, made.collection, publishing.identifiers, newest) as now:
        statements = united((now.statements, made.statements), made.folder)
    files = tuple(dict.fromkeys((*newest.files, *made.files)))
    return recounted(replace(made, statements=statements, files=files))
