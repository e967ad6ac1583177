"""What the operator grants to mappings, beside the files that are handed in with them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from ..records.databases import Database

if TYPE_CHECKING:  # nothing is granted where nothing is set, and settings take long to load
    from ..settings import Settings


@dataclass(frozen=True, slots=True)
class Grants:
    """``functions`` is a Python file with functions that mappings may call; ``databases`` are those they may read."""

    functions: Path | None = None
    databases: Mapping[str, Database] = field(default_factory=dict)


def grants(settings: "Settings") -> Grants:
    """Give what the settings grant; raise DatabaseInvalid."""
    databases = {
        name: Database(name, address.get_secret_value(), settings.database_timeout_s)
        for name, address in settings.databases.items()
    }
    return Grants(settings.functions, databases)
