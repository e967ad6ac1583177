"""State: what one request reads, the control database and the store, both as one commit left them."""

import sqlite3
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import Any, Final, TypeVar

from ..errors import DataUnreadable, GenerationGone
from ..query.statistics import Counted
from ..store import registry
from ..store.control import Control
from ..store.folders import DataFolder
from ..store.generations import Generation

KEPT_OPEN: Final = 2
"""Generations held open while a new one is taken up: that one, and the one before for requests that begin with it."""


Moment = tuple[int, int]
"""The numbers of a generation, and of an edition of what is said of its collections: together, all that is public."""

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class State:
    """What is public at one moment; valid inside the ``with`` block that gave it."""

    control: Control
    generation: Generation
    _counted: dict[str, Any] = field(default_factory=dict, repr=False)

    def counted(self, name: str, count: Callable[[Control], T]) -> T:
        """Give what is costly to count and changes only with what is public; it is counted once for each moment."""
        if name not in self._counted:
            self._counted[name] = count(self.control)
        found: T = self._counted[name]
        return found


class Reading:
    """The door to the data for requests: connections that are used again, and the open generations.

    Each request reads inside one transaction of the control database, and from the generation which that
    transaction names: its answer never mixes two states, whatever is published meanwhile.
    """

    def __init__(self, data: DataFolder) -> None:
        self.data = data
        self._generations = data.generations
        self.counted = Counted()
        self._lock = threading.Lock()
        self._idle: list[Control] = []
        self._open: dict[Moment, tuple[Generation, dict[str, Any]]] = {}

    @contextmanager
    def now(self) -> Iterator[State]:
        """Give the state that is public now; raise EngineFailed or DataUnreadable where it cannot be read."""
        control = self._control()
        try:
            yield State(control, *self._begun(control))
        except sqlite3.Error as error:
            raise self._failed(control, error) from error
        except BaseException:
            self._give_back(control)
            raise
        self._give_back(control)

    def _give_back(self, control: Control) -> None:
        try:
            if control.db.in_transaction:
                control.db.execute("ROLLBACK")
        except sqlite3.Error as error:
            raise self._failed(control, error) from error
        self._idle.append(control)

    def _failed(self, control: Control, error: sqlite3.Error) -> DataUnreadable:
        """Close a connection that failed: it may go on failing, when the database has long been put right."""
        control.close()
        return DataUnreadable(path=self.data.root, detail=error)

    def _control(self) -> Control:
        with self._lock:
            return self._idle.pop() if self._idle else self.data.control()

    def _begun(self, control: Control) -> tuple[Generation, dict[str, Any]]:
        """Begin a transaction and open the generation it names; once more where that one was just swept."""
        control.db.execute("BEGIN")
        try:
            return self._current(control)
        except GenerationGone:
            control.db.execute("ROLLBACK")
        control.db.execute("BEGIN")
        return self._current(control)

    def _current(self, control: Control) -> tuple[Generation, dict[str, Any]]:
        moment = registry.moment(control)
        with self._lock:
            found = self._open.get(moment)
            if found is None:
                found = (self._opened(control, moment), {})
                if not self._open or moment > max(self._open):
                    self._open[moment] = found
                    self._keep(KEPT_OPEN)
            return found

    def _opened(self, control: Control, moment: Moment) -> Generation:
        """Open a generation, or take the one that an earlier edition was read from."""
        same = (generation for (number, _), (generation, _) in self._open.items() if number == moment[0])
        found = next(same, None)
        if found is None:
            return self._generations.open(control)
        return replace(found, published=control.setting("published"))

    def let_go(self) -> None:
        """Hold the newest generation alone; those before are held by requests that began with them, and no longer."""
        with self._lock:
            self._keep(1)

    def _keep(self, count: int) -> None:
        for old in sorted(self._open)[:-count]:
            del self._open[old]

    def moment(self) -> Moment:
        """Give the generation and edition that are current now, which costs a few microseconds.

        Raises DataUnreadable.
        """
        control = self._control()
        try:
            moment = registry.moment(control)
        except sqlite3.Error as error:
            raise self._failed(control, error) from error
        self._idle.append(control)
        return moment

    def close(self) -> None:
        """Close what is idle; what a request still holds is closed when it is dropped."""
        with self._lock:
            while self._idle:
                self._idle.pop().close()
            self._open.clear()
        self.data.close()
