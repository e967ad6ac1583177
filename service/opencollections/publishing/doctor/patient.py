"""The patient: one state of a data folder, opened for examination."""

from dataclasses import dataclass
from pathlib import Path

from ...store.control import Control
from ...store.folders import DataFolder
from ...store.generations import Generation
from ...store.ledger import Version


@dataclass(frozen=True, slots=True)
class Patient:
    """A data folder, its control database inside a transaction, and the generation which that one names.

    ``generation`` is None where it cannot be opened; ``current`` has the public version of each collection;
    ``folder`` takes unfinished work.
    """

    data: DataFolder
    control: Control
    generation: Generation | None
    current: list[Version]
    folder: Path

    def name(self, path: Path) -> str:
        """Give a file's name as the operator sees it: below the data folder."""
        return path.relative_to(self.data.root).as_posix()
