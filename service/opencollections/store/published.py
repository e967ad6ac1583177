"""Published graphs: the current version of each collection, as a named graph and the file that says what is in it."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from ..errors import VersionDamaged
from ..iris import Identifiers
from . import ledger
from .control import Control
from .durable import digest
from .ledger import Version

VersionFile = Callable[[str, int], Path]
"""Gives the file of a collection's version."""


@dataclass(frozen=True, slots=True)
class PublishedGraph:
    """What a named graph has to hold: the statements in the file of a version."""

    graph: str
    version: Version
    path: Path

    def check(self) -> None:
        """Compare the file with its checksum; raise VersionDamaged."""
        try:
            found = digest(self.path)
        except FileNotFoundError:
            raise self._damage("the file is not there") from None
        if found != self.version.sha256:
            raise self._damage("its checksum is another one")

    def _damage(self, detail: str) -> VersionDamaged:
        version = self.version
        return VersionDamaged(
            path=self.path, version=version.number, collection=version.collection, detail=detail
        )


def published_versions(control: Control, version_file: VersionFile) -> list[PublishedGraph]:
    """Give the graphs of all collections of which something is published, by the collection's name."""
    base = control.setting("base")
    if base is None:
        return []
    graphs = Identifiers(base)
    return [
        PublishedGraph(
            graphs.graph(version.collection), version, version_file(version.collection, version.number)
        )
        for version in ledger.current(control)
    ]
