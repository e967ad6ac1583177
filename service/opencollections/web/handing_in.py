"""Handing in: the limits on files, mappings and bodies, as everybody is told of them before anything is sent."""

from collections.abc import Iterator

from ..formats.service_description import Limit
from ..mapping.yaml_nodes import SIZE_LIMIT
from ..publishing.intake import NAME_LIMIT
from ..publishing.kept_drafts import FILES_LIMIT
from ..publishing.turns import SMALL_BYTES
from ..records.archives import RATIO_LIMIT, UNPACKED_LIMIT_BYTES
from ..records.delimited import COLUMN_LIMIT
from ..records.frames import CELL_LIMIT_BYTES
from ..records.sheets import CELL_LIMIT
from ..settings import Settings

BODY_LIMIT_BYTES = 2 * 1024 * 1024
"""What a body may have that is no file."""


def limits(settings: Settings) -> Iterator[Limit]:
    """Give every limit with its value, what it means, and how to go on where it is met."""
    yield Limit(
        "file",
        "Size of a file, and of all files of one form. Split it.",
        settings.upload_limit_bytes,
        "bytes",
    )
    yield Limit("files", "Files of one draft. Put tables into one workbook.", FILES_LIMIT, "files")
    yield Limit("name", "Length of the name of a file, in UTF-8.", NAME_LIMIT, "bytes")
    yield Limit(
        "unpacked",
        "Size of a workbook when it is unpacked. Remove empty rows and pictures.",
        UNPACKED_LIMIT_BYTES,
        "bytes",
    )
    yield Limit(
        "ratio", "How many times larger a workbook may be unpacked than packed.", RATIO_LIMIT, "times"
    )
    yield Limit("cell", "Size of one cell.", CELL_LIMIT_BYTES, "bytes")
    yield Limit(
        "cells",
        "Cells of a sheet, empty ones inside it too. Save what is needed as CSV.",
        CELL_LIMIT,
        "cells",
    )
    yield Limit(
        "columns",
        "Columns of delimited text. Look whether its line breaks are missing.",
        COLUMN_LIMIT,
        "columns",
    )
    yield Limit("mapping", "Size of a mapping.", SIZE_LIMIT, "bytes")
    yield Limit("body", "Size of a body in JSON.", BODY_LIMIT_BYTES, "bytes")
    yield Limit(
        "small",
        "Files of one draft up to this size together do not wait for larger ones.",
        SMALL_BYTES,
        "bytes",
    )
    yield Limit(
        "days", "Time after which a draft is discarded that nobody touches.", settings.draft_days, "days"
    )
