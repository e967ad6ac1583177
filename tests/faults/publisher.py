"""A process that publishes lists, each in a child of its own that can be killed.

``python publisher.py DATA COLLECTION``: for every line ``ROWS TITLE`` on standard input it forks a child, prints
``begun PID`` when the child begins, and ``published VERSION`` or ``killed`` when it has ended. What costs time to
import is imported once; nothing is computed before the fork, so that no thread is lost by it.
"""

import os
import sys
from pathlib import Path

from opencollections.iris import Identifiers
from opencollections.publishing.drafts import draft
from opencollections.publishing.publish import publish
from opencollections.records.tables import File
from opencollections.store import registry
from opencollections.store.folders import DataFolder


def main(data: DataFolder, name: str) -> None:
    for line in sys.stdin:
        rows, title = line.split()
        with data.control() as control:
            collection = registry.collection(control, name)
        reading, writing = os.pipe()
        process = os.fork()
        if process == 0:
            os.close(reading)
            say(f"begun {os.getpid()}")
            os.write(writing, str(published(data, collection, int(rows), title)).encode())
            os._exit(0)
        os.close(writing)
        with os.fdopen(reading) as said:
            version = said.read()
        os.waitpid(process, 0)
        say(f"published {version}" if version else "killed")


def say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def published(data: DataFolder, collection: registry.Collection, rows: int, title: str) -> int:
    path = data.root.parent / f"{os.getpid()}.csv"
    path.write_text("No,Title\n" + "".join(f"{n},{title} {n}\n" for n in range(rows)), encoding="utf-8")
    identifiers = Identifiers("http://localhost:8000")
    file = File("list.csv", path)
    with draft(data, collection, identifiers, [file], 1 << 20, lambda *_: None) as made:
        return publish(data, made, lambda _: None, lambda *_: None).version.number


if __name__ == "__main__":
    main(DataFolder(Path(sys.argv[1])), sys.argv[2])
