"""Requests that carry a key (Idempotency-Key): each is done once, and answered the same when it comes again."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from ..errors import KeyInUse, KeyUsedOtherwise
from . import clock
from .control import Control

AT_WORK: Final = timedelta(minutes=30)
"""How long a request may be at work: as long as it takes to send the largest file."""


@dataclass(frozen=True, slots=True)
class KeptAnswer:
    """What was answered to a request."""

    status: int
    headers: Mapping[str, str]
    body: bytes


def enter_request(control: Control, actor: str, key: str, request: str) -> KeptAnswer | None:
    """Note that a request is at work, or give the answer that it had.

    ``request`` stands for all of it: method, path and body. Raises KeyUsedOtherwise where the key came with another
    one, and KeyInUse where the first one is still at work; one that began long ago has ended with its process, and so
    has one that began long after now, when the clock was wrong.
    """
    with control.transaction() as db:
        db.execute(
            "DELETE FROM answered WHERE actor = ? AND key = ? AND status IS NULL AND at NOT BETWEEN ? AND ?",
            (actor, key, clock.moment(-AT_WORK), clock.moment(AT_WORK)),
        )
        row = db.execute(
            "SELECT request, status, headers, body FROM answered WHERE actor = ? AND key = ?", (actor, key)
        ).fetchone()
        if row is None:
            db.execute(
                "INSERT INTO answered (actor, key, request, at) VALUES (?, ?, ?, ?)",
                (actor, key, request, clock.now()),
            )
            return None
    if row["request"] != request:
        raise KeyUsedOtherwise(key=key)
    if row["status"] is None:
        raise KeyInUse(key=key)
    return KeptAnswer(row["status"], json.loads(row["headers"]), row["body"])


def keep_answer(control: Control, actor: str, key: str, answer: KeptAnswer) -> None:
    """Keep what was answered to a request that was at work."""
    with control.transaction() as db:
        db.execute(
            "UPDATE answered SET status = ?, headers = ?, body = ? WHERE actor = ? AND key = ?",
            (answer.status, json.dumps(dict(answer.headers)), answer.body, actor, key),
        )


def forget_request(control: Control, actor: str, key: str) -> None:
    """Let a request be made again, since nothing was done for it."""
    with control.transaction() as db:
        db.execute("DELETE FROM answered WHERE actor = ? AND key = ? AND status IS NULL", (actor, key))


def forget_answers(control: Control, before: str) -> None:
    """Forget requests from before a moment."""
    with control.transaction() as db:
        db.execute("DELETE FROM answered WHERE at < ?", (before,))
