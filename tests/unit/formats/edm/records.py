"""The record of sheet.ttl, whole or with statements taken away and added."""

from pathlib import Path

import pyoxigraph
from pyoxigraph import NamedNode, RdfFormat

from opencollections.formats.edm import edm_record
from opencollections.vocabulary import expand

SPACE = "https://example.org/id/m/"
SHEET = Path(__file__).with_name("sheet.ttl")


def record(*, without=(), also=()):
    """Make the record without some properties (``subject property``), and with statements in Turtle beside it."""
    left_out = {(SPACE + subject, expand(name)) for subject, name in (text.split() for text in without)}
    sheet = SHEET.read_text(encoding="utf-8")
    prefixes = "".join(line for line in sheet.splitlines(keepends=True) if line.startswith("@prefix"))
    kept = [quad for quad in _parsed(sheet) if (quad.subject.value, quad.predicate.value) not in left_out]
    stated = {}
    for quad in (*kept, *_parsed(prefixes + "\n".join(also))):
        stated.setdefault(quad.subject.value, []).append((quad.predicate.value, quad.object))
    return edm_record(f"{SPACE}object/83", f"{SPACE}aggregation/83", lambda iri: stated.get(iri, []))


def _parsed(text):
    return list(pyoxigraph.parse(text, format=RdfFormat.TURTLE))


def node(path):
    return NamedNode(SPACE + path)
