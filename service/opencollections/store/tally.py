"""The tally: how much is kept beside what is public, for whoever watches over a service."""

from collections.abc import Mapping
from dataclasses import dataclass

from .control import Control
from .drafts import DraftState
from .jobs import JobState


@dataclass(frozen=True, slots=True)
class Tally:
    """Numbers of what is kept; jobs and drafts by their state, also by one in which there is none."""

    versions: int
    jobs: Mapping[str, int]
    drafts: Mapping[str, int]


def tally(control: Control) -> Tally:
    """Count what is kept."""
    versions = control.db.execute("SELECT count(*) FROM version").fetchone()[0]
    jobs = dict(control.db.execute("SELECT state, count(*) FROM job GROUP BY state").fetchall())
    drafts = dict(control.db.execute("SELECT state, count(*) FROM draft GROUP BY state").fetchall())
    return Tally(
        versions=versions,
        jobs={state.value: jobs.get(state, 0) for state in JobState},
        drafts={state.value: drafts.get(state, 0) for state in DraftState},
    )
