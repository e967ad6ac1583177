"""Kept mappings: what a member wrote or corrected belongs to it, and is what the next upload goes through."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ..errors import MappingMissing
from ..mapping.documents import read_mapping
from ..store import registry
from ..store.control import Control
from ..store.folders import DataFolder
from ..store.mappings import KeptMapping, enter_mapping
from ..store.registry import Collection
from . import intake
from .documents import AS_IT_IS, collection_mapping


@dataclass(frozen=True, slots=True)
class MappingText:
    """A mapping as its owner reads and writes it."""

    name: str
    text: str


def text_of(data: DataFolder, collection: Collection) -> MappingText:
    """Give the mapping of a collection, whichever kind it is.

    Raises MappingMissing where it has none or its files are RDF that need none, and UnknownMapping.
    """
    if collection.mapping == AS_IT_IS:
        raise MappingMissing(collection=collection.name)
    document = collection_mapping(data, collection)
    return MappingText(document.name, document.path.read_text(encoding="utf-8-sig"))


def keep(
    data: DataFolder,
    control: Control,
    collection: str,
    text: MappingText,
    actor: str,
    words: Mapping[str, Any] | None = None,
) -> KeptMapping:
    """Keep a mapping for a collection, which its files go through from now on.

    ``words`` are what its columns were said to be, for the next proposal. Call it inside a transaction. Raises
    MappingInvalid, UnknownCollection, FileNameInvalid and DiskFull.
    """
    read_mapping(text.text, text.name)
    registry.collection(control, collection)
    name = intake.plain_name(text.name)
    with data.working() as folder:
        file = Path(folder) / "mapping"
        file.write_text(text.text, encoding="utf-8")
        kept, hold = intake.kept(data, name, file, "mapping", file.stat().st_size)
        with hold:
            entered = enter_mapping(control, collection, KeptMapping(name, kept.sha256, words), actor)
            registry.change_collection(control, collection, mapping=entered.reference)
    return entered
