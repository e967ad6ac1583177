"""What the checks find is what pyshacl finds, result by result."""

import logging
import random
from pathlib import Path

import pytest
from pyoxigraph import RdfFormat, parse, serialize

from opencollections.checks.shape_documents import read_shapes
from opencollections.errors import ShapesInvalid
from opencollections.formats.interface import TAGS

from .judged import ours, theirs

ROOT = Path(__file__).resolve().parents[3]
EVERY = (Path(__file__).parent / "every_constraint.ttl").read_text(encoding="utf-8")
SHAPES = {
    path.stem: path.read_text(encoding="utf-8") for path in (ROOT / "ontology" / "shapes").glob("*.ttl")
}
XSD = "http://www.w3.org/2001/XMLSchema#"
EX = "http://example.org/"
SUBJECTS = [f"<{EX}{name}>" for name in "abcdefgh"] + ["_:n1", "_:n2"]
TEXTS = [
    *(
        '"a"',
        '"á"@hu',
        '"b"@en',
        '"c"@en',
        '"c"@hu-latn',
        '""',
        '"hat\\n\\"ő\\""',
        '"abcdef"',
        '"a\\u0061"@de',
    ),
    *(f'"{text}"^^<{XSD}integer>' for text in ("1", "0", "-91", "x")),
    *(f'"{text}"^^<{XSD}decimal>' for text in ("47.5", "90.5")),
    f'"4.75E1"^^<{XSD}double>',
]
DATES = [
    *(f'"{text}"^^<{XSD}date>' for text in ("1939-05-31", "1939-02-31", "1939-05")),
    f'"1939"^^<{XSD}gYear>',  # one that is none is a year to rdflib, whatever XML Schema says
]
TYPE = "<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>"


@pytest.fixture(autouse=True)
def quiet(caplog: pytest.LogCaptureFixture) -> None:
    """Silence what rdflib logs of each literal that is not written as its datatype wants."""
    caplog.set_level(logging.CRITICAL, "rdflib.term")


def drawn(seed: int) -> list[str]:
    """Draw a small graph in which most things break some rule."""
    chosen = random.Random(seed)
    lines = {
        f"{subject} {TYPE} <{EX}{chosen.choice(('Thing', 'Other', 'Kind', 'None'))}> .\n"
        for subject in chosen.choices(SUBJECTS, k=7)
    }
    for _ in range(chosen.randint(5, 40)):
        value = chosen.choice(SUBJECTS if chosen.random() < 0.4 else TEXTS)
        lines.add(f"{chosen.choice(SUBJECTS)} <{EX}{chosen.choice('pqr')}> {value} .\n")
    lines |= {f"{chosen.choice(SUBJECTS)} <{EX}s> {value} .\n" for value in chosen.choices(DATES, k=3)}
    if chosen.random() < 0.3:
        lines.add(f"<{EX}Kind> <http://www.w3.org/2000/01/rdf-schema#subClassOf> <{EX}Thing> .\n")
    return sorted(lines)


@pytest.mark.parametrize("seed", range(20))
def test_every_constraint_finds_what_pyshacl_finds(seed: int):
    lines = drawn(seed)
    assert ours(EVERY, lines) == theirs(EVERY, lines)


def described(path: Path, base: str) -> list[str]:
    form = RdfFormat.N_QUADS if path.suffix == ".nq" else RdfFormat.TURTLE
    quads = parse(path=str(path), format=form, base_iri=base)
    written = serialize([quad.triple for quad in quads], format=RdfFormat.N_TRIPLES).decode()
    return [f"{line}\n" for line in written.splitlines()]


SAMPLES = [
    *sorted((ROOT / "mappings").glob("*/expected.nq")),
    *sorted((ROOT / "tests" / "cases").glob("recipe-*/expected.nq")),
    ROOT / "tests" / "unit" / "ontology" / "record.ttl",
    ROOT / "tests" / "unit" / "ontology" / "release.ttl",
]


TARGETED = [path for path in SAMPLES if path.parent.name in {"ontology", "record-label", "workbook"}]


@pytest.mark.parametrize(
    ("shapes", "path"),
    [("core", path) for path in SAMPLES]
    + [(name, path) for name in sorted(set(SHAPES) - {"core", "schema"}) for path in TARGETED],
    ids=lambda one: one if isinstance(one, str) else f"{one.parent.name}-{one.stem}",
)
def test_real_samples_are_judged_as_pyshacl_judges_them(shapes: str, path: Path):
    lines = described(path, "http://example.org/id/m/")
    assert ours(SHAPES[shapes], lines, 5_000) == theirs(SHAPES[shapes], lines)


@pytest.mark.parametrize("name", sorted(SHAPES))
def test_every_shape_of_the_service_can_be_followed_and_speaks_to_curators(name: str):
    shapes = read_shapes(SHAPES[name], name, f"https://data.example.org/ontology/shapes/{name}")
    assert shapes
    told = [one for shape in shapes for one in (shape, *shape.properties) if one.constraints]
    assert [one.code for one in told if set(one.messages) != set(TAGS)] == []


@pytest.mark.parametrize(
    ("written", "named"),
    [
        ("sh:path ex:p ; sh:lessThan ex:q", "sh:lessThan"),
        ("sh:path ex:p ; sh:qualifiedMinCount 1", "sh:qualifiedMinCount"),
        ("sh:closed true", "sh:closed"),
        ("sh:targetSubjectsOf ex:p", "sh:targetSubjectsOf"),
        ("sh:severity ex:Dreadful", "ex"),
        ('sh:path ex:p ; sh:minCount "many"', "many"),
        ('sh:path ex:p ; sh:pattern "(?=a)"', "sh:pattern"),
        (
            'sh:path ex:p ; sh:minInclusive "1939"^^<http://www.w3.org/2001/XMLSchema#gYear>, "x"',
            "sh:minInclusive",
        ),
        ("sh:path [ sh:zeroOrMorePath ex:p ]", "sh:zeroOrMorePath"),
        ("sh:property <#x>", "leads back to itself"),
        ("sh:path ( ex:p ", "no Turtle"),
    ],
)
def test_what_the_checks_do_not_know_of_shacl_is_refused_by_name(written: str, named: str):
    text = (
        "@prefix sh: <http://www.w3.org/ns/shacl#> . @prefix ex: <http://example.org/> .\n"
        f"<#x> sh:targetClass ex:Thing ; {written} ."
    )
    with pytest.raises(ShapesInvalid) as refused:
        read_shapes(text, "own.ttl", "http://example.org/shapes")
    assert named in str(refused.value)
    assert "own.ttl" in str(refused.value)
