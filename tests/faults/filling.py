"""A process that publishes while the disk becomes full at one step, and again when there is room.

``python filling.py DATA COLLECTION FILE STEP``: just before the step it fills the disk to the last byte, then it
lets the step go on. It prints what the first try ended with and, with the room back and in the same process, the
version that the second one published.
"""

import errno
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from opencollections.errors import OpenCollectionsError
from opencollections.iris import Identifiers
from opencollections.publishing import drafts, intake, publish
from opencollections.records.tables import File
from opencollections.store import ledger, registry
from opencollections.store.clone import Clone
from opencollections.store.folders import DataFolder
from opencollections.store.generations import Generations

STEPS: dict[str, tuple[Any, str]] = {
    "intake": (intake, "kept"),
    "mapping": (drafts, "_gathered"),
    "version": (publish, "write_version"),
    "report": (publish, "_write_report"),
    "clone": (Generations, "_copy"),
    "apply": (Clone, "apply"),
    "flush": (Clone, "finish"),
    "commit": (ledger, "enter_version"),
}


def main(data: DataFolder, name: str, file: Path, step: str) -> None:
    ballast = data.root.parent / "ballast"
    owner, attribute = STEPS[step]
    real = getattr(owner, attribute)
    setattr(owner, attribute, filling(real, ballast))
    try:
        say(f"published {published(data, name, file)}")
    except OpenCollectionsError as error:
        say(f"{error.code}: {error}")
    setattr(owner, attribute, real)
    sys.stdin.readline()
    ballast.unlink(missing_ok=True)
    say(f"published {published(data, name, file)}")


def filling(real: Callable[..., Any], ballast: Path) -> Callable[..., Any]:
    def filled(*arguments: Any, **named: Any) -> Any:
        fill(ballast)
        return real(*arguments, **named)

    return filled


def fill(ballast: Path) -> None:
    """Take all room there is."""
    with ballast.open("ab", buffering=0) as file:
        for size in (1 << 20, 1 << 12, 1):
            try:
                while True:
                    file.write(b"x" * size)
            except OSError as error:
                if error.errno != errno.ENOSPC:
                    raise
        os.fsync(file.fileno())


def published(data: DataFolder, name: str, file: Path) -> int:
    with data.control() as control:
        collection = registry.collection(control, name)
    identifiers = Identifiers("http://localhost:8000")
    files = [File("list.csv", file)]
    with drafts.draft(data, collection, identifiers, files, 1 << 30, lambda *_: None) as made:
        return publish.publish(data, made, lambda _: None, lambda *_: None).version.number


def say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main(DataFolder(Path(sys.argv[1])), sys.argv[2], Path(sys.argv[3]), sys.argv[4])
