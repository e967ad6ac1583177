"""Steps: what a draft changes of its collection, which is its part in a commit."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from ..store import ledger
from ..store.control import Control
from ..store.entity_ledger import Departure
from ..store.folders import DataFolder
from ..store.ledger import Version
from ..store.statements import Difference, SortedStatements
from ..store.versions import Blocks, Packed, blocks, changed, packed_blocks
from .public_records import public_records
from .uploads import Draft


@dataclass(frozen=True, slots=True)
class Step:
    """One collection's part in a commit: what it is to state, of how many records, and why entities go."""

    draft: Draft
    records: int
    before: Version | None
    blocks: Blocks
    packed: Packed
    difference: Difference
    departures: Mapping[str, Departure] = field(default_factory=dict)

    @property
    def number(self) -> int:
        return self.before.number + 1 if self.before else 1

    @property
    def changes_something(self) -> bool:
        """Whether anything differs; a first version is one even when it is empty."""
        return self.before is None or bool(self.difference.added.count or self.difference.removed.count)


def step(data: DataFolder, control: Control, draft: Draft, departures: Mapping[str, Departure]) -> Step:
    """Compare a draft with what is public of its collection."""
    before = ledger.newest(control, draft.collection.name)
    records = public_records(control, draft)
    cut = blocks(draft.statements)
    if before is None:
        new = Difference(draft.statements, SortedStatements((), 0))
        return Step(draft, records, None, cut, {}, new, departures)
    file = data.version_file(draft.collection.name, before.number)
    packed = packed_blocks(file, before.sha256)
    found = changed(file, packed, cut, draft.statements, draft.folder)
    return Step(draft, records, before, cut, packed, found, departures)
