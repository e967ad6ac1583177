"""Documents of RDF: the same lines from every serialization, stable names, and nothing that ends the service."""

from pathlib import Path

import pytest

from opencollections.errors import (
    BrokenFile,
    ContextForeign,
    ForbiddenXML,
    NotRDF,
    SourceError,
    TooDeep,
    TooLarge,
)
from opencollections.records.rdf_documents import Placing, RDFDocument
from opencollections.records.tables import File

SKOLEM = "https://e.org/.well-known/genid/m%2Fc%2F"
OURS = "https://e.org/context.jsonld"
PLACING = Placing("https://e.org/id/m/", "https://e.org/graph/m/c", SKOLEM, {OURS: {"v": "http://e.net/v"}})
RDF = 'xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:e="http://e.net/"'


def document(folder: Path, name: str, text: str | bytes, time_limit_s: int = 30) -> RDFDocument:
    file = folder / name
    file.write_bytes(text.encode() if isinstance(text, str) else text)
    return RDFDocument(File(name, file), PLACING, time_limit_s)


def lines(folder: Path, name: str, text: str | bytes) -> list[str]:
    found = (line for part in document(folder, name, text).lines() for line in part)
    return sorted(line.removesuffix(" <https://e.org/graph/m/c> .\n") for line in found)


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("a.ttl", '<x> <http://e.net/v> "é"@hu .'),
        ("a.nt", '<https://e.org/id/m/x> <http://e.net/v> "é"@hu .'),
        ("a.nq", '<https://e.org/id/m/x> <http://e.net/v> "é"@hu <http://e.net/graph> .'),
        ("a.trig", '<g> { <x> <http://e.net/v> "é"@hu }'),
        (
            "a.rdf",
            f'<rdf:RDF {RDF}><rdf:Description rdf:about="x"><e:v xml:lang="hu">é</e:v></rdf:Description></rdf:RDF>',
        ),
        ("a.jsonld", '{"@id": "x", "http://e.net/v": {"@value": "é", "@language": "hu"}}'),
        ("a.json", f'{{"@context": ["{OURS}"], "@id": "x", "v": {{"@value": "é", "@language": "hu"}}}}'),
    ],
)
def test_every_serialization_gives_the_same_lines_in_one_graph(tmp_path: Path, name: str, text: str):
    assert lines(tmp_path, name, text) == ['<https://e.org/id/m/x> <http://e.net/v> "é"@hu']


def test_the_name_of_a_nameless_node_depends_on_what_hangs_together_only(tmp_path: Path):
    one = '<x> <http://e.net/p> [ <http://e.net/q> [ <http://e.net/v> "1" ] ] .\n'
    other = '_:z <http://e.net/v> "2" . <y> <http://e.net/p> _:z .\n'
    alone, together = lines(tmp_path, "a.ttl", one), lines(tmp_path, "b.ttl", other + one)
    assert len(alone) == 3
    assert set(alone) < set(together)
    assert all(SKOLEM in line for line in together)


def test_what_is_said_twice_in_the_same_words_stays_two_nodes(tmp_path: Path):
    twice = '<x> <http://e.net/p> [ <http://e.net/v> "1" ], [ <http://e.net/v> "1" ] .'
    found = lines(tmp_path, "a.ttl", twice)
    assert len(set(found)) == 4
    assert found == lines(tmp_path, "b.ttl", twice)


def test_statements_about_statements_are_left_out_and_counted(tmp_path: Path):
    star = document(
        tmp_path,
        "a.nt",
        '<http://e.net/a> <http://e.net/p> <<( <http://e.net/a> <http://e.net/v> "x" )>> .\n',
    )
    assert [line for part in star.lines() for line in part] == []
    assert star.left_out == 1


HOSTILE = [
    ("laugh.rdf", f'<!DOCTYPE r [<!ENTITY a "ha">]><rdf:RDF {RDF}/>', ForbiddenXML, "DOCTYPE"),
    ("file.owl", f'<?xml version="1.0"?><!DOCTYPE r SYSTEM "file:///etc/passwd"><rdf:RDF {RDF}/>', ForbiddenXML, "DOCTYPE"),
    ("wide.rdf", f'<?xml version="1.0"?><!DOCTYPE r><rdf:RDF {RDF}/>'.encode("utf-16"), ForbiddenXML, "DOCTYPE"),
    ("deep.jsonld", '{"http://e.net/p":' * 10_000 + "1" + "}" * 10_000, TooDeep, "nested more than 100"),
    ("deep.rdf", f"<rdf:RDF {RDF} xmlns:x='http://e.net/'>" + "<x:C><x:p>" * 60 + "</x:p></x:C>" * 60 + "</rdf:RDF>", TooDeep, "nested more than 100"),
    ("open.rdf", f"<rdf:RDF {RDF}><a></b>", BrokenFile, "mismatched tag"),
    ("coded.rdf", f'<?xml version="1.0" encoding="x-y"?><rdf:RDF {RDF}/>', BrokenFile, "unknown encoding"),
    ("double.rdf", f'<?xml version="1.0" encoding="gb18030"?><rdf:RDF {RDF}/>', BrokenFile, "multi-byte"),
    ("deep.nt", "<http://e/a> <http://e/b> " + "<<( <http://e/a> <http://e/b> " * 200_000 + '"x"' + " )>>" * 200_000 + " .", TooLarge, "Nest it less"),
    ("long.nt", f'<http://e.net/a> <http://e.net/p> "{"x" * 16_800_000}" .', BrokenFile, "buffer maximal size"),
    ("far.jsonld", '{"@context": "http://127.0.0.1:9/c", "name": "x"}', ContextForeign, "http://127.0.0.1:9/c"),
    ("import.jsonld", '{"@context": {"@import": "http://127.0.0.1:9/c"}, "name": "x"}', ContextForeign, "nothing is fetched"),
    ("half.ttl", '<a> <b> "c', BrokenFile, "cannot be read as RDF"),
    ("empty.rdf", "", BrokenFile, "no element begins"),
    ("noise.ttl", b"\xff\xfe\x00\x01", BrokenFile, "UTF-8"),
    ("broken.jsonld", '{"@id": ', BrokenFile, "cannot be read as RDF"),
    ("list.csv", "No,Title\n1,x\n", NotRDF, "a collection with a mapping"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "text", "error", "sentence"), HOSTILE, ids=[case[0] for case in HOSTILE])
def test_what_cannot_be_read_is_one_sentence(
    tmp_path: Path, name: str, text: str | bytes, error: type[SourceError], sentence: str
):
    with pytest.raises(error, match=sentence) as told:
        list(document(tmp_path, name, text).lines())
    # Under which name the service keeps the file is not told.
    assert str(told.value).count(name) == 1


def test_what_never_ends_is_ended(tmp_path: Path):
    nodes = range(24)
    knot = "".join(f"_:b{a} <http://e.net/p> _:b{b} .\n" for a in nodes for b in nodes if a != b)
    with pytest.raises(TooLarge, match="fewer blank nodes"):
        list(document(tmp_path, "knot.nt", knot, time_limit_s=1).lines())


def test_a_whole_file_is_read_to_its_end(tmp_path: Path):
    text = "".join(f'<http://e.net/{number}> <http://e.net/v> "{"x" * 200}" .\n' for number in range(100_000))
    assert len(lines(tmp_path, "a.nt", text)) == 100_000
