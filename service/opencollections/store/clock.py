"""The clock: moments as the control database keeps them, in UTC to the second, so that texts compare as times do."""

from datetime import UTC, datetime, timedelta


def now() -> str:
    """Give the present moment, ``2026-11-26T07:30:00Z``."""
    return moment()


def moment(ahead: timedelta = timedelta()) -> str:
    """Give the moment that lies so far ahead of now, or behind it."""
    return (datetime.now(UTC) + ahead).isoformat(timespec="seconds").replace("+00:00", "Z")
