"""A clock that is set back or forward by a day while the service runs: nobody is kept out, and no work is lost."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from pathlib import Path

import httpx
import pytest
from kept import Program, entered, listing, ocn, program, serving, titles, until

from opencollections.members.attempts import BY_ACCOUNT
from opencollections.members.invitations import accept, invite

NAME = "m/list"
EMAIL, PASSWORD = "anna@m.example", "three plain words"
LONGEST_WAIT_S = 15 * 60
HALF_A_DAY = timedelta(hours=12)


class Clock:
    """The clock of the processes that are started under it; others keep the one on the wall, and all their seconds."""

    def __init__(self, folder: Path) -> None:
        libraries = sorted(Path("/usr/lib").glob("*/faketime/libfaketimeMT.so.1"))
        if not libraries:
            pytest.skip("faketime is not installed (make system)")
        self.file = folder / "clock"
        self.set_by(0)
        self.under = [
            "env",
            f"LD_PRELOAD={libraries[0]}",
            f"FAKETIME_TIMESTAMP_FILE={self.file}",
            "FAKETIME_CACHE_DURATION=1",
            "FAKETIME_DONT_FAKE_MONOTONIC=1",
        ]

    def set_by(self, days: int, address: str | None = None) -> None:
        """Set it ahead of the one on the wall by so many days, and wait until a service has seen that."""
        self.file.write_text(f"{days:+}d\n", encoding="ascii")
        if address is not None:
            until(lambda: (told(httpx.get(address), "Date") - datetime.now(UTC) + HALF_A_DAY).days == days)


def told(answer: httpx.Response, header: str) -> datetime:
    return parsedate_to_datetime(answer.headers[header])


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Clock, Program]]:
    folder = tmp_path_factory.mktemp("served")
    clock, data = Clock(folder), entered(folder, NAME)
    with data.control() as control:
        accept(control, invite(control, "m", EMAIL), "", "Anna", "hu", PASSWORD)
    assert ocn("ingest", NAME, listing(folder, "first"), "--data", data.root).returncode == 0
    with serving(data.root, under=clock.under) as (address, _):
        yield clock, program(address, data.root, NAME)


def signed_in(address: str, password: str) -> httpx.Response:
    form = {"email": EMAIL, "password": password}
    return httpx.post(f"{address}/sign-in", data=form, headers={"Sec-Fetch-Site": "same-origin"})


def test_sessions_jobs_and_conditions_outlast_a_clock_that_is_set_back_and_forward(
    served: tuple[Clock, Program],
):
    clock, asking = served
    answer = signed_in(asking.address, PASSWORD)
    cookies = {"ocn_person": answer.cookies.get("ocn_person", path="/workspace")}
    page = f"{asking.address}/collections/{NAME}"
    seen = httpx.get(page).headers["Last-Modified"]
    clock.set_by(-1, asking.address)
    assert httpx.get(f"{asking.address}/workspace", cookies=cookies).status_code == 200
    draft = asking.draft(b"No,Title\n1,a day before\n")
    asking.done(f"/drafts/{draft}/check")
    asking.done(f"/drafts/{draft}/publish")
    until(lambda: titles(asking.address) == {"a day before"})
    changed = httpx.get(page, headers={"If-Modified-Since": seen})
    assert changed.status_code == 200
    assert told(changed, "Last-Modified") <= told(changed, "Date")
    clock.set_by(1, asking.address)
    assert httpx.get(f"{asking.address}/workspace", cookies=cookies).status_code == 200
    assert asking.ask("GET", f"/collections/{NAME}").status_code == 200


def test_who_has_to_wait_waits_no_longer_when_the_clock_is_set_back(served: tuple[Clock, Program]):
    clock, asking = served
    clock.set_by(1, asking.address)
    for _ in range(BY_ACCOUNT.amount):
        assert signed_in(asking.address, "a guess").status_code == 403
    for days in (1, -1):
        clock.set_by(days, asking.address)
        refused = signed_in(asking.address, PASSWORD)
        assert refused.status_code == 429
        assert 0 < int(refused.headers["Retry-After"]) <= LONGEST_WAIT_S, days
