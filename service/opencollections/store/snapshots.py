"""Snapshots: the folder of one generation, opened for reading and held.

A module of its own, because every query worker reads it and nothing else of the store.
"""

from pathlib import Path

from pyoxigraph import Store

from ..errors import EngineFailed, GenerationGone
from .holds import Hold


def opened(path: Path) -> tuple[Store, Hold]:
    """Open a generation's folder read-only and hold it; raise GenerationGone or EngineFailed."""
    try:
        hold = Hold(path)
    except FileNotFoundError as error:
        raise GenerationGone(path=path, detail="it is not there any more") from error
    except OSError as error:
        raise EngineFailed(path=path, detail=error) from error
    try:
        return Store.read_only(str(path)), hold
    except (OSError, ValueError, RuntimeError) as error:
        hold.release()
        raise EngineFailed(path=path, detail=error) from error
