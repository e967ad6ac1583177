"""YARRRML: what each form of each key becomes in the model, and what is found in bad documents."""

import pytest

from opencollections.errors import MappingInvalid
from opencollections.mapping.documents import ParsedMapping, read_mapping
from opencollections.mapping.model import (
    DEFAULT_GRAPH,
    Call,
    Constant,
    Join,
    LogicalSource,
    ObjectMap,
    Reference,
    ReferencingObjectMap,
    Template,
    TermMap,
    TermType,
    TriplesMap,
)
from opencollections.records.tables import Dialect, Kind, Selection

GREL = "http://users.ugent.be/~bjdmeest/function/grel.ttl#"
IDLAB = "https://w3id.org/imec/idlab/function#"
EX = "http://example.org/"
RDF_TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
XSD = "http://www.w3.org/2001/XMLSchema#"

HEAD = """prefixes:
  ex: http://example.org/
mappings:
  m:
    sources: [[a.csv~csv]]
    s: object/$(id)
"""


def read(text: str, external: dict[str, str] | None = None) -> ParsedMapping:
    return read_mapping(text, "m.yml", external)


def maps(text: str) -> dict[str, TriplesMap]:
    return {each.name: each for each in read(text).mapping.triples_maps}


def objects(po: str) -> tuple[ObjectMap, ...]:
    """Give the objects of one entry of predicateobjects, as it stands after the dash."""
    (pair,) = maps(f"{HEAD}    po:\n      - {po}\n")["m"].predicate_objects
    return pair.objects


def made(po: str) -> ObjectMap:
    (term,) = objects(po)
    return term


def problems(text: str) -> list[tuple[str, int | str | None, str]]:
    """Give code, line and sentence of each finding."""
    with pytest.raises(MappingInvalid) as refused:
        read(text)
    return [(p.code, p.row, f"{p.message} {p.advice}") for p in refused.value.problems]


def source(text: str) -> LogicalSource:
    return maps(f"sources:\n  one: {text}\nmappings:\n  m: {{sources: one, s: x/$(id)}}")["m"].source


def iri(*parts: str | Reference) -> TermMap:
    return TermMap(parts[0] if isinstance(parts[0], Reference) else Template(parts), TermType.IRI)


def literal(path: str, language: str | None = None, datatype: str | None = None) -> TermMap:
    return TermMap(
        Reference(path), TermType.LITERAL, language and Constant(language), datatype and Constant(datatype)
    )


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a.csv~csv", LogicalSource("a.csv", Selection(Kind.CSV))),
        ("[a.csv~csv]", LogicalSource("a.csv", Selection(Kind.CSV))),
        ("[./a.tsv~csv]", LogicalSource("a.tsv", Selection(Kind.TSV))),
        ("[a.csv]", LogicalSource("a.csv", Selection(Kind.CSV))),
        ("[a~b.csv~csv]", LogicalSource("a~b.csv", Selection(Kind.CSV))),
        ("['p.json~jsonpath', '$.people[*]']", LogicalSource("p.json", Selection(Kind.JSON, iterator="$.people[*]"))),
        ("[x.xml~xpath, //person]", LogicalSource("x.xml", Selection(Kind.XML, iterator="//person"))),
        ("[npg.xlsx~xlsx, Objects]", LogicalSource("npg.xlsx", Selection(Kind.XLSX, "Objects"))),
        ("[npg.ods~ods, Objects]", LogicalSource("npg.ods", Selection(Kind.ODS, "Objects"))),
        ("[npg.xlsx~csv, Objects]", LogicalSource("npg.xlsx", Selection(Kind.XLSX, "Objects"))),
        ("[npg.xlsx]", LogicalSource("npg.xlsx", Selection(Kind.XLSX))),
        ("{access: a.csv, referenceFormulation: csv, type: localfile}", LogicalSource("a.csv", Selection(Kind.CSV))),
        ("{access: p.json, referenceFormulation: jsonpath, iterator: '$[*]'}", LogicalSource("p.json", Selection(Kind.JSON, iterator="$[*]"))),
        ("{access: npg.xlsx, sheet: Objects}", LogicalSource("npg.xlsx", Selection(Kind.XLSX, "Objects"))),
        ("{access: a.csv, delimiter: ';', quote: \"'\", encoding: windows-1250, header: false}", LogicalSource("a.csv", Selection(Kind.CSV, dialect=Dialect(";", "'", "windows-1250", header=False)))),
        ("[a.sqlite, Friends]", LogicalSource("a.sqlite", Selection(Kind.SQLITE, "Friends"))),
        ("[a.dat~sql, select 1]", LogicalSource("a.dat", Selection(Kind.SQLITE, iterator="select 1"))),
        (r"{access: a.csv, delimiter: '\t'}", LogicalSource("a.csv", Selection(Kind.CSV, dialect=Dialect("\t")))),
        ("{access: a.csv, null: NULL}", LogicalSource("a.csv", Selection(Kind.CSV), ("NULL",))),
        ("{access: a.csv, nulls: [NULL, null, '-', '']}", LogicalSource("a.csv", Selection(Kind.CSV), ("NULL", "null", "-", ""))),
        ("{access: a.csv.gz, compression: gzip}", LogicalSource("a.csv.gz", Selection(Kind.CSV), compression="gzip")),
        ("{access: x.xml, iterator: //l:o, namespaces: {l: http://l}}", LogicalSource("x.xml", Selection(Kind.XML, iterator="//l:o", namespaces={"l": "http://l"}))),
    ],
)  # fmt: skip
def test_a_source_is_a_list_keys_or_one_word(text: str, expected: LogicalSource):
    assert source(text) == expected


@pytest.mark.parametrize(
    ("text", "files"),
    [
        ("one", ["a.csv"]),
        ("[one, two]", ["a.csv", "b.csv"]),
        ("[[c.csv~csv]]", ["c.csv"]),
        ("[one, [c.csv~csv], {access: d.csv}]", ["a.csv", "c.csv", "d.csv"]),
        ("c.csv~csv", ["c.csv"]),
        ("[c.xlsx~xlsx, Sheet]", ["c.xlsx"]),
        ("[c.csv~csv, two]", ["c.csv", "b.csv"]),
        ("[c.csv~csv, d.csv~csv]", ["c.csv", "d.csv"]),
        ("{access: d.csv}", ["d.csv"]),
    ],
)
def test_the_sources_of_a_mapping_are_named_or_written_out(text: str, files: list[str]):
    found = maps(
        f"sources: {{one: [a.csv~csv], two: [b.csv~csv]}}\nmappings: {{m: {{sources: {text}, s: x/$(id)}}}}"
    )
    assert [each.source.file for each in found.values()] == files


def test_several_sources_and_subjects_make_triples_maps_with_names_of_their_own():
    found = maps("mappings:\n  m:\n    sources: [a.csv~csv, b.csv~csv]\n    s: [x/$(id), y/$(id)]\n")
    assert [(name, each.source.file, each.subject) for name, each in found.items()] == [
        ("m", "a.csv", iri("x/", Reference("id"))),
        ("m (2)", "a.csv", iri("y/", Reference("id"))),
        ("m (3)", "b.csv", iri("x/", Reference("id"))),
        ("m (4)", "b.csv", iri("y/", Reference("id"))),
    ]


LONG = """prefixes: {ex: "http://example.org/"}
sources: {one: {access: a.csv}}
mappings:
  m:
    sources: one
    subjects: x/$(id)
    graphs: ex:g
    condition: {function: ex:f, parameters: [{parameter: ex:p, value: $(a)}]}
    predicateobjects:
      - predicates: ex:p
        objects: {value: $(t), language: nl}
        graphs: ex:h
      - predicates: ex:q
        objects: {mapping: n, condition: {function: equal, parameters: [{parameter: str1, value: $(a)}, {parameter: str2, value: $(b)}]}}
  n: {sources: one, subjects: y/$(id)}
"""


@pytest.mark.parametrize(
    "replaced",
    [
        {"mappings:": "mapping:"},
        {"mappings:": "m:"},
        {"sources:": "source:", "subjects:": "subject:", "graphs:": "graph:", "condition:": "conditions:"},
        {"sources: {one": "s: {one", "subjects:": "s:", "graphs:": "g:", "condition:": "c:"},
        {"predicateobjects:": "predicateobject:", "predicates:": "predicate:", "objects:": "object:"},
        {"predicateobjects:": "po:", "predicates:": "p:", " objects:": " o:"},
        {"function:": "f:", "parameters:": "pms:", "parameter:": "pm:", "value:": "v:", "language:": "lang:"},
        {"function:": "fn:", "access:": "a:", "mapping: n": "m: n"},
    ],
)
def test_every_short_form_means_the_same_as_the_long_one(replaced: dict[str, str]):
    short = LONG
    for old, new in replaced.items():
        assert old in short
        short = short.replace(old, new)
    assert read(short).mapping == read(LONG).mapping


@pytest.mark.parametrize(
    ("subject", "expected"),
    [
        ("object/$(No)", iri("object/", Reference("No"))),
        ("$(iri)", iri(Reference("iri"))),
        ("ex:thing", TermMap(Constant(f"{EX}thing"), TermType.IRI)),
        ("ex:$(id)", iri(EX, Reference("id"))),
        ("http://other.org/$(id)", iri("http://other.org/", Reference("id"))),
        ("urn:isbn:$(isbn)", iri("urn:isbn:", Reference("isbn"))),
        ("../network/place/budapest", TermMap(Constant("../network/place/budapest"), TermType.IRI)),
        ("object/$(No)~iri", iri("object/", Reference("No"))),
        ("object/a:b$(No)", iri("object/a:b", Reference("No"))),
        ("_:x$(id)", TermMap(Template(("x", Reference("id"))), TermType.BLANK_NODE)),
        ("x$(id)~blank", TermMap(Template(("x", Reference("id"))), TermType.BLANK_NODE)),
        ("'_:'", TermMap(Template(()), TermType.BLANK_NODE)),
        ("{value: x$(id), type: blank}", TermMap(Template(("x", Reference("id"))), TermType.BLANK_NODE)),
        ("{type: blank}", TermMap(Template(()), TermType.BLANK_NODE)),
        ("{value: x$(id), type: unsafeIRI}", TermMap(Template(("x", Reference("id"))), TermType.UNSAFE_IRI)),
        ("{function: ex:f}", TermMap(Call(f"{EX}f", ()), TermType.IRI)),
        ("[{function: ex:f, type: blank}]", TermMap(Call(f"{EX}f", ()), TermType.BLANK_NODE)),
        ("{value: {function: ex:f}}", TermMap(Call(f"{EX}f", ()), TermType.IRI)),
    ],
)
def test_a_subject_is_an_iri_unless_it_says_otherwise(subject: str, expected: TermMap):
    text = f"prefixes: {{ex: {EX}}}\nmappings:\n  m:\n    sources: a.csv~csv\n    s: {subject}\n"
    assert maps(text)["m"].subject == expected


@pytest.mark.parametrize("subject", ["", "    s: null\n", "    subjects:\n", "    s: ~\n"])
def test_without_a_subject_each_record_is_a_new_blank_node_and_that_is_said(subject: str):
    parsed = read(f"mappings:\n  m:\n    sources: a.csv~csv\n{subject}    po: [[a, schema:Thing]]\n")
    assert parsed.mapping.triples_maps[0].subject == TermMap(Template(()), TermType.BLANK_NODE)
    assert ("mapping-no-subject", 2) in [(warning.code, warning.row) for warning in parsed.warnings]


@pytest.mark.parametrize(
    ("po", "expected"),
    [
        ("[ex:p, $(t)]", literal("t")),
        ("[ex:p, fixed]", TermMap(Constant("fixed"), TermType.LITERAL)),
        ("[ex:p, 1939]", TermMap(Constant("1939"), TermType.LITERAL)),
        ("[ex:p, true]", TermMap(Constant("true"), TermType.LITERAL)),
        ("[ex:p, 'about: $(t)']", TermMap(Template(("about: ", Reference("t"))), TermType.LITERAL)),
        ("[ex:p, http://example.org/$(t)]", TermMap(Template((EX, Reference("t"))), TermType.LITERAL)),
        ("[ex:p, $(t), xsd:integer]", literal("t", None, f"{XSD}integer")),
        ("[ex:p, $(t), nl~lang]", literal("t", "nl")),
        ("[ex:p, $(t), $(l)~lang]", TermMap(Reference("t"), TermType.LITERAL, Reference("l"))),
        ("[ex:p, $(t), xsd:$(d)]", TermMap(Reference("t"), TermType.LITERAL, None, Template((XSD, Reference("d"))))),
        ("[ex:p, [[$(t), nl~lang]]]", literal("t", "nl")),
        ("[ex:p, [[$(t), xsd:date]]]", literal("t", None, f"{XSD}date")),
        ("[ex:p, [[$(t)]]]", literal("t")),
        ("[ex:p, $(t)~iri]", iri(Reference("t"))),
        ("[ex:p, ex:o~iri]", TermMap(Constant(f"{EX}o"), TermType.IRI)),
        ("[ex:p, ex:$(t)~iri]", iri(EX, Reference("t"))),
        ("[ex:p, object/$(t)~iri]", iri("object/", Reference("t"))),
        ("[ex:p, _:b$(t)]", TermMap(Template(("b", Reference("t"))), TermType.BLANK_NODE)),
        ("[ex:p, b$(t)~blank]", TermMap(Template(("b", Reference("t"))), TermType.BLANK_NODE)),
        ("[ex:p, $(t)~literal]", literal("t")),
        ("{p: ex:p, o: $(t)}", literal("t")),
        ("{p: ex:p, o: $(t), datatype: xsd:int}", literal("t", None, f"{XSD}int")),
        ("{p: ex:p, o: $(t), language: nl}", literal("t", "nl")),
        ("{p: ex:p, o: $(t), type: iri}", iri(Reference("t"))),
        ("{p: ex:p, o: {value: $(t), type: iri}}", iri(Reference("t"))),
        ("{p: ex:p, o: {value: $(t), datatype: xsd:int}}", literal("t", None, f"{XSD}int")),
        ("{p: ex:p, o: {value: $(t), language: $(l)}}", TermMap(Reference("t"), TermType.LITERAL, Reference("l"))),
        ("{p: ex:p, o: {value: $(t), language: 'en-$(l)'}}", TermMap(Reference("t"), TermType.LITERAL, Template(("en-", Reference("l"))))),
        ("{p: ex:p, o: {value: $(t), language: hu}, language: nl}", literal("t", "hu")),
        ("{p: ex:p, o: {value: $(t), datatype: xsd:int}, language: nl}", literal("t", None, f"{XSD}int")),
        ("{p: ex:p, o: {value: '_:x', type: literal}}", TermMap(Constant("_:x"), TermType.LITERAL)),
        ("{p: ex:p, o: {function: ex:f}}", TermMap(Call(f"{EX}f", ()), TermType.LITERAL)),
        ("{p: ex:p, o: {function: ex:f, type: iri}}", TermMap(Call(f"{EX}f", ()), TermType.IRI)),
        ("{p: ex:p, o: {function: ex:f, datatype: xsd:int}}", TermMap(Call(f"{EX}f", ()), TermType.LITERAL, None, Constant(f"{XSD}int"))),
        ("[a, ex:C]", TermMap(Constant(f"{EX}C"), TermType.IRI)),
        ("[a, ex:$(c)]", iri(EX, Reference("c"))),
        ("[rdf:type, ex:C]", TermMap(Constant(f"{EX}C"), TermType.IRI)),
        ("{p: a, o: {function: ex:f}}", TermMap(Call(f"{EX}f", ()), TermType.IRI)),
    ],
)  # fmt: skip
def test_an_object_has_its_term_type_language_and_datatype(po: str, expected: TermMap):
    assert made(po) == expected


@pytest.mark.parametrize(
    ("po", "expected"),
    [
        ("[ex:p, [$(a), $(b)]]", [literal("a"), literal("b")]),
        ("[ex:p, [$(a), $(b)], nl~lang]", [literal("a", "nl"), literal("b", "nl")]),
        ("{p: ex:p, o: [[$(a), nl~lang], [$(b), hu~lang]]}", [literal("a", "nl"), literal("b", "hu")]),
        ("{p: ex:p, o: [$(a), {value: $(b), type: iri}, ex:o~iri]}", [literal("a"), iri(Reference("b")), TermMap(Constant(f"{EX}o"), TermType.IRI)]),
    ],
)  # fmt: skip
def test_several_objects_stand_in_a_list(po: str, expected: list[TermMap]):
    assert list(objects(po)) == expected


@pytest.mark.parametrize(
    ("predicates", "expected"),
    [
        ("a", [Constant(RDF_TYPE)]),
        ("[ex:p, rdfs:label]", [Constant(f"{EX}p"), Constant("http://www.w3.org/2000/01/rdf-schema#label")]),
        ("ex:$(role)", [Template((EX, Reference("role")))]),
        ("[$(p), {function: ex:f}]", [Reference("p"), Call(f"{EX}f", ())]),
        ("{value: ex:p}", [Constant(f"{EX}p")]),
    ],
)
def test_predicates_are_iris(predicates: str, expected: list[object]):
    (pair,) = maps(f"{HEAD}    po:\n      - {{p: {predicates}, o: $(t)}}\n")["m"].predicate_objects
    assert [each.expression for each in pair.predicates] == expected
    assert {each.term_type for each in pair.predicates} == {TermType.IRI}


@pytest.mark.parametrize(
    ("graph", "expected"),
    [
        ("ex:g", Constant(f"{EX}g")),
        ("ex:g/$(c)", Template((f"{EX}g/", Reference("c")))),
        ("{function: ex:f}", Call(f"{EX}f", ())),
        ("{value: ex:g}", Constant(f"{EX}g")),
        ("rr:defaultGraph", Constant(DEFAULT_GRAPH)),
        ("rml:defaultGraph", Constant(DEFAULT_GRAPH)),
    ],
)
def test_graphs_stand_with_a_mapping_or_with_a_predicate(graph: str, expected: object):
    of_mapping = maps(f"{HEAD}    graphs: {graph}\n")["m"].graphs
    (pair,) = maps(f"{HEAD}    po:\n      - {{p: ex:p, o: $(t), g: [{graph}]}}\n")["m"].predicate_objects
    assert [each.expression for each in (*of_mapping, *pair.graphs)] == [expected, expected]


UPPER = (f"{GREL}valueParameter", Reference("name"))


@pytest.mark.parametrize(
    ("function", "expected"),
    [
        ("{function: ex:f}", Call(f"{EX}f", ())),
        ("{function: http://f.org/x#f}", Call("http://f.org/x#f", ())),
        ("{function: grel:toUpperCase, parameters: [[grel:valueParameter, $(name)]]}", Call(f"{GREL}toUpperCase", (UPPER,))),
        ("{function: grel:toUpperCase, parameters: [[valueParameter, $(name)]]}", Call(f"{GREL}toUpperCase", (UPPER,))),
        ("{function: grel:toUpperCase, parameters: [{parameter: grel:valueParameter, value: $(name)}]}", Call(f"{GREL}toUpperCase", (UPPER,))),
        ("{function: grel:toUpperCase(valueParameter = $(name))}", Call(f"{GREL}toUpperCase", (UPPER,))),
        ("{function: grel:toUpperCase(grel:valueParameter=$(name))}", Call(f"{GREL}toUpperCase", (UPPER,))),
        ("{function: ex:f, parameters: [[ex:p, [a, $(b)]]]}", Call(f"{EX}f", ((f"{EX}p", Constant("a")), (f"{EX}p", Reference("b"))))),
        ("{function: ex:f, parameters: [[ex:p, 'x $(b)'], [ex:q, 5]]}", Call(f"{EX}f", ((f"{EX}p", Template(("x ", Reference("b")))), (f"{EX}q", Constant("5"))))),
        ("{function: ex:f, parameters: [[ex:p, ex:o], [ex:p, ex:$(a)], [ex:p, $(a)~iri], [ex:p, 'ex: o'], [ex:p, x:y], [ex:p, ' -- ']]}", Call(f"{EX}f", ((f"{EX}p", Constant(f"{EX}o")), (f"{EX}p", Template((EX, Reference("a")))), (f"{EX}p", Reference("a")), (f"{EX}p", Constant("ex: o")), (f"{EX}p", Constant("x:y")), (f"{EX}p", Constant(" -- "))))),
        ("{function: ex:f, parameters: [[ex:p, {function: ex:g, parameters: [[ex:q, $(b)]]}]]}", Call(f"{EX}f", ((f"{EX}p", Call(f"{EX}g", ((f"{EX}q", Reference("b")),))),))),
        ("{function: ex:f, parameters: [{parameter: ex:p, value: {function: ex:g(q=$(b))}}]}", Call(f"{EX}f", ((f"{EX}p", Call(f"{EX}g", ((f"{EX}q", Reference("b")),))),))),
        ("{function: equal, parameters: [[str1, $(a)], [str2, x]]}", Call(f"{IDLAB}equal", ((f"{GREL}valueParameter", Reference("a")), (f"{GREL}valueParameter2", Constant("x"))))),
        ("{function: 'notEqual(str1=$(a), str2=$(b))'}", Call(f"{IDLAB}notEqual", ((f"{GREL}valueParameter", Reference("a")), (f"{GREL}valueParameter2", Reference("b"))))),
        ("{function: 'ex:f()'}", Call(f"{EX}f", ())),
        ("{function: 'ex:f(p=\"a, b=(c) $(d)\", q=$(Cím(ek) / Adresa), r=two words)'}", Call(f"{EX}f", ((f"{EX}p", Template(("a, b=(c) ", Reference("d")))), (f"{EX}q", Reference("Cím(ek) / Adresa")), (f"{EX}r", Constant("two words"))))),
        ("{function: 'ex:f(p=\" -- \", q='';'')'}", Call(f"{EX}f", ((f"{EX}p", Constant(" -- ")), (f"{EX}q", Constant(";"))))),
        ("{function: 'ex:f(p=\"ex:o\", q=ex:o)'}", Call(f"{EX}f", ((f"{EX}p", Constant("ex:o")), (f"{EX}q", Constant(f"{EX}o"))))),
        ("{function: 'ex:f(p=ex:g(q=ex:h(r=$(a))), s=1)'}", Call(f"{EX}f", ((f"{EX}p", Call(f"{EX}g", ((f"{EX}q", Call(f"{EX}h", ((f"{EX}r", Reference("a")),))),))), (f"{EX}s", Constant("1"))))),
        ("{function: 'ex:f($(a), \"b\", p=c, ex:g($(d)))'}", Call(f"{EX}f", (("http://www.w3.org/1999/02/22-rdf-syntax-ns#_1", Reference("a")), ("http://www.w3.org/1999/02/22-rdf-syntax-ns#_2", Constant("b")), (f"{EX}p", Constant("c")), ("http://www.w3.org/1999/02/22-rdf-syntax-ns#_4", Call(f"{EX}g", (("http://www.w3.org/1999/02/22-rdf-syntax-ns#_1", Reference("d")),)))))),
    ],
)  # fmt: skip
def test_a_function_is_a_call_with_its_arguments_by_parameter_iri(function: str, expected: Call):
    term = made(f"{{p: ex:p, o: {function}}}")
    assert isinstance(term, TermMap)
    assert term.expression == expected


IS_SET = "{function: ex:isSet, parameters: [[ex:in, $(a)]]}"
IS_SET_CALL = Call(f"{EX}isSet", ((f"{EX}in", Reference("a")),))


def test_the_condition_of_a_mapping_stands_with_its_subjects():
    found = maps(HEAD.replace("s: object/$(id)", "s: [x, y]") + f"    condition: {IS_SET}\n")
    assert [each.subject.condition for each in found.values()] == [IS_SET_CALL, IS_SET_CALL]


def test_the_condition_of_a_predicate_stands_with_each_object():
    found = objects(f"{{p: ex:p, o: [$(t), {{mapping: m}}], condition: {IS_SET}}}")
    assert [each.condition for each in found] == [IS_SET_CALL, IS_SET_CALL]


def test_the_condition_of_an_object_is_its_own():
    first, second = objects(f"{{p: ex:p, o: [{{value: $(t), condition: {IS_SET}}}, $(u)]}}")
    assert (first.condition, second.condition) == (IS_SET_CALL, None)


def test_conditions_that_meet_must_all_hold():
    term = made(f"{{p: ex:p, o: {{value: $(t), condition: {IS_SET}}}, condition: {{function: ex:g}}}}")
    assert term.condition == Call(
        f"{GREL}controls_if",
        (
            (f"{GREL}bool_b", Call(f"{EX}g", ())),
            (f"{GREL}any_true", IS_SET_CALL),
            (f"{GREL}any_false", Constant("false")),
        ),
    )


A_B = Join(Reference("a"), Reference("b"))


@pytest.mark.parametrize(
    ("condition", "joins"),
    [
        ("", ()),
        ("condition: {function: equal, parameters: [[str1, $(a)], [str2, $(b)]]}", (A_B,)),
        ("condition: {function: equal, parameters: [[str1, $(a), s], [str2, $(b), o]]}", (A_B,)),
        ("condition: {function: equal, parameters: [[str2, $(b)], [str1, $(a)]]}", (A_B,)),
        ("condition: {function: equal, parameters: [[str1, $(b), o], [str2, $(a), s]]}", (A_B,)),
        ("condition: {function: equal, parameters: [[str1, $(b), object], [str2, $(a)]]}", (A_B,)),
        ("condition: {function: 'equal(str1=$(a), str2=$(b))'}", (A_B,)),
        ("condition: {function: idlab-fn:equal, parameters: [[grel:valueParameter, $(a)], [grel:valueParameter2, $(b)]]}", (A_B,)),
        ("condition: [{function: 'equal(str1=$(a), str2=$(b))'}, {function: 'equal(str1=$(c), str2=$(d))'}]", (A_B, Join(Reference("c"), Reference("d")))),
        ("condition: {function: equal, parameters: [[str1, $(a)], [str2, sold]]}", (Join(Reference("a"), Constant("sold")),)),
        ("condition: {function: equal, parameters: [[str1, 'x$(a)', s], {parameter: str2, value: {function: ex:f, parameters: [[ex:in, $(b), o]]}}]}", (Join(Template(("x", Reference("a"))), Call(f"{EX}f", ((f"{EX}in", Reference("b")),))),)),
    ],
)  # fmt: skip
def test_a_link_to_another_mapping_meets_where_values_are_equal(condition: str, joins: tuple[Join, ...]):
    assert made(f"{{p: ex:p, o: {{mapping: m, {condition}}}}}") == ReferencingObjectMap("m", joins)


def test_a_link_names_one_mapping_or_several():
    text = HEAD + "    po:\n      - {p: ex:p, o: {mapping: [m, n]}}\n  n: {sources: [[a.csv~csv]], s: x}\n"
    assert maps(text)["m"].predicate_objects[0].objects == (
        ReferencingObjectMap("m"),
        ReferencingObjectMap("n"),
    )


@pytest.mark.parametrize("condition", ["ex:isSet(in=$(a))", "equal(str1=$(a), str2=x)"])
def test_a_condition_on_the_record_here_stands_beside_the_join(condition: str):
    sides = "" if condition.startswith("ex") else ", parameters: [[str1, $(a), s], [str2, x, s]]"
    name = condition if not sides else "equal"
    link = made(
        f"{{p: ex:p, o: {{mapping: m, condition: [{{function: '{name}'{sides}}}, {{function: 'equal(str1=$(a), str2=$(b))'}}]}}}}"
    )
    assert isinstance(link, ReferencingObjectMap)
    assert link.joins == (A_B,)
    assert isinstance(link.condition, Call)


def test_a_link_to_a_mapping_of_several_parts_goes_to_all_of_them_or_to_the_same_source():
    text = """mappings:
  child:
    sources: a.csv~csv
    s: x/$(id)
    po:
      - {p: dcterms:relation, o: {mapping: parent, condition: {function: 'equal(str1=$(a), str2=$(b))'}}}
      - {p: dcterms:isPartOf, o: {mapping: parent}}
  parent: {sources: [b.csv~csv, a.csv~csv], s: y/$(id)}
"""
    joined, same_row = maps(text)["child"].predicate_objects
    assert [each.parent for each in joined.objects if isinstance(each, ReferencingObjectMap)] == [
        "parent",
        "parent (2)",
    ]
    assert [each.parent for each in same_row.objects if isinstance(each, ReferencingObjectMap)] == [
        "parent (2)"
    ]


def test_an_inverse_predicate_goes_from_the_object_to_the_subject():
    found = maps(
        f"{HEAD}    g: ex:g\n    po:\n      - {{p: ex:made, i: ex:maker, o: work/$(w), type: iri, g: ex:h}}\n"
    )
    inverse = found["m (inverse)"]
    assert inverse.source == found["m"].source
    assert inverse.subject == iri("work/", Reference("w"))
    assert [each.expression for each in inverse.graphs] == [Constant(f"{EX}g")]
    (pair,) = inverse.predicate_objects
    assert [each.expression for each in pair.predicates] == [Constant(f"{EX}maker")]
    assert pair.objects == (found["m"].subject,)
    assert [each.expression for each in pair.graphs] == [Constant(f"{EX}h")]


def test_an_inverse_predicate_of_a_join_is_made_from_the_other_records():
    text = f"{HEAD}    po:\n      - {{p: ex:of, inversepredicates: [ex:has], o: {{mapping: n, condition: {{function: 'equal(str1=$(a), str2=$(b))'}}}}}}\n  n: {{sources: b.csv~csv, s: y/$(id)}}\n"
    inverse = maps(text)["m (inverse)"]
    assert (inverse.source.file, inverse.subject) == ("b.csv", iri("y/", Reference("id")))
    assert inverse.predicate_objects[0].objects == (
        ReferencingObjectMap("m", (Join(Reference("b"), Reference("a")),)),
    )


def test_an_inverse_predicate_may_stand_with_one_object():
    found = maps(f"{HEAD}    po:\n      - {{p: ex:p, o: [{{value: x/$(a), type: iri, iv: ex:q}}, $(t)]}}\n")
    assert list(found) == ["m", "m (inverse)"]


def test_prefixes_of_the_network_go_before_those_of_rdfa_and_what_is_disputed_is_said():
    parsed = read(
        "mappings:\n  m:\n    sources: a.csv~csv\n    s: x/$(id)\n    po: [[dc:title, $(t)], [dc:date, $(d)], [qb:order, $(o)]]\n"
    )
    predicates = [pair.predicates[0].expression for pair in parsed.mapping.triples_maps[0].predicate_objects]
    assert predicates == [
        Constant("http://purl.org/dc/elements/1.1/title"),
        Constant("http://purl.org/dc/elements/1.1/date"),
        Constant("http://purl.org/linked-data/cube#order"),
    ]
    assert [warning.code for warning in parsed.warnings] == ["mapping-disputed-prefix"]


def test_a_declared_prefix_goes_before_all_others_and_is_kept():
    mapping = read(
        "base: http://b.org/\nprefixes: {dc: 'http://my.org/'}\nmappings: {m: {sources: a.csv~csv, s: dc:x}}"
    ).mapping
    assert mapping.triples_maps[0].subject.expression == Constant("http://my.org/x")
    assert mapping.prefixes == (("dc", "http://my.org/"),)
    assert mapping.base == "http://b.org/"


def test_external_references_are_given_by_the_document_or_by_the_caller():
    text = "external: {name: John, city: Ghent}\nmappings:\n  m:\n    sources: a.csv~csv\n    s: x/$(_name)/$(id)\n    po: [[dcterms:title, '$(_city) $(\\_city) $(_other)']]\n"
    (triples_map,) = read(text, {"city": "Gent"}).mapping.triples_maps
    assert triples_map.subject == iri("x/John/", Reference("id"))
    (term,) = triples_map.predicate_objects[0].objects
    assert term == TermMap(
        Template(("Gent ", Reference("_city"), " ", Reference("_other"))), TermType.LITERAL
    )


def test_authors_are_passed_by():
    assert (
        read(
            "authors: [John Doe <john@doe.com>, {name: Jane}]\nmappings: {m: {sources: a.csv~csv, s: x}}"
        ).warnings
        == ()
    )


def test_everything_knows_its_line():
    triples_map = maps("""sources:
  one: [a.csv~csv]
mappings:
  m:
    sources: one
    s:
      x/$(id)
    po:
      - [a, schema:Thing]
      - p: dcterms:title
        o:
          function: ex:f
          parameters:
            - [ex:p, $(t)]
prefixes: {ex: "http://example.org/", schema: "https://schema.org/"}
""")["m"]
    first, second = triples_map.predicate_objects
    (term,) = second.objects
    places = [triples_map.source, triples_map, triples_map.subject, first, second, second.predicates[0], term]
    assert [place.location.line for place in places if place.location] == [2, 4, 7, 9, 10, 10, 12]


M = "mappings:\n  m:\n    sources: [[a.csv~csv]]\n    s: x/$(id)\n    po:\n"


@pytest.mark.parametrize(
    ("text", "code", "line", "said"),
    [
        ("", "mapping-empty", None, "no mappings"),
        ("just a text", "mapping-empty", None, "no mappings"),
        ("prefixes: {}", "mapping-empty", 1, "no mappings"),
        ("mappings: 3", "mapping-wrong-type", 1, "not a group of entries"),
        ("mappings:\n  m:\n", "mapping-wrong-type", 2, "has no rules"),
        ("mapings: {}", "mapping-unknown-key", 1, "Did you mean 'mappings'?"),
        ("mappings: {m: {s: x}}", "mapping-missing", 1, "names no source"),
        ("mappings:\n  m:\n    sources: peple\n    s: x\nsources:\n  people: [a.csv~csv]", "mapping-unknown-name", 3, "Did you mean 'people'?"),
        ("mappings: {m: {sources: a.csv, s: x}}", "mapping-unknown-name", 1, "- [a.csv~csv]"),
        ("mappings: {m: {sources: people, s: x}}", "mapping-unknown-name", 1, "[FILE~csv]"),
        ("mappings: {m: {sources: a.csv~cvs, s: x}}", "mapping-not-offered", 1, "Did you mean 'csv'?"),
        ("mappings: {m: {sources: [[a.csv~csv, b, c]], s: x}}", "mapping-wrong-type", 1, "[FILE~xlsx, SHEET]"),
        ("mappings: {m: {sources: {access: a.csv, encoding: utf-9}, s: x}}", "mapping-unknown-encoding", 1, "'utf-9'"),
        ("mappings: {m: {sources: {access: a.csv, encoding: zlib}, s: x}}", "mapping-unknown-encoding", 1, "'zlib'"),
        ("mappings: {m: {sources: {access: a.csv, delimiter: ';;'}, s: x}}", "mapping-wrong-type", 1, "Write one character"),
        ("mappings: {m: {sources: {access: a.csv, quote: ab}, s: x}}", "mapping-wrong-type", 1, "'ab' cannot be"),
        ("mappings: {m: {sources: {access: a.csv, compression: rar}, s: x}}", "mapping-unknown-compression", 1, "'rar'"),
        ("mappings: {m: {sources: {referenceFormulation: csv}, s: x}}", "mapping-missing", 1, "names no file"),
        ("mappings: {m: {sources: {access: a.csv, delimeter: ';'}, s: x}}", "mapping-unknown-key", 1, "Did you mean 'delimiter'?"),
        ("mappings: {m: {sources: a.csv~csv, subject: x, subjects: y}}", "mapping-twice", 1, "twice"),
        ("mappings: {m: {sources: a.csv~csv, s: x y/$(id)}}", "mapping-iri", 1, "Write %20"),
        ("mappings: {m: {sources: a.csv~csv, s: 'x/{id}'}}", "mapping-iri", 1, "$(column)"),
        ("mappings: {m: {sources: a.csv~csv, s: x/$(id}}", "mapping-template", 1, "not closed"),
        ("mappings: {m: {sources: a.csv~csv, s: exx:y}}\nprefixes: {ex: 'http://e/'}", "mapping-unknown-prefix", 1, "Did you mean 'ex'?"),
        ("mappings: {m: {sources: a.csv~csv, s: x~literal}}", "mapping-term-type", 1, "A subject cannot be of the type literal"),
        ("mappings: {m: {sources: a.csv~csv, s: [[x]]}}", "mapping-wrong-type", 1, "a list in a list"),
        ("mappings: {m: {sources: a.csv~csv, s: {vale: x}}}", "mapping-unknown-key", 1, "Did you mean 'value'?"),
        ("prefixes: [ex]\nmappings: {m: {sources: a.csv~csv, s: x}}", "mapping-wrong-type", 1, "prefixes is not a group"),
        ("prefixes: {ex: [a]}\nmappings: {m: {sources: a.csv~csv, s: x}}", "mapping-wrong-type", 1, "prefixes is a list"),
        ("base: here\nmappings: {m: {sources: a.csv~csv, s: x}}", "mapping-iri", 1, "not an IRI"),
        (M + "      - [dcterms:title]", "mapping-wrong-type", 6, "[predicate, object]"),
        (M + "      - dcterms:title", "mapping-wrong-type", 6, "[predicate, object]"),
        (M + "      - {p: dcterms:title}", "mapping-missing", 6, "no objects"),
        (M + "      - {o: x}", "mapping-missing", 6, "no predicates"),
        (M + "      - {p: dcterms:title, o: }", "mapping-missing", 6, "no objects"),
        (M + "      - [dcterms:title, $(t), a-english~lang]", "mapping-language", 6, "not a language tag"),
        (M + "      - [dcterms:title, [$(t), en~lang]]", "mapping-wrong-type", 6, "[[value, nl~lang]]"),
        (M + "      - {p: dcterms:title, o: {value: x, type: irri}}", "mapping-wrong-type", 6, "Did you mean 'iri'?"),
        (M + "      - {p: dcterms:title, o: {value: x, language: nl, datatype: xsd:int}}", "mapping-twice", 6, "a language and a datatype"),
        (M + "      - {p: dcterms:title, o: {language: nl}}", "mapping-missing", 6, "neither a value nor a function"),
        (M + "      - {p: dcterms:title, o: {function: toUpperCase}}", "mapping-function", 6, "grel:toUpperCase"),
        (M + "      - {p: dcterms:title, o: {function: 'grel:f(a=$(b)'}}", "mapping-function", 6, "not closed"),
        (M + "      - {p: dcterms:title, o: {function: 'grel:f(a=1)x)'}}", "mapping-function", 6, "after its last bracket"),
        (M + "      - {p: dcterms:title, o: {function: 'grel:f(,)'}}", "mapping-function", 6, "an argument is empty"),
        (M + "      - {p: dcterms:title, o: {function: grel:f, parameters: [grel:a]}}", "mapping-wrong-type", 6, "[prefix:parameter, $(column)]"),
        (M + "      - {p: dcterms:title, o: {function: grel:f, parameters: [[grel:a, $(b), x]]}}", "mapping-wrong-type", 6, "from 'x'"),
        (M + "      - {p: dcterms:title, o: {function: grel:f, parameters: [[grel:a, {parameters: []}]]}}", "mapping-missing", 6, "name no function"),
        (M + "      - {p: dcterms:title, o: x, condition: $(t)}", "mapping-wrong-type", 6, "A condition is not a function"),
        (M + "      - {p: dcterms:title, o: {mapping: mm}}", "mapping-unknown-name", 6, "Did you mean 'm'?"),
        (M + "      - {p: dcterms:title, o: {mapping: m, condition: {function: grel:f, parameters: [[grel:a, $(b), o]]}}}", "mapping-not-offered", 6, "where values are equal"),
        (M + "      - {p: dcterms:title, i: ex:x, o: x}\nprefixes: {ex: 'http://e/'}", "mapping-term-type", 6, "cannot be a subject"),
        (M + "      - {p: dcterms:title, i: dcterms:x, g: 'g/$(c)', o: {mapping: m, condition: {function: 'equal(str1=$(a), str2=$(b))'}}}", "mapping-not-offered", 6, "the other mapping"),
        ("a: [1", "mapping-syntax", 2, "not YAML"),
        ("a: b: c", "mapping-syntax", 1, "needs quotes"),
        ("mappings:\n\tm: x", "mapping-syntax", 2, "not YAML"),
        ("a: x\x00", "mapping-syntax", None, "a character"),
        ("a: 1\n---\nb: 1", "mapping-syntax", 2, "second YAML document"),
        ("mappings: {}\nmappings: {}", "mapping-twice", 2, "the first is on line 1"),
        ("? [a]\n: b", "mapping-wrong-type", 1, "A key is a list"),
        ("a: &x [1]\nb: *x", "mapping-not-offered", 1, "anchor"),
        ("b: *x", "mapping-not-offered", 1, "alias"),
        ("a: !!python/object:os.system x", "mapping-not-offered", 1, "tag"),
        ("[" * 51 + "]" * 51, "mapping-too-deep", 1, "50 deep"),
        ("[" * 200_000, "mapping-too-deep", 1, "50 deep"),
        ("# " + "x" * 256_000, "mapping-too-large", None, "256,000"),
    ],
)  # fmt: skip
def test_a_bad_document_is_told_with_its_line(text: str, code: str, line: int | None, said: str):
    found = problems(text)
    assert (code, line) in [(each[0], each[1]) for each in found], found
    assert any(said in each[2] for each in found), found


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[/etc/passwd~csv]", "absolute path"),
        ("[../a.csv~csv]", "'..'"),
        ("['http://example.org/a.csv~csv']", "an address"),
        ("['C:\\a.csv~csv']", "a backslash"),
        ("['C:a.csv~csv']", "a drive letter"),
        ("{access: a.csv, type: mysql}", "'mysql'"),
        ("{access: 'http://localhost/x', referenceFormulation: csv}", "an address"),
        ("{access: a.csv, query: SELECT 1}", "a database or a web service"),
        ("{access: a.csv, credentials: {username: root}}", "a database or a web service"),
    ],
)
def test_a_source_that_is_not_a_file_beside_the_mapping_is_refused(text: str, said: str):
    found = problems(f"mappings:\n  m:\n    s: x\n    sources:\n      - {text}\n")
    assert [(code, line) for code, line, _ in found] == [("mapping-source-refused", 5)]
    assert said in found[0][2]


@pytest.mark.parametrize(
    ("file", "said"),
    [
        ("../x.csv", "'..'"),
        ("/etc/passwd", "absolute path"),
        ("http://x.org/y", "an address"),
        ("$(f)", "from the data"),
    ],
)
@pytest.mark.parametrize(
    "function",
    [
        "'idlab-fn:lookup(str=$(a), inputFile=FILE)'",
        "'grel:toUpperCase(valueParameter=idlab-fn:lookup(str=$(a), inputFile=\"FILE\"))'",
        "idlab-fn:lookup, parameters: [[idlab-fn:inputFile, FILE]]",
    ],
)
def test_a_lookup_reads_only_a_file_that_is_handed_in(function: str, file: str, said: str):
    found = problems(f"{M}      - {{p: dcterms:title, o: {{function: {function.replace('FILE', file)}}}}}\n")
    assert [(code, line) for code, line, _ in found] == [("mapping-source-refused", 6)]
    assert said in found[0][2]


def test_all_findings_are_told_at_once_in_the_order_of_the_document():
    found = problems("""mappings:
  m:
    sources: nowhere
    s: x y
    po:
      - [foo:bar, $(t)]
      - {p: dcterms:title, o: {mapping: n}, lang: a-b-c-d}
""")
    assert [(code, line) for code, line, _ in found] == [
        ("mapping-unknown-name", 3),
        ("mapping-iri", 4),
        ("mapping-unknown-prefix", 6),
        ("mapping-language", 7),
    ]


def test_a_hundred_errors_are_enough():
    assert len(problems("mappings:\n" + "".join(f"  m{n}: {{s: x}}\n" for n in range(500)))) == 100


@pytest.mark.parametrize(
    ("text", "code", "line"),
    [
        (M + "      - [dcterms:creator, ex:someone]\nprefixes: {ex: 'http://e/'}", "mapping-iri-as-text", 6),
        (M + "      - [dcterms:date, $(d)~iri, xsd:date]", "mapping-term-type", 6),
        (M.replace("[[a.csv~csv]]", "[[a.csv~csv, rows]]"), "mapping-not-offered", 3),
    ],
)
def test_what_a_mapping_runs_without_is_a_warning(text: str, code: str, line: int):
    assert [(warning.code, warning.row) for warning in read(text).warnings] == [(code, line)]


@pytest.mark.parametrize(
    "text",
    [
        "mappings:\n  m:\n    sources: [" + ", ".join(["[a.csv~csv]"] * 1000) + "]\n    s: [" + ", ".join(["x"] * 1000) + "]\n",
        "mappings:\n  m:\n    sources: [" + ", ".join(["[a.csv~csv]"] * 1000) + "]\n    s: x\n    po:\n      - [dcterms:relation, [" + ", ".join(["{mapping: m}"] * 1000) + "]]\n",
    ],
    ids=["sources times subjects", "links times parts"],
)  # fmt: skip
def test_a_small_document_that_expands_without_end_is_stopped(text: str):
    assert [code for code, _, _ in problems(text)] == ["mapping-too-large"]


def test_functions_on_one_line_may_be_fifty_deep_and_no_deeper():
    deep = (
        M
        + "      - {p: dcterms:title, o: {function: '"
        + "ex:f(" * 51
        + ")" * 51
        + "'}}\nprefixes: {ex: 'http://e/'}"
    )
    assert read(deep).warnings == ()
    (found,) = problems(deep.replace("ex:f(", "ex:f(" * 2, 1).replace(")'}", "))'}", 1))
    assert "nested more than 50 deep" in found[2]
