"""The audit log: who did what, when, on what, and what came of it; kept with the data, and never changed."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Final

from ..errors import OpenCollectionsError
from ..store import clock
from ..store.control import Control
from ..store.folders import DataFolder
from ..store.ledger import OPERATOR
from .identities import Identity

DONE: Final = "done"
FAILED: Final = "failed"


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the log: ``outcome`` is done, failed, or the code of the error."""

    seq: int
    at: str
    member: str
    actor: str
    action: str
    about: str
    outcome: str


@contextmanager
def audited(
    data: DataFolder, identity: Identity | None, action: str, about: str, member: str
) -> Iterator[None]:
    """Enter into the log what happens in the block, with the code of the error that ends it if one does.

    ``action`` is a verb such as ``publish``, ``about`` what it is done to (``npg/portraits``), ``member`` whose affair
    that is. Without an identity it is the operator at the command line. Nothing is held open meanwhile. Raises
    DiskFull, DiskReadOnly and DataUnreadable where nothing can be entered.
    """
    outcome = FAILED
    try:
        yield
        outcome = DONE
    except OpenCollectionsError as error:
        outcome = error.code
        raise
    finally:
        with data.control() as control, control.transaction():
            enter(control, identity, action, about, member, outcome)


def enter(
    control: Control, identity: Identity | None, action: str, about: str, member: str, outcome: str = DONE
) -> None:
    """Enter one line, in the transaction that is open, or in one of its own."""
    enter_by_name(control, OPERATOR if identity is None else identity.name, action, about, member, outcome)


def enter_by_name(
    control: Control, actor: str, action: str, about: str, member: str, outcome: str = DONE
) -> None:
    """Enter one line about somebody who is no longer there to show who it is, such as who ordered a job."""
    control.db.execute(
        "INSERT INTO audit (at, member, actor, action, about, outcome) VALUES (?, ?, ?, ?, ?, ?)",
        (clock.now(), member, actor, action, about[:2_000], outcome),
    )


def entries(
    control: Control, member: str | None = None, before: int | None = None, count: int = 100
) -> list[Entry]:
    """Give lines of one member's log, or of all, the newest first; ``before`` is the number to go on from."""
    rows = control.db.execute(
        "SELECT seq, at, member, actor, action, about, outcome FROM audit "
        "WHERE (?1 IS NULL OR member = ?1) AND (?2 IS NULL OR seq < ?2) ORDER BY seq DESC LIMIT ?3",
        (member, before, count),
    )
    return [Entry(*row) for row in rows]
