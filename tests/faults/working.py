"""A process that does pieces of work on a data folder, each in a child of its own that can be killed.

``python working.py DATA COLLECTION``: for every line on standard input, a name in WORKS and what it takes, it forks a
child, prints ``begun PID`` when the child begins, and ``done RESULT`` or ``killed`` when it has ended. What costs time
to import is imported once; nothing is computed before the fork, so that no thread is lost by it.
"""

import os
import sys
from collections.abc import Callable
from pathlib import Path

from opencollections.iris import Identifiers
from opencollections.publishing.compaction import compact
from opencollections.publishing.drafts import draft
from opencollections.publishing.preparation import prepare
from opencollections.publishing.publish import publish
from opencollections.publishing.rebuild import rebuild
from opencollections.records.tables import File
from opencollections.store import clock, registry
from opencollections.store.backup import back_up
from opencollections.store.folders import DataFolder
from opencollections.store.restore import restore


def published(data: DataFolder, name: str, rows: str, title: str) -> int:
    """Publish a list of so many rows; give the version."""
    path = data.root.parent / f"{os.getpid()}.csv"
    lines = "".join(f"{n},{title} {n}\n" for n in range(int(rows)))
    path.write_text(f"No,Title\n{lines}", encoding="utf-8")
    with data.control() as control:
        collection = registry.collection(control, name)
    identifiers, file = Identifiers("http://localhost:8000"), File("list.csv", path)
    with draft(data, collection, identifiers, [file], 1 << 20, lambda *_: None) as made:
        return publish(data, made, lambda _: None, lambda *_: None).version.number


def migrated(database: str) -> int:
    with DataFolder(Path(database)).control() as control:
        return int(control.db.execute("PRAGMA user_version").fetchone()[0])


WORKS: dict[str, Callable[..., object]] = {
    "publish": published,
    "compact": lambda data, _: compact(data),
    "prepare": lambda data, _: prepare(data),
    "rebuild": lambda data, _: rebuild(data, lambda _: None, lambda *_: None).generation,
    "backup": lambda data, _, target: back_up(data, Path(target), clock.now()).generation,
    "restore": lambda _data, _, backup, target: restore(Path(backup), DataFolder(Path(target))).generation,
    "migrate": lambda _data, _, database: migrated(database),
}


def main(data: DataFolder, name: str) -> None:
    for line in sys.stdin:
        work, *taken = line.split()
        reading, writing = os.pipe()
        process = os.fork()
        if process == 0:
            os.close(reading)
            say(f"begun {os.getpid()}")
            os.write(writing, str(WORKS[work](data, name, *taken)).encode())
            os._exit(0)
        os.close(writing)
        with os.fdopen(reading) as said:
            result = said.read()
        os.waitpid(process, 0)
        say(f"done {result}" if result else "killed")


def say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main(DataFolder(Path(sys.argv[1])), sys.argv[2])
