"""RML in Turtle: what each construct becomes in the model, in both vocabularies, and what is found in bad documents."""

from pathlib import Path

import pytest

from opencollections.errors import MappingInvalid
from opencollections.formats.interface import TAGS
from opencollections.formats.report.words import words
from opencollections.mapping.documents import ParsedMapping, read_mapping
from opencollections.mapping.model import (
    DEFAULT_GRAPH,
    Call,
    Constant,
    Join,
    LogicalSource,
    Reference,
    ReferencingObjectMap,
    Template,
    TermMap,
    TermType,
    TriplesMap,
)
from opencollections.records.tables import Dialect, Kind, Selection

PREFIXES = """@prefix rml: <http://w3id.org/rml/> .
@prefix old: <http://semweb.mmlab.be/ns/rml#> .
@prefix rr: <http://www.w3.org/ns/r2rml#> .
@prefix ql: <http://semweb.mmlab.be/ns/ql#> .
@prefix fnml: <http://semweb.mmlab.be/ns/fnml#> .
@prefix fno: <https://w3id.org/function/ontology#> .
@prefix csvw: <http://www.w3.org/ns/csvw#> .
@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
@prefix schema: <https://schema.org/> .
@prefix d2rq: <http://www.wiwiss.fu-berlin.de/suhl/bizer/D2RQ/0.1#> .
@prefix dcat: <http://www.w3.org/ns/dcat#> .
@prefix sd: <http://www.w3.org/ns/sparql-service-description#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
@prefix ex: <http://example.org/> .
@base <http://example.org/m/> .
"""
SOURCE = 'rml:logicalSource [ rml:source "a.csv" ; rml:referenceFormulation rml:CSV ]'
SUBJECT = 'rml:subjectMap [ rml:template "object/{id}" ]'
FIRST_LINE = PREFIXES.count("\n") + 1


def read(body: str) -> ParsedMapping:
    return read_mapping(PREFIXES + body, "m.ttl")


def only(body: str) -> TriplesMap:
    (triples_map,) = read(body).mapping.triples_maps
    return triples_map


def source(text: str) -> LogicalSource:
    return only(f"<#T> rml:logicalSource [ {text} ] ; {SUBJECT} .").source


def made(text: str) -> TermMap:
    """Give what one object map or object becomes."""
    (pair,) = only(
        f"<#T> {SOURCE} ; {SUBJECT} ; rml:predicateObjectMap [ rml:predicate ex:p ; {text} ] ."
    ).predicate_objects
    (term,) = pair.objects
    assert isinstance(term, TermMap)
    return term


def problems(body: str) -> list[tuple[str, int | str | None, str]]:
    """Give code, line within the body and sentence of each finding, which is told in every language."""
    with pytest.raises(MappingInvalid) as refused:
        read(body)
    for problem in refused.value.problems:
        assert [tag for tag in TAGS if not words(tag).tells(problem)] == [], problem
    return [
        (p.code, p.row - FIRST_LINE + 1 if isinstance(p.row, int) else p.row, f"{p.message} {p.advice}")
        for p in refused.value.problems
    ]


def test_a_whole_triples_map_in_the_present_vocabulary():
    read_map = only("""<#Objects> a rml:TriplesMap ;
      rml:baseIRI <http://example.org/base/> ;
      rml:logicalSource [ rml:source [ a rml:FilePath ; rml:root rml:MappingDirectory ; rml:path "./a.json" ] ;
        rml:referenceFormulation rml:JSONPath ; rml:iterator "$.a[*]" ] ;
      rml:subjectMap [ rml:template "object/{$.id}" ; rml:class ex:Object, ex:Thing ; rml:graph ex:g ] ;
      rml:predicateObjectMap [ rml:predicate ex:p, ex:q ; rml:objectMap [ rml:reference "$.t" ] ; rml:graphMap [ rml:reference "$.g" ] ] .
    """)
    assert read_map.name == "http://example.org/m/#Objects"
    assert read_map.base == "http://example.org/base/"
    assert read_map.source == LogicalSource("a.json", Selection(Kind.JSON, iterator="$.a[*]"))
    assert read_map.subject == TermMap(Template(("object/", Reference("$.id"))), TermType.IRI)
    assert [c.expression for c in read_map.classes] == [
        Constant("http://example.org/Object"),
        Constant("http://example.org/Thing"),
    ]
    assert read_map.graphs == (TermMap(Constant("http://example.org/g"), TermType.IRI),)
    (pair,) = read_map.predicate_objects
    assert [p.expression for p in pair.predicates] == [
        Constant("http://example.org/p"),
        Constant("http://example.org/q"),
    ]
    assert pair.objects == (TermMap(Reference("$.t"), TermType.LITERAL),)
    assert pair.graphs == (TermMap(Reference("$.g"), TermType.IRI),)


PRESENT = """<#T> rml:logicalSource [ rml:source "a.csv" ; rml:referenceFormulation rml:CSV ] ;
  rml:subjectMap [ rml:template "o/{id}" ; rml:class ex:C ; rml:graph rml:defaultGraph ; rml:termType rml:IRI ] ;
  rml:predicateObjectMap [ rml:predicate ex:p ; rml:objectMap [ rml:reference "t" ; rml:language "nl" ] ] ;
  rml:predicateObjectMap [ rml:predicateMap [ rml:constant ex:q ] ; rml:objectMap [ rml:parentTriplesMap <#U> ; rml:joinCondition [ rml:child "a" ; rml:parent "b" ] ] ] ;
  rml:predicateObjectMap [ rml:predicate ex:f ; rml:objectMap [ rml:functionExecution [ rml:function ex:upper ; rml:input [ rml:parameter ex:value ; rml:inputValueMap [ rml:reference "t" ] ] ] ] ] .
<#U> rml:logicalSource [ rml:source "b.json" ; rml:referenceFormulation rml:JSONPath ; rml:iterator "$[*]" ] ; rml:subjectMap [ rml:reference "c" ] .
"""
OLD = """<#T> old:logicalSource [ old:source "a.csv" ; old:referenceFormulation ql:CSV ] ;
  rr:subjectMap [ rr:template "o/{id}" ; rr:class ex:C ; rr:graph rr:defaultGraph ; rr:termType rr:IRI ] ;
  rr:predicateObjectMap [ rr:predicate ex:p ; rr:objectMap [ old:reference "t" ; rr:language "nl" ] ] ;
  rr:predicateObjectMap [ rr:predicateMap [ rr:constant ex:q ] ; rr:objectMap [ rr:parentTriplesMap <#U> ; rr:joinCondition [ rr:child "a" ; rr:parent "b" ] ] ] ;
  rr:predicateObjectMap [ rr:predicate ex:f ; rr:objectMap [ fnml:functionValue [ old:logicalSource [ old:source "a.csv" ] ; rr:predicateObjectMap [ rr:predicate fno:executes ; rr:objectMap [ rr:constant ex:upper ] ], [ rr:predicate ex:value ; rr:objectMap [ rr:column "t" ] ] ] ] ] .
<#U> old:logicalSource [ old:source "b.json" ; old:referenceFormulation ql:JSONPath ; old:iterator "$[*]" ] ; rr:subjectMap [ old:reference "c" ] .
"""


def test_the_old_vocabulary_means_the_same_as_the_present_one():
    assert read(OLD).mapping.triples_maps == read(PRESENT).mapping.triples_maps


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('rml:source "a.csv"', LogicalSource("a.csv", Selection(Kind.CSV))),
        ('rml:source "a.xml" ; rml:referenceFormulation rml:XPath ; rml:iterator "//o"', LogicalSource("a.xml", Selection(Kind.XML, iterator="//o"))),
        ('rml:source [ a rml:RelativePathSource ; rml:root rml:CurrentWorkingDirectory ; rml:path "./a.csv" ]', LogicalSource("a.csv", Selection(Kind.CSV))),
        ('rml:source [ a rml:FilePath ; rml:root "data" ; rml:path "a.csv" ]', LogicalSource("data/a.csv", Selection(Kind.CSV))),
        ('rml:source [ rml:path "a.csv" ; rml:null "", "NULL" ]', LogicalSource("a.csv", Selection(Kind.CSV), ("", "NULL"))),
        ('rml:source [ rml:path "a.csv" ; rml:encoding rml:UTF-16 ]', LogicalSource("a.csv", Selection(Kind.CSV, dialect=Dialect(encoding="UTF-16")))),
        ('rml:source [ rml:path "a.json.gz" ; rml:compression rml:gzip ] ; rml:referenceFormulation rml:JSONPath', LogicalSource("a.json.gz", Selection(Kind.JSON), compression="gzip")),
        ('rml:source [ rml:path "a.json.tar.xz" ; rml:compression rml:tarxz ]', LogicalSource("a.json.tar.xz", Selection(Kind.JSON), compression="tarxz")),
        ('rml:source [ a csvw:Table ; csvw:url "a.csv" ; csvw:dialect [ csvw:delimiter ";" ; csvw:quoteChar "\'" ; csvw:encoding "windows-1250" ; csvw:header false ] ]', LogicalSource("a.csv", Selection(Kind.CSV, dialect=Dialect(";", "'", "windows-1250", header=False)))),
        (r'rml:source [ a csvw:Table ; csvw:url "a.csv" ; csvw:dialect [ csvw:delimiter "\\t" ] ; csvw:null "-" ]', LogicalSource("a.csv", Selection(Kind.CSV, dialect=Dialect("\t")), ("-",))),
        ('rml:source [ csvw:url "a.csv" ; csvw:dialect [ csvw:commentPrefix "#" ; csvw:skipRows 2 ; csvw:skipColumns 1 ; csvw:trim true ; csvw:doubleQuote false ] ]', LogicalSource("a.csv", Selection(Kind.CSV, dialect=Dialect(comment="#", skipped_rows=2, skipped_columns=1, trim="both", doubled_quote=False)))),
        ('rml:source [ csvw:url "a.csv" ; csvw:dialect [ csvw:skipInitialSpace true ; csvw:lineTerminators "\\n" ] ]', LogicalSource("a.csv", Selection(Kind.CSV, dialect=Dialect(trim="start")))),
        ('rml:source "a.parquet" ; rml:referenceFormulation rml:CSV', LogicalSource("a.parquet", Selection(Kind.PARQUET))),
        ('rml:source "a.sqlite" ; rml:referenceFormulation rml:SQL2008Table ; rml:iterator "Friends"', LogicalSource("a.sqlite", Selection(Kind.SQLITE, "Friends"))),
        ('rml:source "a.db" ; rml:referenceFormulation rml:SQL2008Query ; rml:iterator "SELECT 1"', LogicalSource("a.db", Selection(Kind.SQLITE, iterator="SELECT 1"))),
        ('rml:source "a.db" ; rml:iterator "with x as (select 1) select * from x"', LogicalSource("a.db", Selection(Kind.SQLITE, iterator="with x as (select 1) select * from x"))),
        ('rml:source "a.db" ; rr:tableName "Friends" ; rr:sqlVersion rr:SQL2008', LogicalSource("a.db", Selection(Kind.SQLITE, "Friends"))),
        ('rr:sqlQuery "SELECT 1"', LogicalSource("database.sqlite", Selection(Kind.SQLITE, iterator="SELECT 1"))),
        ('rml:source [ a d2rq:Database ; d2rq:jdbcDSN "jdbc:sqlite:a.sqlite" ] ; rml:referenceFormulation rml:SQL2008Table ; rml:iterator "Friends"', LogicalSource("a.sqlite", Selection(Kind.SQLITE, "Friends"))),
        ('rml:source "a.nt" ; rml:referenceFormulation <http://www.w3.org/ns/formats/SPARQL_Results_CSV> ; rml:iterator "SELECT * {}"', LogicalSource("a.nt", Selection(Kind.RDF, iterator="SELECT * {}"))),
        ('rml:source "npg.xlsx" ; rml:referenceFormulation rml:CSV ; rml:iterator "Objects"', LogicalSource("npg.xlsx", Selection(Kind.XLSX, "Objects"))),
        ('rml:source [ a csvw:Table ; csvw:url "npg.ods" ; csvw:name "Objects" ]', LogicalSource("npg.ods", Selection(Kind.ODS, "Objects"))),
        ('rml:source [ rml:path "npg.xlsx" ; schema:name "Objects" ]', LogicalSource("npg.xlsx", Selection(Kind.XLSX, "Objects"))),
        ('rml:source "a.xml" ; rml:iterator "//l:o" ; rml:referenceFormulation [ a rml:XPathReferenceFormulation ; rml:namespace [ rml:namespacePrefix "l" ; rml:namespaceURL "http://l" ] ]', LogicalSource("a.xml", Selection(Kind.XML, iterator="//l:o", namespaces={"l": "http://l"}))),
    ],
)  # fmt: skip
def test_a_logical_source_names_a_file_and_the_rows_in_it(text: str, expected: LogicalSource):
    assert source(text) == expected


def test_a_relative_iri_is_a_file_where_the_document_has_no_base():
    text = f"{PREFIXES.replace('@base <http://example.org/m/> .', '')} <#T> rml:logicalSource [ rml:source <a.csv> ] ; {SUBJECT} ; rml:predicateObjectMap [ rml:predicate ex:p ; rml:object <../network/x> ] ."
    (triples_map,) = read_mapping(text, "m.ttl").mapping.triples_maps
    assert triples_map.name == "#T"
    assert triples_map.source.file == "a.csv"
    assert triples_map.predicate_objects[0].objects == (TermMap(Constant("../network/x"), TermType.IRI),)


X = Template(("x", Reference("a")))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("rml:object ex:o", TermMap(Constant("http://example.org/o"), TermType.IRI)),
        ('rml:object "train"@en', TermMap(Constant("train"), TermType.LITERAL, Constant("en"))),
        ("rml:object true", TermMap(Constant("true"), TermType.LITERAL, None, Constant("http://www.w3.org/2001/XMLSchema#boolean"))),
        ('rml:object "x"', TermMap(Constant("x"), TermType.LITERAL)),
        ('rml:objectMap [ rml:constant "x" ]', TermMap(Constant("x"), TermType.LITERAL)),
        ('rml:objectMap [ rml:constant "http://x" ; rml:termType rml:IRI ]', TermMap(Constant("http://x"), TermType.IRI)),
        ('rml:objectMap [ rml:reference "a" ]', TermMap(Reference("a"), TermType.LITERAL)),
        ('rml:objectMap [ rml:reference "a" ; rml:termType rml:IRI ]', TermMap(Reference("a"), TermType.IRI)),
        ('rml:objectMap [ rml:reference "a" ; rml:termType rml:UnsafeURI ]', TermMap(Reference("a"), TermType.UNSAFE_URI)),
        ('rml:objectMap [ rml:template "x{a}" ]', TermMap(X, TermType.IRI)),
        ('rml:objectMap [ rml:template "x{a}" ; rml:termType rml:URI ]', TermMap(X, TermType.URI)),
        ('rml:objectMap [ rml:template "x{a}" ; rml:termType rml:UnsafeIRI ]', TermMap(X, TermType.UNSAFE_IRI)),
        ('rml:objectMap [ rml:template "x{a}" ; rml:termType rml:BlankNode ]', TermMap(X, TermType.BLANK_NODE)),
        ('rml:objectMap [ rml:template "x{a}" ; rml:termType rml:Literal ]', TermMap(X, TermType.LITERAL)),
        ('rml:objectMap [ rml:template "x{a}" ; rml:language "hu" ]', TermMap(X, TermType.LITERAL, Constant("hu"))),
        ("rml:objectMap [ rml:termType rml:BlankNode ]", TermMap(Template(()), TermType.BLANK_NODE)),
        ('rml:objectMap [ rml:reference "a" ; rml:languageMap [ rml:template "{l}-{r}" ] ]', TermMap(Reference("a"), TermType.LITERAL, Template((Reference("l"), "-", Reference("r"))))),
        ('rml:objectMap [ rml:reference "a" ; rml:datatype xsd:int ]', TermMap(Reference("a"), TermType.LITERAL, None, Constant("http://www.w3.org/2001/XMLSchema#int"))),
        ('rml:objectMap [ rml:reference "a" ; rml:datatypeMap [ rml:reference "d" ] ]', TermMap(Reference("a"), TermType.LITERAL, None, Reference("d"))),
        ("rml:objectMap [ rml:constant 5 ; rml:datatype xsd:int ]", TermMap(Constant("5"), TermType.LITERAL, None, Constant("http://www.w3.org/2001/XMLSchema#int"))),
    ],
)  # fmt: skip
def test_an_object_has_its_term_type_language_and_datatype(text: str, expected: TermMap):
    assert made(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("rml:subject ex:o", TermMap(Constant("http://example.org/o"), TermType.IRI)),
        ('rml:subjectMap [ rml:reference "a" ]', TermMap(Reference("a"), TermType.IRI)),
        (
            'rml:subjectMap [ rml:template "x{a}" ; rml:termType rml:BlankNode ]',
            TermMap(X, TermType.BLANK_NODE),
        ),
        ("rml:subjectMap [ rml:termType rml:BlankNode ]", TermMap(Template(()), TermType.BLANK_NODE)),
        ("rml:subject _:node", TermMap(Constant("node"), TermType.BLANK_NODE)),
        (
            "rml:subjectMap [ rml:functionExecution <#F> ]",
            TermMap(Call("http://example.org/f", ()), TermType.IRI),
        ),
    ],
)
def test_a_subject_is_an_iri_unless_it_says_otherwise(text: str, expected: TermMap):
    assert only(f"<#T> {SOURCE} ; {text} . <#F> rml:function ex:f .").subject == expected


def test_functions_stand_in_functions_and_keep_their_order_and_output():
    call = made("""rml:objectMap [ rml:functionExecution <#F> ; rml:return ex:out ] ] .
      <#F> rml:function ex:join ; rml:input
        [ rml:parameter ex:part ; rml:inputValue "a" ],
        [ rml:parameterMap [ rml:constant ex:part ] ; rml:inputValueMap [ rml:template "{b}!" ] ],
        [ rml:parameter ex:part ; rml:inputValueMap [ rml:functionExecution [ rml:functionMap [ rml:constant ex:upper ] ; rml:input [ rml:parameter ex:v ; rml:inputValueMap [ rml:reference "c" ] ] ] ; rml:returnMap [ rml:constant ex:o ] ] ]
      . <#G> rml:function ex:g ; rml:input [ rml:parameter ex:x ; rml:inputValue 1""").expression
    part = "http://example.org/part"
    inner = Call(
        "http://example.org/upper", (("http://example.org/v", Reference("c")),), output="http://example.org/o"
    )
    assert call == Call(
        "http://example.org/join",
        ((part, Constant("a")), (part, Template((Reference("b"), "!"))), (part, inner)),
        output="http://example.org/out",
    )


def test_a_condition_stands_with_the_term_it_is_for():
    term = made(
        'rml:objectMap [ rml:reference "a" ; rml:condition [ rml:functionExecution [ rml:function ex:isSet ] ] ]'
    )
    assert term.condition == Call("http://example.org/isSet", ())


def test_two_conditions_must_both_hold():
    condition = "rml:condition [ rml:functionExecution [ rml:function ex:f ] ], [ rml:functionExecution [ rml:function ex:g ] ]"
    read_condition = made(f'rml:objectMap [ rml:reference "a" ; {condition} ]').condition
    assert isinstance(read_condition, Call)
    assert [value for _, value in read_condition.arguments] == [
        Call("http://example.org/f", ()),
        Call("http://example.org/g", ()),
        Constant("false"),
    ]


@pytest.mark.parametrize(
    ("condition", "joins"),
    [
        ("", ()),
        ('rml:joinCondition [ rml:child "a" ; rml:parent "b" ] ;', (Join(Reference("a"), Reference("b")),)),
        ('rml:joinCondition [ rml:childMap [ rml:template "x{a}" ] ; rml:parentMap [ rml:constant "b" ] ] ;', (Join(X, Constant("b")),)),
        ('rml:joinCondition [ rml:child "a" ; rml:parent "b" ], [ rml:child "c" ; rml:parent "d" ] ;', (Join(Reference("a"), Reference("b")), Join(Reference("c"), Reference("d")))),
    ],
)  # fmt: skip
def test_a_reference_to_another_triples_map_has_its_joins(condition: str, joins: tuple[Join, ...]):
    first, _ = read(f"""<#T> {SOURCE} ; {SUBJECT} ; rml:predicateObjectMap [ rml:predicate ex:p ;
        rml:objectMap [ {condition} rml:parentTriplesMap <#U> ] ] . <#U> {SOURCE} ; {SUBJECT} .""").mapping.triples_maps
    assert first.predicate_objects[0].objects == (ReferencingObjectMap("http://example.org/m/#U", joins),)


def test_the_default_graph_has_one_name_in_both_vocabularies():
    graphs = only(
        f'<#T> {SOURCE} ; rml:subjectMap [ rml:template "x{{a}}" ; rml:graph rml:defaultGraph, rr:defaultGraph ] .'
    ).graphs
    assert [graph.expression for graph in graphs] == [Constant(DEFAULT_GRAPH), Constant(DEFAULT_GRAPH)]


def test_a_triples_map_without_an_iri_is_named_by_its_label_or_line():
    maps = read(
        f'[] <http://www.w3.org/2000/01/rdf-schema#label> "Objects" ; {SOURCE} ; {SUBJECT} .\n[] {SOURCE} ; {SUBJECT} .'
    ).mapping.triples_maps
    assert [each.name for each in maps] == ["Objects", f"[…] {FIRST_LINE + 1}"]


def test_everything_knows_its_line():
    triples_map = only("""<#T>
      rml:logicalSource [
        rml:source "a.csv" ] ;
      rml:subjectMap [
        rml:template "x{a}" ;
        rml:class ex:C ] ;
      rml:predicateObjectMap [
        rml:predicate ex:p ;
        rml:objectMap [
          rml:functionExecution [
            rml:function ex:f ] ] ] .""")
    pair = triples_map.predicate_objects[0]
    (term,) = pair.objects
    assert isinstance(term, TermMap)
    assert isinstance(term.expression, Call)
    places = [
        triples_map.source,
        triples_map.subject,
        triples_map.classes[0],
        pair.predicates[0],
        term.expression,
    ]
    assert [place.location.line - FIRST_LINE + 1 for place in places if place.location] == [3, 5, 6, 8, 11]


VIEW = "<#T> rml:logicalSource <#V> ; rml:subjectMap [ rml:template 'x{a}' ] . <#V> a rml:LogicalView ; "
MAP = f"<#T> {SOURCE} ; {SUBJECT} ; rml:predicateObjectMap [ rml:predicate ex:p ; "


@pytest.mark.parametrize(
    ("body", "code", "line", "said"),
    [
        ("ex:a ex:b ex:c .", "mapping-empty", None, "no triples map"),
        (f"<#T> {SOURCE} .", "mapping-missing", 1, "has no subject"),
        (f"<#T> {SUBJECT} .", "mapping-missing", 1, "names no logical source"),
        (f"<#T> {SOURCE} ;\n {SUBJECT}, [ rml:reference 'b' ] .", "mapping-twice", 2, "2 times"),
        (f"<#T> {SOURCE} ; rml:subjectMap [ rml:template 'x{{a}}' ; \nrml:reference 'b' ] .", "mapping-twice", 1, "template, reference"),
        (f"<#T> {SOURCE} ; rml:subjectMap [ rml:class ex:C ] .", "mapping-missing", 1, "says not what to take"),
        (f"<#T> {SOURCE} ; rml:subjectMap [ rml:template '{{{{a}}}}' ] .", "mapping-template", 1, "a reference has a {"),
        (f"<#T> {SOURCE} ; rml:subjectMap [ rml:template 'x y/{{a}}' ] .", "mapping-iri", 1, "Write %20"),
        (f"<#T> {SOURCE} ; rml:subjectMap [ rml:template 'x{{a}}' ;\n rml:termType rml:Literal ] .", "mapping-term-type", 1, "A subject cannot be of the type literal"),
        (f"<#T> {SOURCE} ; rml:subjectMap [ rml:template 'x{{a}}' ;\n rml:termType rml:Iri ] .", "mapping-term-type", 2, "Did you mean 'IRI'?"),
        (f"<#T> {SOURCE} ; rml:subjectMap [ rml:constant 'x' ; rml:termType rml:BlankNode ] .", "mapping-term-type", 1, "is of the type literal"),
        (f"<#T> {SOURCE} ; rml:subjectMap [ rml:template 'x{{a}}' ; rml:graphMap [ rml:reference 'g' ; rml:termType rml:Literal ] ] .", "mapping-term-type", 1, "A graph cannot be"),
        (f"<#T> {SOURCE} ; {SUBJECT} ; rml:predicateObjectMap [\n rml:predicate ex:p ] .", "mapping-missing", 2, "has no rml:object"),
        (f"<#T> {SOURCE} ; {SUBJECT} ; rml:predicateObjectMap [\n rml:object ex:p ] .", "mapping-missing", 2, "has no rml:predicate"),
        (MAP + "rml:objectMap [ rml:refrence 'a' ] ] .", "mapping-unknown-key", 1, "Did you mean 'reference'?"),
        (MAP + "rml:object [ rml:reference 'a' ] ] .", "mapping-wrong-type", 1, "Write objectMap before the brackets"),
        (MAP + "rml:objectMap 'a' ] .", "mapping-wrong-type", None, "Write object before a constant"),
        (MAP + "rml:objectMap [ rml:reference ex:a ] ] .", "mapping-wrong-type", 1, "a text in quotes"),
        (MAP + "rml:objectMap [ rml:reference 'a' ; rml:language 'a-english' ] ] .", "mapping-language", 1, "is not a language tag"),
        (MAP + "rml:objectMap [ rml:reference 'a' ; rml:language 'en' ; rml:datatype xsd:int ] ] .", "mapping-twice", 1, "a language and a datatype"),
        (MAP + "rml:objectMap [ rml:reference 'a' ; rml:termType rml:IRI ; rml:language 'en' ] ] .", "mapping-term-type", 1, "which only texts have"),
        (MAP + "rml:objectMap [ rml:parentTriplesMap <#TT> ] ] .", "mapping-unknown-name", 1, "Did you mean 'http://example.org/m/#T'?"),
        (MAP + "rml:objectMap [ rml:parentTriplesMap <#T> ; rml:joinCondition [ rml:child 'a' ] ] ] .", "mapping-missing", 1, "has no rml:parent"),
        (MAP + "rml:objectMap [ rml:functionExecution [ rml:input [ rml:parameter ex:x ; rml:inputValue 1 ] ] ] ] .", "mapping-missing", 1, "without its rml:function"),
        (MAP + "rml:objectMap [ rml:functionExecution [ rml:function ex:f ; rml:input [ rml:parameter ex:x ] ] ] ] .", "mapping-missing", 1, "An input has no value"),
        (MAP + "rml:objectMap [ rml:gather ( [ rml:reference 'a' ] ) ; rml:gatherAs <http://x> ] ] .", "mapping-wrong-type", 1, "rdf:Bag"),
        (MAP + "rml:objectMap [ rml:gather ( [ rml:reference 'a' ] ) ] ] .", "mapping-missing", 1, "gatherAs"),
        (MAP + "rml:objectMap [ rml:gatherAs rdf:List ] ] .", "mapping-missing", 1, "no members"),
        (MAP + "rml:objectMap [ rml:gather ( [ rml:reference 'a' ] ) ; rml:gatherAs rdf:List ; rml:strategy rml:apend ] ] .", "mapping-wrong-type", 1, "append"),
        (MAP + "rml:objectMap [ rml:gather ( [ rml:reference 'a' ] ) ; rml:gatherAs rdf:List ; rml:template 'x{a}' ; rml:termType rml:Literal ] ] .", "mapping-term-type", 1, "literal"),
        (MAP + "rml:objectMap _:list ] . _:list rml:gather ( _:list ) ; rml:gatherAs rdf:List .", "mapping-too-deep", 1, "its own member"),
        (VIEW + "rml:viewOn [ rml:source 'a.csv' ] .", "mapping-missing", 1, "no fields"),
        (VIEW + "rml:field [ rml:fieldName 'a' ; rml:reference 'a' ] .", "mapping-missing", 1, "what it is on"),
        (VIEW + "rml:viewOn <#V> ; rml:field [ rml:fieldName 'a' ; rml:reference 'a' ] .", "mapping-too-deep", 1, "its own parent"),
        (VIEW + "rml:iterator '$' ; rml:viewOn [ rml:source 'a.csv' ] ; rml:field [ rml:fieldName 'a' ; rml:reference 'a' ] .", "mapping-wrong-type", 1, "of its own"),
        (VIEW + "rml:viewOn [ rml:source 'a.csv' ] ; rml:field [ rml:reference 'a' ] .", "mapping-missing", 1, "fieldName"),
        (VIEW + "rml:viewOn [ rml:source 'a.csv' ] ; rml:field [ rml:fieldName 'a' ; rml:reference 'a' ] , [ rml:fieldName 'a' ; rml:reference 'b' ] .", "mapping-twice", 1, "called 'a'"),
        (VIEW + "rml:viewOn [ rml:source 'a.csv' ] ; rml:field [ a rml:IterableField ; rml:fieldName 'a' ; rml:iterator '$' ; rml:field [ rml:fieldName 'b' ; rml:reference 'b' ] ] .", "mapping-wrong-type", 1, "iterates over something else"),
        (VIEW + "rml:viewOn [ rml:source 'a.json' ] ; rml:field [ a rml:IterableField ; rml:fieldName 'a' ; rml:iterator '$' ] .", "mapping-missing", 1, "no fields"),
        (VIEW + "rml:viewOn [ rml:source 'a.csv' ] ; rml:field [ rml:fieldName 'a' ; rml:reference 'a' ; rml:field [ rml:fieldName 'b' ; rml:reference 'b' ] ] .", "mapping-missing", 1, "reference formulation"),
        (VIEW + "rml:viewOn [ rml:source 'a.csv' ] ; rml:field [ rml:fieldName 'a' ; rml:reference 'a' ] ; rml:leftJoin [ rml:parentLogicalView [ rml:source 'b.csv' ] ; rml:field [ rml:fieldName 'b' ; rml:reference 'b' ] ] .", "mapping-missing", 1, "where they meet"),
        (f"<#T> {SOURCE} ; rml:subjectMap [ rml:quotedTriplesMap <#T> ] .", "mapping-not-offered", 1, "RDF-star"),
        ("<#T> rml:logicalSource [ rml:source [ csvw:url 'a.csv' ; csvw:dialect [ csvw:delimiter ';;' ] ] ] ; rml:subjectMap [ rml:template 'x{a}' ] .", "mapping-wrong-type", 1, "Write one character"),
        ("<#T> rml:logicalSource [ rml:source [ csvw:url 'a.csv' ; csvw:dialect [ csvw:skipRows 'two' ] ] ] ; rml:subjectMap [ rml:template 'x{a}' ] .", "mapping-wrong-type", 1, "Write a whole number"),
    ],
)  # fmt: skip
def test_a_bad_document_is_told_with_its_line(body: str, code: str, line: int | None, said: str):
    found = problems(body)
    assert (code, line) in [(each[0], each[1]) for each in found], found
    assert any(said in each[2] for each in found), found


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('rml:source "/etc/passwd"', "absolute path"),
        ('rml:source "../a.csv"', "'..'"),
        ('rml:source "http://example.org/a.csv"', "an address"),
        ('rml:source [ rml:path "../a.csv" ]', "'..'"),
        ('rml:source [ rml:root "/data" ; rml:path "a.csv" ]', "absolute path"),
        ('rml:source [ rml:root ".." ; rml:path "a.csv" ]', "'..'"),
        ("rml:source <http://example.org/a.csv>", "the address"),
        ('rml:source [ a csvw:Table ; csvw:url "http://example.org/a.csv" ]', "an address"),
        ("rml:source [ a csvw:Table ; csvw:url <file:///a.csv> ]", "an address"),
        ('rml:source [ a d2rq:Database ; d2rq:jdbcDSN "jdbc:x" ]', "a database"),
        ("rml:source [ a sd:Service ; sd:endpoint <http://example.org/sparql> ]", "a SPARQL endpoint"),
        (
            "rml:source [ a dcat:Distribution ; dcat:downloadURL <http://example.org/a.csv> ]",
            "a file on the web",
        ),
        ("rml:source [ a rml:Source ]", "no file"),
    ],
)
def test_a_source_that_is_not_a_file_beside_the_mapping_is_refused(text: str, said: str):
    ((code, line, sentence),) = problems(f"<#T> rml:logicalSource [ {text} ] ; {SUBJECT} .")
    assert (code, line) == ("mapping-source-refused", 1)
    assert said in sentence


@pytest.mark.parametrize(
    "formulation", ["rml:DB2", "<http://www.w3.org/ns/formats/SPARQL_Results_JSON>", "ql:CSS3"]
)
def test_a_formulation_that_is_not_offered_is_said_to_be_so(formulation: str):
    ((code, _, sentence),) = problems(
        f'<#T> rml:logicalSource [ rml:source "a.csv" ; rml:referenceFormulation {formulation} ] ; {SUBJECT} .'
    )
    assert code == "mapping-not-offered"
    assert "CSV, JSONPath, XPath" in sentence


@pytest.mark.parametrize(
    ("value", "said"),
    [('rml:inputValue "../x.csv"', "'..'"), ('rml:inputValueMap [ rml:reference "f" ]', "from the data")],
)
def test_a_lookup_reads_only_a_file_that_is_handed_in(value: str, said: str):
    body = (
        MAP
        + f"rml:objectMap [ rml:functionExecution [ rml:function ex:lookup ; rml:input [ rml:parameter ex:inputFile ; {value} ] ] ] ] ."
    )
    ((code, line, sentence),) = problems(body)
    assert (code, line) == ("mapping-source-refused", 1)
    assert said in sentence


def test_all_findings_are_told_at_once_in_the_order_of_the_document():
    found = problems(f"""<#T> {SOURCE} .
      <#U> rml:logicalSource [ rml:source "../a.csv" ] ; rml:subjectMap [
        rml:template "{{" ] .
      <#V> {SOURCE} ; {SUBJECT} ; rml:predicateObjectMap [
        rml:predicat ex:p ; rml:object ex:o ] .""")
    assert [(code, line) for code, line, _ in found] == [
        ("mapping-missing", 1),
        ("mapping-source-refused", 2),
        ("mapping-template", 3),
        ("mapping-unknown-key", 5),
        ("mapping-missing", 5),
    ]


@pytest.mark.parametrize(
    ("body", "code"),
    [
        (f"<#T> {SOURCE} ; rml:subject 'http://example.org/o' .", "mapping-wrong-type"),
        (f"<#T> rml:logicalSource [ rml:source [ csvw:url 'a.csv' ; csvw:dialect [ csvw:headerRowCount 3 ] ] ] ; {SUBJECT} .", "mapping-not-offered"),
    ],
)  # fmt: skip
def test_what_a_mapping_runs_without_is_a_warning(body: str, code: str):
    (warning,) = read(body).warnings
    assert warning.code == code
    assert warning.row == FIRST_LINE


@pytest.mark.parametrize(
    ("body", "code"),
    [
        (f"<#T> {SOURCE} ; rml:subjectMap <#F> . <#F> rml:functionExecution <#E> . <#E> rml:function ex:f ; rml:input [ rml:parameter ex:x ; rml:inputValueMap <#F> ] .", "mapping-too-deep"),
        (f"<#T> {SOURCE} ; rml:subjectMap [ rml:functionExecution <#F0> ] ." + "".join(f"<#F{n}> rml:function ex:f ; rml:input [ rml:parameter ex:x ; rml:inputValueMap [ rml:functionExecution <#F{n + 1}> ] ], [ rml:parameter ex:y ; rml:inputValueMap [ rml:functionExecution <#F{n + 1}> ] ] ." for n in range(40)), "mapping-too-large"),
        ("".join(f"<#T{n}> {SOURCE} ; {SUBJECT} ; rml:predicateObjectMap <#P> .\n" for n in range(300)) + "<#P> rml:object ex:o ; rml:predicate " + ", ".join(f"ex:p{n}" for n in range(1000)) + " .", "mapping-too-large"),
    ],
    ids=["a circle", "functions that double", "predicates that many share"],
)  # fmt: skip
def test_a_small_document_that_unfolds_without_end_is_stopped(body: str, code: str):
    assert code in [each[0] for each in problems(body)]


NOT_OFFERED = {
    "RMLSTC0006a": "The source is a database, which a mapping cannot read.",
}
"""Cases of the suites that are refused, beside those that must fail."""


@pytest.mark.parametrize("suite", ["rml-core", "rml-fnml", "rml-io", "rml-cc"])
def test_every_mapping_of_the_official_suites_is_read_or_refused_with_findings(conformance: Path, suite: str):
    must_fail = {
        line.split(",")[0]
        for line in (conformance / suite / "metadata.csv").read_text(encoding="utf-8").splitlines()
        if line.endswith(",true")
    }
    read_ones, untold = 0, []
    for path in sorted((conformance / suite).glob("*/mapping.ttl")):
        name = path.parent.name
        try:
            read_mapping(path.read_text(encoding="utf-8"), path.name)
        except MappingInvalid as refused:
            messages = [problem.message for problem in refused.problems]
            untold += [problem.message for problem in refused.problems if not words("lt").tells(problem)]
            if name not in must_fail:
                assert NOT_OFFERED[name] in messages, (name, messages)
        else:
            read_ones += 1
    assert read_ones == {"rml-core": 65, "rml-fnml": 20, "rml-io": 72, "rml-cc": 35}[suite]
    assert untold == []
