"""Prefixes of a YARRRML document: its own, those of the network, and those that every YARRRML document has."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from ..vocabulary import PREFIXES
from .findings import Findings, nearest_name, shown, told

RDFA: Final[dict[str, str]] = {
    "cat": "http://www.w3.org/ns/dcat#",
    "cc": "http://creativecommons.org/ns#",
    "cnt": "http://www.w3.org/2008/content#",
    "csvw": "http://www.w3.org/ns/csvw#",
    "ctag": "http://commontag.org/ns#",
    "dc": "http://purl.org/dc/terms/",
    "dc11": "http://purl.org/dc/elements/1.1/",
    "dqv": "http://www.w3.org/ns/dqv#",
    "duv": "https://www.w3.org/ns/duv#",
    "earl": "http://www.w3.org/ns/earl#",
    "gldp": "http://www.w3.org/ns/people#",
    "gr": "http://purl.org/goodrelations/v1#",
    "grddl": "http://www.w3.org/2003/g/data-view#",
    "ht": "http://www.w3.org/2006/http#",
    "ical": "http://www.w3.org/2002/12/cal/icaltzd#",
    "jsonld": "http://www.w3.org/ns/json-ld#",
    "ldp": "http://www.w3.org/ns/ldp#",
    "ma": "http://www.w3.org/ns/ma-ont#",
    "oa": "http://www.w3.org/ns/oa#",
    "odrl": "http://www.w3.org/ns/odrl/2/",
    "og": "http://ogp.me/ns#",
    "org": "http://www.w3.org/ns/org#",
    "ptr": "http://www.w3.org/2009/pointers#",
    "qb": "http://purl.org/linked-data/cube#",
    "rdfa": "http://www.w3.org/ns/rdfa#",
    "rev": "http://purl.org/stuff/rev#",
    "rif": "http://www.w3.org/2007/rif#",
    "role": "http://www.w3.org/1999/xhtml/vocab#role",
    "rr": "http://www.w3.org/ns/r2rml#",
    "schema": "http://schema.org/",
    "sioc": "http://rdfs.org/sioc/ns#",
    "skosxl": "http://www.w3.org/2008/05/skos-xl#",
    "sosa": "http://www.w3.org/ns/sosa/",
    "ssn": "http://www.w3.org/ns/ssn/",
    "time": "http://www.w3.org/2006/time#",
    "v": "http://rdf.data-vocabulary.org/#",
    "vcard": "http://www.w3.org/2006/vcard/ns#",
    "wdr": "http://www.w3.org/2007/05/powder#",
    "wdrs": "http://www.w3.org/2007/05/powder-s#",
    "xhv": "http://www.w3.org/1999/xhtml/vocab#",
    "xml": "http://www.w3.org/XML/1998/namespace",
}
"""The initial context of RDFa, which YARRRML takes over, where PREFIXES has not the very same."""

GREL: Final = "http://users.ugent.be/~bjdmeest/function/grel.ttl#"
IDLAB: Final = "https://w3id.org/imec/idlab/function#"
FNO: Final = "https://w3id.org/function/ontology#"
RML: Final = "http://w3id.org/rml/"
OCN: Final = "https://opencollections.net/function#"

PRESET: Final[dict[str, str]] = {
    **RDFA,
    **PREFIXES,
    "fno": FNO,
    "grel": GREL,
    "idlab-fn": IDLAB,
    "ocn-fn": OCN,
    "rml": RML,
}
"""What is known without being declared. The prefixes of the network go before those of RDFa."""

_DISPUTED: Final = frozenset(name for name in RDFA if name in PREFIXES)
_NAME: Final = re.compile(r"([A-Za-z][\w.-]*|):(?!//)(?=\S|$)")
_DECLARE: Final = told("Declare it under prefixes.")
_DECLARE_OR_NEAR: Final = told("Declare it under prefixes. Did you mean {near!r}?")
_SCHEMES: Final = frozenset(
    {"urn", "mailto", "tel", "info", "doi", "ark", "tag", "did", "hdl", "geo", "isbn", "http", "https"}
)


@dataclass(slots=True)
class Prefixes:
    """The prefixes that a document may use; ``declared`` are its own and go before all others."""

    findings: Findings
    declared: Mapping[str, str] = field(default_factory=dict)
    _told: set[str] = field(default_factory=set)

    def namespace(self, prefix: str) -> str | None:
        """Give the namespace of a prefix, or None where there is none."""
        return self.declared.get(prefix) or PRESET.get(prefix)

    def splits(self, text: str) -> bool:
        """Tell whether a text begins with a known prefix and its colon, as a prefixed name does."""
        name = _NAME.match(text)
        return name is not None and self.namespace(name[1]) is not None

    def expanded(self, text: str, line: int) -> str:
        """Give a text in an IRI's place with its prefix replaced; an IRI and a relative IRI stay as they are.

        A colon with a backslash before it, or two slashes after it, belongs to no prefix.
        """
        if text.startswith("<") and text.endswith(">"):
            return text[1:-1]
        name = _NAME.match(text)
        if name is None:
            return text
        namespace = self.namespace(name[1])
        if namespace is not None:
            self._tell_dispute(name[1], line)
            return namespace + text[name.end() :]
        if name[1].lower() not in _SCHEMES:
            self._tell_unknown(name[1], text, line)
        return text

    def _tell_dispute(self, prefix: str, line: int) -> None:
        if prefix in _DISPUTED and prefix not in self.declared and prefix not in self._told:
            self._told.add(prefix)
            self.findings.warning(
                "mapping-disputed-prefix",
                "The prefix {prefix!r} is not declared here and is read as {namespace}; other YARRRML programs may read it as {other}.",
                "Declare it under prefixes: {prefix}: {namespace}",
                line=line,
                prefix=prefix,
                namespace=PREFIXES[prefix],
                other=RDFA[prefix],
            )

    def _tell_unknown(self, prefix: str, text: str, line: int) -> None:
        if prefix not in self._told:
            self._told.add(prefix)
            near = nearest_name(prefix, [*self.declared, *PRESET])
            self.findings.error(
                "mapping-unknown-prefix",
                "The prefix {prefix!r} of {text} is not known.",
                _DECLARE_OR_NEAR if near else _DECLARE,
                line=line,
                prefix=prefix,
                text=shown(text),
                near=near,
            )
