"""The metrics of the service, for the operator's monitoring."""

import shutil
from collections.abc import Iterator, Mapping

from fastapi import APIRouter, Request, Response
from prometheus_client import Metric
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.exposition import choose_encoder

from ... import __version__
from ...errors import OpenCollectionsError
from ...query import listing
from ...store.tally import tally
from ..site import site_of
from ..state import State

router = APIRouter(include_in_schema=False)


@router.get("/metrics")
def metrics(request: Request) -> Response:
    """Answer with what was counted and what stands in the data now; where that cannot be read, with the rest."""
    try:
        with site_of(request).reading.now() as state:
            standing = [_gauge("ocn_data_readable", "Whether the data can be read.", 1), *_standing(state)]
    except OpenCollectionsError:
        standing = [_gauge("ocn_data_readable", "Whether the data can be read.", 0)]
    encode, content_type = choose_encoder(request.headers.get("accept", ""))
    body = encode(request.app.state.requests.beside([*_of_process(request), *standing]))
    return Response(
        body, headers={"Content-Type": content_type, "Cache-Control": "no-store", "Vary": "Accept"}
    )


def _of_process(request: Request) -> Iterator[Metric]:
    yield _gauge("ocn_info", "The program.", {__version__: 1}, "version")
    ready = request.app.state.pool.strength
    yield _gauge("ocn_query_workers_ready", "Query workers of this process that hold the generation.", ready)
    free = shutil.disk_usage(request.app.state.settings.data).free
    yield _gauge("ocn_data_free_bytes", "Room on the disk of the data folder.", free)


def _standing(state: State) -> Iterator[Metric]:
    public, kept = state.counted("numbers", listing.numbers), tally(state.control)
    yield _gauge("ocn_generation", "Number of the generation that is answered from.", state.generation.number)
    yield _gauge("ocn_members", "Members of whom something is public.", public.members)
    yield _gauge("ocn_collections", "Collections that are public.", public.collections)
    yield _gauge("ocn_records", "Records that are public.", public.records)
    yield _gauge("ocn_entities", "Entities that are public.", public.entities)
    yield _gauge("ocn_statements", "Statements that are public.", public.statements)
    yield _gauge("ocn_versions", "Versions that are kept.", kept.versions)
    yield _gauge("ocn_jobs", "Jobs that are remembered, by their state.", kept.jobs, "state")
    yield _gauge("ocn_drafts", "Drafts that are remembered, by their state.", kept.drafts, "state")


def _gauge(name: str, meaning: str, value: float | Mapping[str, float], label: str | None = None) -> Metric:
    """Make a gauge of one value, or of one for each value of a label."""
    if not isinstance(value, Mapping):
        return GaugeMetricFamily(name, meaning, value=value)
    made = GaugeMetricFamily(name, meaning, labels=[label or ""])
    for one, number in value.items():
        made.add_metric([one], number)
    return made
