"""The vocabulary of RML: its properties under one set of names, in the present form and in those it grew from."""

from typing import Final

from .findings import told

NAMESPACES: Final = (
    "http://w3id.org/rml/",
    "http://semweb.mmlab.be/ns/rml#",
    "http://www.w3.org/ns/r2rml#",
    "http://semweb.mmlab.be/ns/fnml#",
    "http://semweb.mmlab.be/ns/ql#",
    "http://semweb.mmlab.be/ns/rml-compression#",
    "http://semweb.mmlab.be/ns/rml-target#",
)
"""The present vocabulary, and those it grew from: RML, R2RML, FNML, query languages, compressions and targets."""

FORMATS: Final = "http://www.w3.org/ns/formats/"
"""The namespace of file formats, which RML-IO uses for serializations and for the answers to queries."""

_OLD_NAMES: Final = {"column": "reference"}
PROPERTIES: Final = frozenset(
    {
        "allowEmptyListAndContainer",
        "baseIRI",
        "child",
        "childMap",
        "class",
        "compression",
        "condition",
        "constant",
        "datatype",
        "datatypeMap",
        "encoding",
        "field",
        "fieldName",
        "function",
        "functionExecution",
        "functionMap",
        "functionValue",
        "gather",
        "gatherAs",
        "graph",
        "graphMap",
        "input",
        "inputValue",
        "innerJoin",
        "inputValueMap",
        "iterator",
        "joinCondition",
        "language",
        "languageMap",
        "leftJoin",
        "inverseExpression",
        "logicalSource",
        "logicalTable",
        "logicalTarget",
        "namespace",
        "namespacePrefix",
        "namespaceURL",
        "null",
        "object",
        "objectMap",
        "onFields",
        "parameter",
        "parameterMap",
        "parent",
        "parentLogicalView",
        "parentMap",
        "parentTriplesMap",
        "path",
        "predicate",
        "predicateMap",
        "predicateObjectMap",
        "query",
        "reference",
        "referenceFormulation",
        "return",
        "returnMap",
        "root",
        "serialization",
        "source",
        "sqlQuery",
        "sqlVersion",
        "strategy",
        "structuralAnnotation",
        "subject",
        "subjectMap",
        "tableName",
        "target",
        "targetFields",
        "targetView",
        "template",
        "termType",
        "viewOn",
    }
)
"""The properties that are read (inverseExpression is known, and passed by)."""

NOT_OFFERED: Final = {
    **dict.fromkeys(
        ("starMap", "quotedTriplesMap", "subjectStarMap", "objectStarMap"),
        told("The property {name!r} belongs to RDF-star, which is not offered."),
    ),
    "parentTermMap": told("The property {name!r} is not offered."),
}
STAR_CLASSES: Final = frozenset({"StarMap", "AssertedTriplesMap", "NonAssertedTriplesMap"})


def local_name(iri: str) -> str | None:
    """Give the one name of a term of any RML vocabulary, or None for all other IRIs."""
    for namespace in NAMESPACES:
        if iri.startswith(namespace):
            name = iri[len(namespace) :]
            return _OLD_NAMES.get(name, name) if name and "/" not in name else None
    return None
