"""Completeness: how far the objects of a draft reach before they are public, judged as a publish would."""

from dataclasses import asdict
from typing import Any

from ..errors import EngineFailed
from ..query.quality import core_filled, draft_quality
from ..store.folders import DataFolder
from .elsewhere import Elsewhere
from .quality import quality
from .uploads import Draft


def completeness(data: DataFolder, draft: Draft) -> dict[str, Any] | None:
    """Tell the tiers of the objects of a draft, how many of them have each property of the core, and what lifts most.

    None where it has no objects, or where nobody can tell what others state: the draft is no worse for that.
    """
    try:
        with data.control() as control:
            elsewhere = Elsewhere.of(data, control, draft.identifiers, draft.collection.name)
            found = quality(draft.statements, draft.folder, elsewhere)
    except EngineFailed:
        return None
    summed = draft_quality(found)
    if summed is None:
        return None
    core = core_filled(found)
    return {
        "objects": summed.objects,
        "metadata_tier": summed.metadata_tier,
        "content_tier": summed.content_tier,
        "metadata": summed.metadata,
        "content": summed.content,
        "ready": summed.ready,
        "core": core,
        "core_percent": 100 * sum(core.values()) // (len(core) * summed.objects),
        "improvements": [asdict(one) for one in summed.improvements],
    }
