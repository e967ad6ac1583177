"""``ocn probe``: the media of a collection are asked for their kind and size."""

from typing import Annotated

import typer

from ..errors import ProbeNotAllowed, UnknownVersion
from ..publishing import probe as probing
from ..publishing.asking import Asking
from ..publishing.publish import identifiers
from ..query.federation import Federation
from ..store import ledger, registry
from ..store.media import Medium
from . import display, options


def probe(
    name: options.CollectionName,
    limit: Annotated[
        int, typer.Option("--limit", min=1, max=100_000, help="Files to ask for at most.")
    ] = 1_000,
    pause: Annotated[
        float, typer.Option("--pause", min=0.1, max=60, help="Seconds between two requests.")
    ] = 1.0,
    data: options.Data = None,
    base_url: options.BaseURL = None,
    as_json: options.AsJSON = False,
) -> None:
    """Ask the media of a collection for their kind and size, which Europeana's content tiers go by.

    Only where the operator allows it (OCN_MEDIA_PROBE=true), only addresses of the public internet, one request at a
    time and 64 kB of each file. What the data tells, or an earlier probe found out, is not asked again.

    Example: OCN_MEDIA_PROBE=true ocn probe npg/portraits --limit 200
    """
    settings = options.settings(data, base_url)
    if not settings.media_probe:
        raise ProbeNotAllowed
    folder = options.folder(settings)
    with folder.control() as control:
        registry.collection(control, name)
        version = ledger.newest(control, name)
        ids = identifiers(control, settings)
    if version is None or version.is_withdrawn:
        raise UnknownVersion(collection=name, version=1)
    asking = Asking(Federation(), ids.base, settings.media_probe_timeout_s, pause)
    found = probing.probe(folder, version, ids, asking, limit, display.waiting, _tell)
    if as_json:
        display.print_json({"asked": found.asked, "failed": found.failed})
    else:
        typer.echo(f"{name}: {found.asked} files asked for, {found.failed} of them told nothing.")


def _tell(one: Medium) -> None:
    size = f"{one.width} × {one.height}" if one.width else "no size"
    typer.echo(f"{one.url}: {one.failed or f'{one.type}, {size}'}", err=True)
