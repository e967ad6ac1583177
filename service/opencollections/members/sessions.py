"""Sessions: signed cookies that say who signed in; a higher number kept with the person ends all before it."""

import secrets
from datetime import UTC, datetime, timedelta
from typing import Final

from itsdangerous import BadData, URLSafeTimedSerializer

from ..store.control import Control
from .people import Person, person

VALID_FOR: Final = timedelta(days=14)

_SECRET: Final = "session-secret"  # noqa: S105 - the name under which it is kept


def session(control: Control, signed_in: Person) -> str:
    """Give the text of a cookie for somebody who signed in."""
    made = _signer(control).dumps([signed_in.number, signed_in.session])
    return made if isinstance(made, str) else made.decode()


def signed_in(control: Control, cookie: str) -> Person | None:
    """Give whose session this is; None where it is not ours, has expired, or was ended.

    One that begins in the future is ours too: the clock was set back since, and nobody shall sign in again for that.
    """
    try:
        (number, kept), begun = _signer(control).loads(cookie, return_timestamp=True)
    except (BadData, ValueError, TypeError):
        return None
    if datetime.now(UTC) - begun > VALID_FOR:
        return None
    found = person(control, number)
    return found if found is not None and found.session == kept else None


def _signer(control: Control) -> URLSafeTimedSerializer:
    kept = control.setting(_SECRET)
    if kept is None:
        with control.transaction() as db:
            db.execute("INSERT OR IGNORE INTO setting VALUES (?, ?)", (_SECRET, secrets.token_urlsafe(32)))
        kept = control.setting(_SECRET)
        assert kept is not None
    return URLSafeTimedSerializer(kept, salt="session")
