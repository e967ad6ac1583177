"""Mapping documents: a ready one by its name, a member's own by its file, and what was kept of either."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from ..errors import BrokenFile, UnknownMapping
from ..mapping.documents import ParsedMapping, read_mapping
from ..resources import resource

ENDINGS = (".yml", ".yaml", ".ttl")

AS_IT_IS: Final = "rdf"
"""What stands in the place of a mapping where a collection is of files of RDF that need none."""


@dataclass(frozen=True, slots=True)
class MappingDocument:
    """A mapping's file; value tables and samples lie beside it."""

    path: Path

    @property
    def name(self) -> str:
        return self.path.name

    @property
    def folder(self) -> Path:
        return self.path.parent

    def parsed(self) -> ParsedMapping:
        """Read it; raise MappingInvalid with all findings, or BrokenFile where it is no text."""
        return parsed_file(self.path, self.name)


def parsed_file(path: Path, name: str, external: Mapping[str, str] | None = None) -> ParsedMapping:
    """Read a mapping from any file under the name its owner knows it by; ``external`` fills what it leaves open."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise BrokenFile(file=name, kind="a mapping", detail=f"it is not UTF-8 ({error.reason})") from error
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
    path = Path(named).expanduser()
    if path.is_file():
        return MappingDocument(path.resolve())
    raise UnknownMapping(mapping=named, known=", ".join(ready) or "there are none")
