"""The interface for members' programs, ``/api/v1``: everything that a member does on the pages, for scripts."""

from . import (
    collections,
    drafts,
    files,
    jobs,
    limits,
    mappings,
    me,
    people,
    proposals,
    publishing,
    records,
    reports,
    takeout,
    tokens,
    versions,
)

ROUTERS = tuple(
    module.router
    for module in (
        limits,
        me,
        tokens,
        people,
        collections,
        mappings,
        drafts,
        files,
        proposals,
        reports,
        records,
        publishing,
        versions,
        jobs,
        takeout,
    )
)
