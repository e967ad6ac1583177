"""Sentences: the errors that readers of pages meet, told in their language."""

from collections.abc import Mapping, Sequence
from typing import Final

from ..errors import DraftRefused, MappingInvalid, OpenCollectionsError
from ..formats.interface import Interface
from ..formats.report.words import words
from ..formats.texts import Text
from ..phrases import facts_kept, filled
from ..problems import Finding, Problem
from ..store.jobs import Job

_TOLD: Final = tuple(kind for kind in OpenCollectionsError.kinds() if kind.translated)

TEXTS: Final = tuple({kind.text for kind in _TOLD} - {OpenCollectionsError.text})
"""The texts of errors that are translated."""

_WITH_PROBLEMS: Final = (MappingInvalid, DraftRefused)
_BY_CODE: Final = {kind.code: kind for kind in _TOLD}


def sentence(error: OpenCollectionsError, reader: Interface) -> Text:
    """Tell an error in the language of a reader, or in English where its text is not translated."""
    problems = error.problems if isinstance(error, _WITH_PROBLEMS) else ()
    known = type(error) if error.translated else None
    return _told(known, error.facts, problems, reader) or Text(str(error), "en")


def failure(job: Job, reader: Interface) -> Text:
    """Tell why a job failed, from what is kept of its error."""
    kept = job.outcome or {}
    problems = [Finding.from_json(one) for one in kept.get("problems", ())]
    facts = None if kept.get("facts") is None else facts_kept(kept["facts"])
    told = _told(_BY_CODE.get(job.code or ""), facts, problems, reader)
    return told or Text(job.detail or "", "en")


def _told(
    error: type[OpenCollectionsError] | None,
    facts: Mapping[str, object] | None,
    problems: Sequence[Problem],
    reader: Interface,
) -> Text | None:
    """Tell an error and what it says of its problems; None where not all of it is translated."""
    language = words(reader.tag)
    if error is None or facts is None or not all(map(language.tells, problems)):
        return None
    said = [language.sentence(one) for one in problems]
    of_problems = {"first": said[0], "detail": "\n".join(said)} if said else {}
    told = {**filled(facts, language.text), **of_problems}
    return Text(reader.gettext(error.text).format(**told), reader.tag)
