"""Exports: a version in other forms, each saying what it should and nothing else."""

import gzip
import io
from pathlib import Path

import pyoxigraph
from pyoxigraph import RdfFormat

from opencollections.publishing.exports import EXPORTS

G = "<http://localhost:8000/graph/m/c>"
OBJECT = "<http://localhost:8000/id/m/object/1>"
LINES = [
    f'{OBJECT} <http://purl.org/dc/elements/1.1/title> "Híd"@hu {G} .',
    f'{OBJECT} <http://purl.org/dc/terms/identifier> "1" {G} .',
    f"{OBJECT} <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <http://www.europeana.eu/schemas/edm/ProvidedCHO> {G} .",
    f"{OBJECT} <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <https://schema.org/Photograph> {G} .",
    f'{OBJECT} <https://schema.org/name> "Híd" {G} .',
    f"<http://localhost:8000/id/m/role/1> <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <https://schema.org/Role> {G} .",
]


def exported(folder: Path, name: str) -> bytes:
    version = folder / "1.nq.gz"
    version.write_bytes(gzip.compress("".join(f"{line}\n" for line in LINES).encode()))
    output = io.BytesIO()
    EXPORTS[name](version, output)
    return output.getvalue()


def test_turtle_and_nquads_say_the_whole(tmp_path: Path):
    nquads = exported(tmp_path, "nq").decode()
    assert nquads.splitlines() == LINES
    turtle = list(pyoxigraph.parse(exported(tmp_path, "ttl"), format=RdfFormat.TURTLE))
    assert len(turtle) == len(LINES)


def test_a_table_has_an_entity_a_row_and_joins_several_values(tmp_path: Path):
    rows = exported(tmp_path, "csv").decode("utf-8-sig").splitlines()
    assert rows[0] == "identifier,dc:title,dcterms:identifier,rdf:type,schema:name"
    types = "http://www.europeana.eu/schemas/edm/ProvidedCHO | https://schema.org/Photograph"
    assert rows[1] == f"http://localhost:8000/id/m/object/1,Híd,1,{types},Híd"
    assert len(rows) == 3
