"""What the machine refuses while a file is handed in is no fault of the service, and is told with what to do."""

import errno
import os

import pytest
from programs import Program
from speaking import Client
from visitors import token_of

from opencollections.store.folders import DataFolder

TOLD = {
    errno.ENOSPC: (507, "disk-full"),
    errno.EDQUOT: (507, "disk-full"),
    errno.EROFS: (503, "disk-read-only"),
    errno.EACCES: (503, "data-unreadable"),
    errno.EMFILE: (503, "data-unreadable"),
    errno.EIO: (503, "data-unreadable"),
    errno.ENAMETOOLONG: (500, "internal-server-error"),
}


@pytest.mark.parametrize(("refused", "told"), TOLD.items(), ids=[errno.errorcode[number] for number in TOLD])
def test_an_upload_is_told_what_the_machine_refused(
    served: Client, data: DataFolder, monkeypatch: pytest.MonkeyPatch, refused: int, told: tuple[int, str]
):
    program = Program(served, token_of(data, "hafa"))
    draft = program.post("/collections/hafa/prints/drafts", status=201)["id"]

    def refusing(*_: object, **__: object) -> str:
        raise OSError(refused, os.strerror(refused))

    monkeypatch.setattr("opencollections.store.folders.tempfile.mkdtemp", refusing)
    assert program.refused("PUT", f"/drafts/{draft}/files/list.csv", content=b"No\n1\n") == told
    monkeypatch.undo()
    assert program.put_file(draft, "list.csv", b"No\n1\n")["files"][0]["bytes"] == 5
