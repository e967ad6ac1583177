"""``ocn backup`` and ``ocn restore``: the whole data folder, out and in again."""

import time
from pathlib import Path
from typing import Annotated, Any

import typer

from ..iris import checked_base
from ..store import clock
from ..store.backup import back_up
from ..store.manifest import Manifest
from ..store.restore import restore as restored
from . import display, options


def backup(
    target: Annotated[Path, typer.Argument(metavar="DIR", help="A new folder, outside of the data folder.")],
    data: options.Data = None,
    base_url: options.BaseURL = None,
    as_json: options.AsJSON = False,
) -> None:
    """Write a backup of everything into a new folder, also while the service runs.

    On the same file system it takes almost no room: files that never change are linked. Copy the folder to
    another disk, or name one there.

    Example: ocn backup /srv/backup/2026-01-31
    """
    begun = time.monotonic()
    manifest = back_up(options.kept(data, base_url), target, clock.now())
    _print(manifest, f"Backed up to {target}", time.monotonic() - begun, as_json=as_json)


def restore(
    source: Annotated[Path, typer.Argument(metavar="DIR", help="A folder that ocn backup wrote.")],
    data: options.Data = None,
    base_url: options.BaseURL = None,
    as_json: options.AsJSON = False,
) -> None:
    """Check a backup and copy it into a new data folder; nothing is overwritten.

    Example: ocn restore /srv/backup/2026-01-31 --data /var/lib/opencollections
    """
    begun = time.monotonic()
    folder = options.kept(data, base_url)
    manifest = restored(source, folder, None if base_url is None else checked_base(base_url))
    _print(manifest, f"Restored to {folder.root}", time.monotonic() - begun, as_json=as_json)


def _print(manifest: Manifest, done: str, seconds: float, *, as_json: bool) -> None:
    size = sum(entry.bytes for entry in manifest.files)
    facts: dict[str, Any] = {
        "made": manifest.made,
        "base": manifest.base,
        "generation": manifest.generation,
        "files": len(manifest.files),
        "bytes": size,
        "seconds": round(seconds, 3),
    }
    if as_json:
        display.print_json(facts)
    else:
        typer.echo(
            f"{done}: {len(manifest.files):,} files, {size / 1e6:,.1f} MB, of {manifest.made}, "
            f"in {seconds:.1f} s."
        )
