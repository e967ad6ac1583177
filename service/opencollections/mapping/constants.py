"""Constants of a mapping: what can be known to be wrong before any record is read."""

import re
from typing import Final

from ..vocabulary import XSD
from .findings import Findings, shown, suggestion, told
from .model import Constant, Expression, Template, TermType

IRI_LIKE: Final = frozenset({TermType.IRI, TermType.URI, TermType.UNSAFE_IRI, TermType.UNSAFE_URI})

_NOT_IN_IRI: Final = re.compile(r"[\x00-\x20<>\"{}|^`\\\x7f]")
_XML_SCHEMA: Final = """
    string boolean decimal integer double float date time dateTime dateTimeStamp gYear gMonth gDay gYearMonth
    gMonthDay duration yearMonthDuration dayTimeDuration byte short int long unsignedByte unsignedShort
    unsignedInt unsignedLong positiveInteger nonNegativeInteger negativeInteger nonPositiveInteger hexBinary
    base64Binary anyURI language normalizedString token NMTOKEN Name NCName
"""
_DATATYPES: Final = tuple(_XML_SCHEMA.split())
"""The datatypes of XML Schema that RDF knows (RDF 1.1 Concepts §5.1)."""

_LANGUAGE: Final = re.compile(
    r"""
    [a-z]{2,3} (?:-[a-z]{3}){0,3}                         # language, extended language
    (?: -[a-z]{4} )?                                      # script
    (?: -(?:[a-z]{2}|[0-9]{3}) )?                         # region
    (?: -(?:[a-z0-9]{5,8}|[0-9][a-z0-9]{3}) )*            # variants
    (?: -[a-wy-z0-9](?:-[a-z0-9]{2,8})+ )*                # extensions
    (?: -x(?:-[a-z0-9]{1,8})+ )?                          # private use
    | x(?:-[a-z0-9]{1,8})+
    | i-[a-z]{2,8} | sgn-[a-z]{2}-[a-z]{2}
    """,
    re.VERBOSE | re.IGNORECASE,
)
"""Language tags (RFC 5646 §2.1); of four letters and more no language was ever registered, so "english" is none."""


_ENCODED: Final = told("Write {encoded} for it, or take it out; only values from the data are encoded.")
_ENCODED_OR_REFERENCE: Final = told(
    "Write {encoded} for it, or take it out; only values from the data are encoded. A reference is written $(column) in YARRRML."
)


def check_language(expression: Expression, findings: Findings, line: int | None) -> None:
    """Add a finding when a fixed language tag is none."""
    if isinstance(expression, Constant) and not _LANGUAGE.fullmatch(expression.value):
        findings.error(
            "mapping-language",
            "{tag} is not a language tag.",
            "Write a tag such as nl, hu, en-GB or zh-Hant (BCP 47).",
            line=line,
            tag=shown(expression.value),
        )


def check_datatype(expression: Expression, findings: Findings, line: int | None) -> None:
    """Add a warning when a fixed datatype is said to be of XML Schema, and is none of them."""
    if not isinstance(expression, Constant) or not expression.value.startswith(XSD):
        return
    name = expression.value.removeprefix(XSD)
    if name not in _DATATYPES:
        advice, facts = suggestion(name, _DATATYPES)
        findings.warning(
            "mapping-datatype",
            "There is no datatype {datatype}.",
            advice,
            line=line,
            datatype=shown(f"xsd:{name}"),
            **facts,
        )


def check_iri(expression: Expression, findings: Findings, line: int | None) -> None:
    """Add a finding when the fixed texts of an IRI have a character that no IRI can have."""
    for text in _texts(expression):
        wrong = _NOT_IN_IRI.search(text)
        if wrong:
            advice = _ENCODED_OR_REFERENCE if wrong[0] in "{}" else _ENCODED
            findings.error(
                "mapping-iri",
                "{text} has the character {character!r}, which an IRI cannot have.",
                advice,
                line=line,
                text=shown(text),
                character=wrong[0],
                encoded=f"%{ord(wrong[0]):02X}",
            )


def _texts(expression: Expression) -> list[str]:
    match expression:
        case Constant():
            return [expression.value]
        case Template():
            return [part for part in expression.parts if isinstance(part, str)]
    return []
