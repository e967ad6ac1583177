"""The manifest of a backup: every file in it with its size and SHA-256, and what it is a backup of."""

import json
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass
from pathlib import Path, PurePosixPath
from typing import Final

from pydantic import TypeAdapter, ValidationError

from ..errors import BackupDamaged
from .durable import digest, written

NAME: Final = "manifest.json"
SHOWN: Final = 3
"""Damaged files that are named one by one."""


@dataclass(frozen=True, slots=True)
class ManifestEntry:
    """A file: its path below the backup's folder with slashes, its size in bytes, its SHA-256."""

    path: str
    bytes: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a backup is of: the time (ISO 8601, UTC), the program's version, schema, base and generation."""

    made: str
    program: str
    schema: int
    base: str | None
    generation: int
    files: tuple[ManifestEntry, ...]


_JSON: Final = TypeAdapter(Manifest)


def write_manifest(manifest: Manifest, folder: Path) -> None:
    with written(folder / NAME) as file:
        file.write(json.dumps(asdict(manifest), ensure_ascii=False, indent=1).encode())


def read_manifest(folder: Path) -> Manifest:
    """Read the manifest of a backup; raise BackupDamaged where it is not one."""
    try:
        manifest = _JSON.validate_json((folder / NAME).read_bytes())
    except OSError:
        raise BackupDamaged(
            path=folder, detail=f"it has no {NAME}, so it is none, or was not finished"
        ) from None
    except ValidationError:
        raise BackupDamaged(path=folder, detail=f"its {NAME} is not one of a backup") from None
    for entry in manifest.files:
        path = PurePosixPath(entry.path)
        if path.is_absolute() or ".." in path.parts or not path.parts:
            raise BackupDamaged(
                path=folder, detail=f"its {NAME} names {entry.path!r}, which is outside of it"
            )
    return manifest


def entries(folder: Path, paths: Iterable[Path], known: dict[Path, str]) -> list[ManifestEntry]:
    """Describe files of a backup; ``known`` has checksums that need not be computed again."""

    def entry(path: Path) -> ManifestEntry:
        sha256 = known.get(path) or digest(path)
        return ManifestEntry(path.relative_to(folder).as_posix(), path.stat().st_size, sha256)

    # Hashing leaves the interpreter free.
    with ThreadPoolExecutor(4) as threads:
        return list(threads.map(entry, sorted(paths)))


def verify(manifest: Manifest, folder: Path) -> None:
    """Compare every file with what the manifest says of it; raise BackupDamaged, which names the first ones."""
    with ThreadPoolExecutor(4) as threads:
        results = threads.map(lambda entry: _damage(entry, folder), manifest.files)
        damages = [damage for damage in results if damage is not None]
    if damages:
        more = f" and {len(damages) - SHOWN} more files are damaged" if len(damages) > SHOWN else ""
        raise BackupDamaged(path=folder, detail="; ".join(damages[:SHOWN]) + more)


def _damage(entry: ManifestEntry, folder: Path) -> str | None:
    path = folder / entry.path
    if not path.is_file():
        return f"{entry.path} is missing"
    if path.stat().st_size != entry.bytes:
        return f"{entry.path} has {path.stat().st_size} bytes and not {entry.bytes}"
    return None if digest(path) == entry.sha256 else f"{entry.path} has another checksum"


def files_below(folder: Path) -> Iterator[Path]:
    """Give all files below a folder."""
    return (path for path in folder.rglob("*") if path.is_file())
