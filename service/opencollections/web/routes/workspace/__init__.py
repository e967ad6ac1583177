"""The workspace: what members do by pages, from handing files in to what is public."""

from . import (
    account,
    collections,
    decisions,
    files,
    home,
    jobs,
    people,
    preview,
    published,
    report,
    tokens,
    words,
)

ROUTERS = tuple(
    module.router
    for module in (
        home,
        account,
        tokens,
        people,
        collections,
        decisions,
        files,
        words,
        report,
        preview,
        published,
        jobs,
    )
)
