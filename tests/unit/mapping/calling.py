"""Calls of functions for tests: made by short names, and evaluated over a few records."""

from pathlib import Path

import polars as pl

from opencollections.mapping import batches
from opencollections.mapping.documents import read_mapping
from opencollections.mapping.engine import Options, Run
from opencollections.mapping.functions import BUILT_IN, Functions
from opencollections.mapping.model import Call, Expression
from opencollections.mapping.sources import Sources
from opencollections.mapping.value_columns import ValueColumns

GREL = "http://users.ugent.be/~bjdmeest/function/grel.ttl#"
IDLAB = "https://w3id.org/imec/idlab/function#"
OCN = "https://opencollections.net/function#"
SPARQL = "http://www.w3.org/ns/sparql#"
RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
XSD = "http://www.w3.org/2001/XMLSchema#"
SPACES = {"grel": GREL, "idlab-fn": IDLAB, "sparql": SPARQL, "rdf": RDF, "ocn-fn": OCN}

TABLE = {
    "olie": "http://vocab.getty.edu/aat/300015050",
    "gouache": "http://vocab.getty.edu/aat/300070114",
    "?": "",
}

Value = str | list[str] | None


def iri(name: str) -> str:
    prefix, _, local = name.partition(":")
    return SPACES[prefix] + local


def call(name: str, arguments: list[Expression]) -> Call:
    return Call(iri(name), tuple((f"{RDF}_{place}", value) for place, value in enumerate(arguments, 1)))


def value_columns(functions: Functions = BUILT_IN, source: str = "objects.csv") -> ValueColumns:
    return ValueColumns(lambda *_: TABLE, functions, source)


def values(
    expression: Expression, columns: dict[str, list[Value]], functions: Functions = BUILT_IN
) -> list[list[str]]:
    """Evaluate an expression over records and give the values of each."""
    over = value_columns(functions)
    column = over.of(expression).alias("value")
    height = max((len(cells) for cells in columns.values()), default=3)
    series = [pl.Series(f"v{number}", columns[path]) for number, path in enumerate(over.references)]
    typed = [each.cast(pl.List(pl.String) if each.dtype.is_nested() else pl.String) for each in series]
    frame = pl.DataFrame([pl.Series("row", range(2, height + 2)), *typed])
    frame = batches.with_derived(batches.prepared(frame, (), keep_empty=True), over.derived)
    long = batches.exploded(frame, [column]).drop_nulls()
    found = {index: group["value"].to_list() for (index,), group in long.group_by("i", maintain_order=True)}
    return [found.get(index, []) for index in range(height)]


HEAD = """
prefixes: {ex: "http://example.org/"}
mappings:
  object:
    sources: [[objects.csv~csv]]
    s: object/$(No)
    po:
"""


LOOKUP = "idlab-fn:lookup(str=$(Kind), inputFile=kinds.csv, fromColumn=word, toColumn=iri)"


def ran(
    folder: Path, *objects: str, functions: Functions = BUILT_IN, strict: bool = False
) -> tuple[str, Run]:
    """Map three objects by statements of ex:p: give the lines and the run."""
    (folder / "objects.csv").write_text(
        "No,Kind,Made,Width\n1,olie,1.2.1956,12\n2,Olie,c. 1956,12 cm\n3,?,,\n", "utf-8"
    )
    (folder / "kinds.csv").write_text("word,iri\nolie,http://example.org/oil\n?,\n", "utf-8")
    text = HEAD + "".join(f"      - {{p: ex:p, o: {{{each}}}}}\n" for each in objects)
    options = Options("http://example.org/", strict=strict)
    run = Run(read_mapping(text, "m.yml").mapping, Sources({}, folder), options, functions)
    return "".join(line for part in run.mapped() for line in part.lines.to_list()), run
