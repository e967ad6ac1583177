"""Mapping documents: a ready one by its name, a member's own by its file, and what was kept of either."""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from ..errors import BrokenFile, MappingMissing, UnknownMapping
from ..mapping.documents import ParsedMapping, read_mapping
from ..phrases import Phrase
from ..resources import resource
from ..store.folders import DataFolder
from ..store.mappings import KeptMapping
from ..store.registry import Collection

ENDINGS = (".yml", ".yaml", ".ttl")

AS_IT_IS: Final = "rdf"
"""What stands in the place of a mapping where a collection is of files of RDF that need none."""


NO_MAPPING: Final = ""
"""What stands there until a mapping is chosen."""


@dataclass(frozen=True, slots=True)
class MappingDocument:
    """A mapping's file; value tables and samples lie beside it.

    One that is kept is ``called`` by the name its owner knows, and ``beside`` is where its tables may lie.
    """

    path: Path
    called: str | None = None
    beside: Path | None = None

    @property
    def name(self) -> str:
        return self.called or self.path.name

    @property
    def folder(self) -> Path:
        return self.beside or self.path.parent

    def parsed(self) -> ParsedMapping:
        """Read it; raise MappingInvalid with all findings, or BrokenFile where it is no text."""
        return parsed_file(self.path, self.name)


def parsed_file(path: Path, name: str, external: Mapping[str, str] | None = None) -> ParsedMapping:
    """Read a mapping from any file under the name its owner knows it by; ``external`` fills what it leaves open."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise BrokenFile(file=name, kind=Phrase("a mapping"), detail=Phrase("it is not UTF-8")) from error
    return read_mapping(text, name, external)


def ready_mappings() -> dict[str, Path]:
    """Give the mappings that come with the service, by name: ``demo/hafa``, ``lido``."""
    root = resource("mappings")
    found = sorted(path for ending in ENDINGS for path in root.rglob(f"mapping{ending}"))
    return {path.parent.relative_to(root).as_posix(): path for path in found}


def mapping_document(named: str) -> MappingDocument:
    """Find a mapping by a ready one's name or a file's path; raise UnknownMapping."""
    ready = ready_mappings()
    if named in ready:
        return MappingDocument(ready[named])
    path = Path(os.path.expanduser(named))  # noqa: PTH111 - that of Path raises for a user whom nobody knows
    if path.is_file():
        return MappingDocument(path.resolve())
    raise UnknownMapping(mapping=named, known=", ".join(ready) or "there are none")


def collection_mapping(
    data: DataFolder, collection: Collection, empty: Path | None = None
) -> MappingDocument:
    """Find the mapping of a collection, also one that is kept; raise MappingMissing or UnknownMapping.

    Whoever runs it gives an ``empty`` folder, which is made, to lie beside one that is kept: files are kept together,
    whoever they belong to, and a mapping must not reach those of others.
    """
    if collection.mapping == NO_MAPPING:
        raise MappingMissing(collection=collection.name)
    kept = KeptMapping.referred(collection.mapping)
    if kept is None:
        return mapping_document(collection.mapping)
    if empty is not None:
        empty.mkdir(exist_ok=True)
    return MappingDocument(data.upload(kept.sha256), kept.name, empty)
