"""What the verbs share that publish without a file: undo, withdraw and merge."""

from ..publishing.progress import Progress
from ..publishing.publish import Publishing, identifiers
from ..settings import Settings
from . import display, options


def publishing(chosen: Settings, steps: Progress) -> Publishing:
    """Give the data folder and its identifiers, and how waiting and progress are told."""
    data = options.folder(chosen)
    with data.control() as control:
        return Publishing(data, identifiers(control, chosen), display.waiting, steps)
