"""A small generation, and requests that ask it."""

from pathlib import Path

from pyoxigraph import RdfFormat, Store

from opencollections.query.requests import QueryForm, QueryRequest, QueryText


def make_generation(folder: Path, statements: int = 2_000) -> Path:
    """Make a store of things 1, 2, 3 … in three graphs; the folder's name is in it too."""
    lines = [
        f'<http://x/{number}> <http://x/p> "{folder.name} {number}" <http://x/graph/{number % 3}> .\n'
        for number in range(statements)
    ]
    store = Store(str(folder))
    store.bulk_load("".join(lines).encode(), RdfFormat.N_QUADS)
    store.flush()
    return folder


def request_for(text: str, form: QueryForm = QueryForm.SELECT, **options) -> QueryRequest:
    """Ask without the checks of the text, as a query that got past them would."""
    media_type = "application/n-triples" if form.gives_graph else "application/sparql-results+json"
    query = QueryText(text, form, names_dataset=options.pop("names_dataset", False))
    return QueryRequest(query, options.pop("media_type", media_type), "http://x/", **options)
