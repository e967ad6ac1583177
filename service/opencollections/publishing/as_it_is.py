"""As it is: files of RDF published without a mapping.

Whatever graphs a file has, its statements go to the one of the collection. Those about IRIs of others are kept as
statements about foreign things.
"""

import json
from collections.abc import Iterator
from dataclasses import replace
from typing import Any, Final

import polars as pl

from ..errors import SourceUnmatched
from ..phrases import Phrase
from ..problems import Problem, Severity, Telling
from ..records.packing import unpacked
from ..records.rdf_documents import Placing, RDFDocument
from ..records.tables import File
from ..resources import resource
from ..store.disk import disk_watched
from ..store.statements import SortedStatements, StatementSorter
from . import intake
from .changes import own_spaces
from .checking import checked
from .entities import subjects
from .uploads import Draft, Upload

CONTEXT: Final = "context.jsonld"


def as_it_is(upload: Upload) -> Draft:
    """Read files of RDF; raise SourceUnmatched where there are none, SourceError or DiskFull."""
    kept = upload.sources()
    if not kept:
        raise SourceUnmatched(wanted="FILE.ttl", given=Phrase("nothing"))
    documents = [_document(upload, intake.reopened(upload.data, file)) for file in kept]
    sorter = StatementSorter(upload.folder)
    with disk_watched(upload.folder):
        for lines in _lines(upload, documents):
            sorter.add(lines)
        statements = sorter.sorted()
    problems = (*_left_out(documents), *_foreign(upload, statements))
    made = recounted(upload.draft(tuple(kept), statements, problems, records=0))
    return replace(made, problems=(*made.problems, *map(_doubtful, checked(upload, made).problems)))


def _doubtful(problem: Problem) -> Problem:
    """Tell an error as a warning: whoever hands in statements has said what is meant, and none is left out."""
    return replace(problem, severity=Severity.WARNING) if problem.severity is Severity.ERROR else problem


def recounted(draft: Draft) -> Draft:
    """Give a draft with as many records as it describes things; nameless ones are parts of them."""
    skolem = draft.identifiers.skolem(f"{draft.collection.name}/")
    named = subjects(draft.statements, ("",)) - subjects(draft.statements, (skolem,))
    return replace(draft, records=len(named))


def _document(upload: Upload, file: File) -> RDFDocument:
    plain = unpacked(file, lambda: upload.folder)
    address = f"{upload.identifiers.base}/{CONTEXT}"
    context: Any = json.loads((resource("ontology") / CONTEXT).read_text(encoding="utf-8"))["@context"]
    known = {address: context, f"/{CONTEXT}": context}
    return RDFDocument(File(file.name, plain.path), Placing(upload.base, upload.graph, upload.skolem, known))


def _lines(upload: Upload, documents: list[RDFDocument]) -> Iterator[pl.Series]:
    done = 0
    for document in documents:
        for lines in document.lines():
            done += len(lines)
            upload.progress("read", done)
            yield lines


def _left_out(documents: list[RDFDocument]) -> Iterator[Problem]:
    for document in documents:
        if document.left_out:
            telling = Telling(
                "Statements that speak of other statements (triple terms of RDF 1.2) were left out: {count}.",
                "State what they say of a thing with an identifier of its own.",
                {"count": str(document.left_out)},
            )
            yield Problem.told(
                "statements-about-statements", Severity.WARNING, telling, file=document.file.name
            )


def _foreign(upload: Upload, statements: SortedStatements) -> Iterator[Problem]:
    """Say it where a member's file has nothing of its own: that may well be meant so, or a wrong base."""
    own = own_spaces(upload.identifiers, upload.collection.member)
    if statements.count and not subjects(statements, own):
        telling = Telling(
            "No identifier of the files begins with {space}, so all they say is published as statements about things "
            "of others, without pages here.",
            "That is right for an authority file; otherwise write relative identifiers (<object/7>), or these.",
            {"space": upload.base},
        )
        yield Problem.told("nothing-of-our-own", Severity.ADVICE, telling, file=upload.files[0].name)
