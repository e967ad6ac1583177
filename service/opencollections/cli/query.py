"""``ocn query``: a SPARQL query over what is published, under the limits of the public endpoint."""

import asyncio
import sys
from dataclasses import replace
from typing import Annotated

import typer

from ..publishing import provenance
from ..publishing.publish import identifiers
from ..query.evaluator import evaluator
from ..query.limits import QueryLimits
from ..query.requests import QueryRequest, QueryText
from ..query.results import chosen, formats_of
from ..query.sparql import checked_query
from ..settings import Settings
from . import display, options


def query(
    text: Annotated[
        str, typer.Argument(metavar="QUERY", help="SPARQL 1.1, or - to read it from standard input.")
    ],
    format_: Annotated[
        str | None, typer.Option("--format", help="json, xml, csv, tsv; ttl, nt, rdf, jsonld, nq, trig.")
    ] = None,
    data: options.Data = None,
    base_url: options.BaseURL = None,
) -> None:
    """Answer a SPARQL query from everything that is published.

    Example: ocn query 'SELECT * WHERE { ?s ?p ?o } LIMIT 10' --format csv
    """
    settings = options.settings(data, base_url)
    # Nobody else waits for the one worker, so that a long query may keep it.
    limits = replace(QueryLimits.of(settings), long=0)
    checked = checked_query(sys.stdin.read() if text == "-" else text, limits)
    default = [] if checked.form.gives_graph else ["csv"]
    choice = chosen(formats_of(checked.form), None, default if format_ is None else [format_])
    asyncio.run(_answered(settings, limits, checked, choice.format.media_type))


async def _answered(settings: Settings, limits: QueryLimits, checked: QueryText, media_type: str) -> None:
    folder = options.folder(settings)
    with folder.control() as control:
        # It is held until the answer is there.
        generation = folder.generations.open(control)
        ids = identifiers(control, settings)
        request = QueryRequest(checked, media_type, f"{ids.base}/")
        if request.names(ids.catalogue_graph):
            request = replace(request, instead=provenance.written(control, ids))
    pool = evaluator(folder, generation.number, limits, workers=1)
    try:
        await pool.start()
        async with await pool.evaluate(request) as answer:
            async for piece in answer:
                sys.stdout.buffer.write(piece)
        display.flush()
    finally:
        await pool.close()
