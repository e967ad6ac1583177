"""Upkeep: what is done for the store while it is quiet, so that it is read faster and takes no needless room."""

import logging
import os
import signal
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Final

from ..errors import OpenCollectionsError
from ..settings import Settings
from ..store.folders import DataFolder, data_folder
from ..store.leftovers import sweep_generations
from .children import NICENESS, forked
from .compaction import compact, is_worth_compacting
from .preparation import is_worth_preparing, prepare

log = logging.getLogger(__name__)

LOOK_S: Final = 5.0
"""How often it looks whether somebody published, and whether readers have left an older generation."""

QUIET_S: Final = 60.0
"""How long nothing has to be published before a scattered store is compacted, or what it says is prepared."""

AFTER_FAILURE_S: Final = 3_600.0
"""How long it waits after a failure, which would write as much again and fail again; a publish may change that."""


@dataclass(frozen=True, slots=True)
class _Chore:
    """A child that is at work on the store; what ``can_wait`` is ended for any job."""

    process: int
    can_wait: bool


@dataclass(slots=True)
class Upkeep:
    """Sweeps, compacts and prepares the store when it is quiet, one thing at a time and each in a child."""

    settings: Settings
    data: DataFolder
    _chore: _Chore | None = None
    _generation: int = -1
    _quiet_since: float = 0.0
    _looked: float = float("-inf")

    def look(self, *, is_quiet: bool) -> None:
        """Now and then, do what there is to do; return at once. It is not quiet where jobs are at work."""
        if self._is_at_work():
            return
        moment = time.monotonic()
        if moment - self._looked < LOOK_S:
            return
        self._looked = moment
        sweep_generations(self.data)
        with self.data.control() as control:
            generation = self.data.generations.current_number(control)
        if generation != self._generation or not is_quiet:
            self._generation, self._quiet_since = generation, moment
        elif moment - self._quiet_since >= QUIET_S:
            self._quiet_since = moment
            self._begin()

    def give_way(self) -> None:
        """End what can wait, since there is a job; nothing is lost by it."""
        if self._chore is not None and self._chore.can_wait:
            self.close()

    def close(self) -> None:
        """End what is done just now."""
        if self._chore is not None:
            os.kill(self._chore.process, signal.SIGKILL)
            os.waitpid(self._chore.process, 0)
            self._chore = None

    def _begin(self) -> None:
        """Compact a scattered store, or else prepare what it says."""
        if is_worth_compacting(self.data):
            self._chore = _Chore(forked(partial(_compacted, self.settings)), can_wait=False)
        elif is_worth_preparing(self.data):
            self._chore = _Chore(forked(partial(_prepared, self.settings)), can_wait=True)

    def _is_at_work(self) -> bool:
        """Tell whether something is done just now; see what came of it when that has ended."""
        if self._chore is None:
            return False
        ended, status = os.waitpid(self._chore.process, os.WNOHANG)
        if not ended:
            return True
        self._chore = None
        if status != 0:
            self._quiet_since = time.monotonic() + AFTER_FAILURE_S
        return False


def _compacted(settings: Settings) -> int:
    return _done(
        partial(compact, data_folder(settings)), "The store could not be compacted, and stays as it is."
    )


def _prepared(settings: Settings) -> int:
    os.nice(NICENESS)
    return _done(
        partial(prepare, data_folder(settings)),
        "Descriptions could not be written; answers are made without them.",
    )


def _done(work: Callable[[], None], otherwise: str) -> int:
    """Do something in a child, and give the status that it ends with."""
    try:
        work()
    except OpenCollectionsError as error:
        log.error("%s %s", otherwise, error)  # noqa: TRY400 - the cause is no bug
        return 1
    return 0
