"""The ontology and the ready mappings: inside the wheel, or beside the source of an editable install."""

from importlib.resources import files
from pathlib import Path

_PACKAGED = Path(str(files(__package__))) / "_resources"
_SOURCE = Path(__file__).resolve().parents[2]


def resource(folder: str) -> Path:
    """Give the folder ``ontology`` or ``mappings``; raise FileNotFoundError where neither place has it."""
    for root in (_PACKAGED, _SOURCE):
        if (root / folder).is_dir():
            return root / folder
    raise FileNotFoundError(folder)
