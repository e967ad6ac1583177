"""Logical targets: which statements go to them, and the files that they become."""

import gzip
import io
import json
import lzma
import tarfile
import zipfile
from pathlib import Path

import pyoxigraph
import pytest
from pyoxigraph import RdfFormat

from opencollections.errors import MappingInvalid, Unwritable, WrongOption
from opencollections.mapping.documents import read_mapping
from opencollections.mapping.engine import Options, Run
from opencollections.mapping.model import Serialization, Target
from opencollections.mapping.sources import Sources
from opencollections.mapping.targets import written

PREFIXES = """@prefix rml: <http://w3id.org/rml/> .
@prefix formats: <http://www.w3.org/ns/formats/> .
@prefix ex: <http://example.org/> .
"""
SOURCE = 'rml:logicalSource [ rml:source "a.csv" ; rml:referenceFormulation rml:CSV ]'
OUT = '<#Out> rml:target [ a rml:FilePath ; rml:path "./out.nq" ] .'
OTHER = '<#Other> rml:target [ a rml:FilePath ; rml:path "other.nq" ] .'
LINES = [
    b'<http://example.org/1> <http://example.org/title> "L\'\\u0001x\\n"@hu .\n',
    '<http://example.org/1> <http://example.org/title> "Łódź" <http://example.org/g> .\n'.encode(),
    b"<http://example.org/2> <http://example.org/by> _:b1 .\n",
    b'<http://example.org/2> <http://example.org/year> "7"^^<http://www.w3.org/2001/XMLSchema#integer> .\n',
    b"_:b1 <http://example.org/same> <http://example.org/2> .\n",
]  # fmt: skip


def routed(folder: Path, rule: str, *, to_targets: bool = True) -> tuple[dict[str, set[str]], Run]:
    """Map one row, and give the last letters of the predicates that went to each target ("" is none)."""
    (folder / "a.csv").write_text("id,t,l\n1,x,en\n", encoding="utf-8")
    text = f"{PREFIXES}<#T> {SOURCE} ; {rule} .\n{OUT}\n{OTHER}"
    run = Run(
        read_mapping(text, "m.ttl").mapping,
        Sources({}, folder),
        Options("http://example.org/", to_targets=to_targets),
    )
    found: dict[str, set[str]] = {}
    for part in run.mapped():
        for line in part.lines:
            (quad,) = pyoxigraph.parse(line, format=RdfFormat.N_QUADS)
            for target in part.targets or (Target(""),):
                found.setdefault(target.file, set()).add(quad.predicate.value.rpartition("/")[2])
    return found, run


def pair(name: str, *, predicate: str = "", value: str = "", graph: str = "") -> str:
    graph_map = f"rml:graphMap [ rml:constant ex:g ; {graph} ] ;" if graph else ""
    return (
        f"rml:predicateObjectMap [ rml:predicateMap [ rml:constant ex:{name} ; {predicate} ] ; {graph_map} "
        f'rml:objectMap [ rml:reference "t" ; {value} ] ]'
    )


TO = "rml:logicalTarget <#Out>"
LANGUAGE = f'rml:languageMap [ rml:reference "l" ; {TO} ]'
DATATYPE = f"rml:datatypeMap [ rml:constant ex:d ; {TO} ]"
PLAIN_SUBJECT = 'rml:subjectMap [ rml:template "{id}" ]'


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        (f'rml:subjectMap [ rml:template "{{id}}" ; {TO} ] ; {pair("a")} ; {pair("b")}', {"out.nq": {"a", "b"}}),
        (f"{PLAIN_SUBJECT} ; {pair('a', predicate=TO)} ; {pair('b')}", {"out.nq": {"a"}, "": {"b"}}),
        (f"{PLAIN_SUBJECT} ; {pair('a')} ; {pair('b', value=TO)}", {"out.nq": {"b"}, "": {"a"}}),
        (f"{PLAIN_SUBJECT} ; {pair('a', graph=TO)} ; {pair('b')}", {"out.nq": {"a"}, "": {"b"}}),
        (f"{PLAIN_SUBJECT} ; {pair('a', value=LANGUAGE)} ; {pair('b')}", {"out.nq": {"a"}, "": {"b"}}),
        (f"{PLAIN_SUBJECT} ; {pair('a', value=DATATYPE)} ; {pair('b')}", {"out.nq": {"a"}, "": {"b"}}),
        (f"{PLAIN_SUBJECT} ; {pair('a', predicate=TO, value='rml:logicalTarget <#Other>')}", {"out.nq": {"a"}, "other.nq": {"a"}}),
        (f"{PLAIN_SUBJECT} ; {pair('a', predicate=TO, value=TO)}", {"out.nq": {"a"}}),
        (f'rml:subjectMap [ rml:template "{{id}}" ; rml:class ex:C ; {TO} ] ; {pair("a", value="rml:logicalTarget <#Other>")}', {"out.nq": {"22-rdf-syntax-ns#type", "a"}, "other.nq": {"a"}}),
        (f'rml:subjectMap [ rml:template "{{id}}" ; rml:graphMap [ rml:constant rml:defaultGraph ; {TO} ] ] ; {pair("a")}', {"out.nq": {"a"}}),
    ],
)  # fmt: skip
def test_a_statement_goes_to_the_targets_of_all_its_term_maps(
    tmp_path: Path, rule: str, expected: dict[str, set[str]]
):
    assert routed(tmp_path, rule)[0] == expected


def test_a_parent_that_is_referred_to_does_not_bring_its_targets(tmp_path: Path):
    parent = f'rml:subjectMap [ rml:template "p/{{id}}" ; {TO} ] ; {pair("a")}'
    child = (
        f"{parent} . <#C> {SOURCE} ; {PLAIN_SUBJECT} ; rml:predicateObjectMap [ rml:predicate ex:joined ; "
        'rml:objectMap [ rml:parentTriplesMap <#T> ; rml:joinCondition [ rml:child "id" ; rml:parent "id" ] ] , '
        "[ rml:parentTriplesMap <#T> ] ]"
    )
    assert routed(tmp_path, child)[0] == {"out.nq": {"a"}, "": {"joined"}}


def test_without_routing_all_stays_together_and_each_target_is_a_warning(tmp_path: Path):
    rule = f"{PLAIN_SUBJECT} ; {pair('a', predicate=TO)} ; {pair('b')}"
    found, run = routed(tmp_path, rule, to_targets=False)
    assert found == {"": {"a", "b"}}
    (warning,) = run.problems
    assert (warning.code, warning.row) == ("mapping-target-ignored", 5)
    assert "'out.nq'" in warning.message


def test_a_run_that_routes_says_nothing_of_targets(tmp_path: Path):
    assert routed(tmp_path, f"{PLAIN_SUBJECT} ; {pair('a', predicate=TO)}")[1].problems == []


@pytest.mark.parametrize(
    ("target", "expected"),
    [
        ('rml:target "x.nq"', Target("x.nq")),
        ('rml:target [ rml:path "./x.ttl" ; rml:root rml:CurrentWorkingDirectory ] ; rml:serialization formats:Turtle', Target("x.ttl", Serialization.TURTLE)),
        ('rml:target [ rml:path "x.ttl" ; rml:root "sub/" ] ; rml:serialization formats:RDF_XML', Target("sub/x.ttl", Serialization.RDF_XML)),
        ('rml:target [ rml:path "x.gz" ; rml:compression rml:gzip ; rml:encoding rml:UTF-16 ]', Target("x.gz", compression="gzip", encoding="UTF-16")),
        ('rml:target "x.tar.xz" ; rml:compression rml:tarxz ; rml:serialization formats:JSON-LD', Target("x.tar.xz", Serialization.JSON_LD, "tarxz")),
    ],
)  # fmt: skip
def test_a_target_says_its_file_and_how_it_is_written(target: str, expected: Target):
    text = f'{PREFIXES}<#T> {SOURCE} ; rml:subjectMap [ rml:template "{{id}}" ; {TO} ] . <#Out> {target} .'
    (triples_map,) = read_mapping(text, "m.ttl").mapping.triples_maps
    assert triples_map.subject.targets == (expected,)


@pytest.mark.parametrize(
    ("target", "code", "said"),
    [
        ('rml:target "../x.nq"', "mapping-target-refused", "'..'"),
        ('rml:target "/etc/x.nq"', "mapping-target-refused", "absolute"),
        ('rml:target [ rml:path "x.nq" ; rml:root "../up" ]', "mapping-target-refused", "'..'"),
        ('rml:target [ rml:path "http://example.org/x" ]', "mapping-target-refused", "an address"),
        ('rml:target "a\\u0000b"', "mapping-target-refused", "control characters"),
        ("rml:target <http://example.org/sparql>", "mapping-target-refused", "names no file"),
        ("rml:serialization formats:Turtle", "mapping-target-refused", "names no file"),
        ('rml:target "x" ; rml:serialization formats:HDT', "mapping-not-offered", "'HDT'"),
        ('rml:target "x" ; rml:compression rml:rar', "mapping-unknown-compression", "rar"),
        ('rml:target "x" ; rml:encoding rml:UTF-99', "mapping-unknown-encoding", "UTF-99"),
        ('rml:target "out.nq" . <#T> rml:predicateObjectMap [ rml:predicateMap [ rml:constant ex:p ; rml:logicalTarget <#B> ] ; rml:object "o" ] . <#B> rml:target "OUT.nq" ; rml:serialization formats:Turtle', "mapping-twice", "two ways"),
    ],
)  # fmt: skip
def test_a_target_that_cannot_be_is_refused(target: str, code: str, said: str):
    text = f'{PREFIXES}<#T> {SOURCE} ; rml:subjectMap [ rml:template "{{id}}" ; {TO} ] . <#Out> {target} .'
    with pytest.raises(MappingInvalid) as caught:
        read_mapping(text, "m.ttl")
    (problem,) = caught.value.problems
    assert problem.code == code
    assert said in problem.message


def expected_quads(*, graphs: bool) -> set[object]:
    quads = pyoxigraph.parse(b"".join(LINES), format=RdfFormat.N_QUADS)
    return {quad if graphs else quad.triple for quad in quads}


@pytest.mark.parametrize(
    ("serialization", "rdf_format"),
    [
        (Serialization.N_TRIPLES, RdfFormat.N_TRIPLES),
        (Serialization.N_QUADS, RdfFormat.N_QUADS),
        (Serialization.TURTLE, RdfFormat.TURTLE),
        (Serialization.TRIG, RdfFormat.TRIG),
        (Serialization.N3, RdfFormat.N3),
        (Serialization.JSON_LD, RdfFormat.JSON_LD),
    ],
)
def test_every_serialization_says_the_same(
    tmp_path: Path, serialization: Serialization, rdf_format: RdfFormat
):
    path = written(Target("sub/out.x", serialization), LINES, tmp_path, [("ex", "http://example.org/")])
    assert path == tmp_path / "sub" / "out.x"
    found = set(pyoxigraph.parse(path.read_bytes(), format=rdf_format))
    graphs = rdf_format.supports_datasets
    assert {quad if graphs else quad.triple for quad in found} == expected_quads(graphs=graphs)
    assert [left.name for left in path.parent.iterdir()] == ["out.x"]


def test_rdf_xml_says_the_same(tmp_path: Path):
    path = written(Target("out.rdf", Serialization.RDF_XML), LINES[1:], tmp_path)
    found = {quad.triple for quad in pyoxigraph.parse(path.read_bytes(), format=RdfFormat.RDF_XML)}
    assert len(found) == 4
    assert {t.object.value for t in found} >= {"Łódź", "7"}


@pytest.mark.parametrize(
    "line", [LINES[0], b'<http://a/s> <http://a/> "x" .\n', b'<http://a/s> <http://a/7> "x" .\n']
)
def test_what_rdf_xml_cannot_say_is_refused_and_leaves_no_file(tmp_path: Path, line: bytes):
    with pytest.raises(Unwritable, match="RDF/XML"):
        written(Target("out.rdf", Serialization.RDF_XML), [line], tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_rdf_json_is_written_by_its_letter(tmp_path: Path):
    path = written(
        Target("out.rj", Serialization.RDF_JSON), sorted([*LINES, LINES[1].replace(b"/g>", b"/h>")]), tmp_path
    )
    ex = "http://example.org/"
    assert json.loads(path.read_text(encoding="utf-8")) == {
        f"{ex}1": {
            f"{ex}title": [
                {"type": "literal", "value": "L'\x01x\n", "lang": "hu"},
                {"type": "literal", "value": "Łódź", "datatype": "http://www.w3.org/2001/XMLSchema#string"},
            ]
        }
    } | {
        f"{ex}2": {
            f"{ex}by": [{"type": "bnode", "value": "_:b1"}],
            f"{ex}year": [{"type": "literal", "value": "7", "datatype": "http://www.w3.org/2001/XMLSchema#integer"}],
        },
        "_:b1": {f"{ex}same": [{"type": "uri", "value": f"{ex}2"}]},
    }  # fmt: skip


@pytest.mark.parametrize("serialization", Serialization)
def test_no_statement_at_all_is_a_file_too(tmp_path: Path, serialization: Serialization):
    path = written(Target("out", serialization), [], tmp_path)
    assert path.is_file()


def from_zip(data: bytes) -> bytes:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert archive.namelist() == ["out.nq"]
        return archive.read("out.nq")


def from_tar(data: bytes) -> bytes:
    with tarfile.open(fileobj=io.BytesIO(data)) as archive:
        assert archive.getnames() == ["out.nq"]
        return archive.extractfile("out.nq").read()


@pytest.mark.parametrize(
    ("compression", "name", "unpack"),
    [
        ("gzip", "out.nq.gz", gzip.decompress),
        ("xz", "out.nq.xz", lzma.decompress),
        ("zip", "out.nq.zip", from_zip),
        ("targz", "out.nq.tar.gz", from_tar),
        ("tarxz", "out.nq.tar.xz", from_tar),
    ],
)
def test_every_packing_has_the_same_inside_and_is_reproducible(
    tmp_path: Path, compression: str, name: str, unpack: object
):
    target = Target(name, compression=compression)
    packed = written(target, LINES, tmp_path).read_bytes()
    assert unpack(packed) == b"".join(LINES)
    assert written(target, LINES, tmp_path).read_bytes() == packed


def test_another_encoding_is_written_whole(tmp_path: Path):
    many = [LINES[1].replace(b"/1>", b"/%d>" % number) for number in range(50_000)]
    path = written(Target("out.nq", encoding="UTF-16"), many, tmp_path)
    assert path.read_bytes().decode("utf-16") == b"".join(many).decode()


def test_an_encoding_without_a_letter_is_refused(tmp_path: Path):
    with pytest.raises(Unwritable, match="latin-1 has no way to write the character 'Ł'"):
        written(Target("out.nq", encoding="latin-1"), LINES, tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_a_link_does_not_lead_out_of_the_folder(tmp_path: Path):
    (tmp_path / "inside").mkdir()
    (tmp_path / "inside" / "link").symlink_to(tmp_path)
    with pytest.raises(WrongOption):
        written(Target("link/out.nq"), LINES, tmp_path / "inside")
