"""The result of a query as a page: a table, a yes or no, or a graph as text."""

import asyncio
import json
from dataclasses import dataclass
from typing import Any, Final

from ..formats.links import Urls
from ..query.answers import HELD_BACK_BYTES, QueryAnswer
from ..query.requests import QueryForm, QueryText
from ..query.results import formats_of
from .site import Site
from .visits import Visit

ROWS_SHOWN: Final = 1_000
"""Rows on one page; the other formats have them all."""


@dataclass(frozen=True, slots=True)
class Cell:
    """A term in a table: ``href`` where an IRI can be followed, ``language`` where a text names it."""

    text: str
    href: str | None = None
    language: str | None = None


@dataclass(frozen=True, slots=True)
class Result:
    """What a page shows: rows of a table (None where nothing is bound), or the truth, or a graph."""

    columns: tuple[str, ...] = ()
    rows: tuple[tuple[Cell | None, ...], ...] = ()
    total: int = 0
    truth: bool | None = None
    graph: str | None = None


async def result_page(site: Site, query: QueryText, answer: QueryAnswer, reader: Visit) -> bytes:
    """Write the page of an answer in the first format of its kind; a result too large for it is only named."""
    if not answer.complete or answer.size > HELD_BACK_BYTES:
        return _page(site, query, None, reader)
    body = b"".join([piece async for piece in answer])
    return await asyncio.to_thread(lambda: _page(site, query, shown(body, query.form, site.urls), reader))


def shown(body: bytes, form: QueryForm, urls: Urls) -> Result:
    """Give what a page shows of a result: Turtle, or SPARQL 1.1 Query Results JSON."""
    if form.gives_graph:
        return Result(graph=body.decode())
    document = json.loads(body)
    if "boolean" in document:
        return Result(truth=document["boolean"])
    columns, bindings = tuple(document["head"]["vars"]), document["results"]["bindings"]
    rows = (tuple(_cell(row.get(column), urls) for column in columns) for row in bindings[:ROWS_SHOWN])
    return Result(columns, tuple(rows), len(bindings))


def _cell(term: dict[str, Any] | None, urls: Urls) -> Cell | None:
    if term is None:
        return None
    if term["type"] == "uri":
        return Cell(term["value"], urls.href(term["value"]))
    if term["type"] == "triple":
        parts = (_cell(term["value"][part], urls) for part in ("subject", "predicate", "object"))
        return Cell(" ".join(part.text for part in parts if part is not None))
    return Cell(term["value"], language=term.get("xml:lang"))


def _page(site: Site, query: QueryText, result: Result | None, reader: Visit) -> bytes:
    formats = formats_of(query.form)
    return site.pages.render("sparql_result.html", reader, query=query.text, formats=formats, result=result)
