"""Constants of a mapping: what can be known to be wrong before any record is read."""

import re
from typing import Final

from ..vocabulary import XSD
from .findings import Findings, choice, shown
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


def check_language(expression: Expression, findings: Findings, line: int | None) -> None:
    """Add a finding when a fixed language tag is none."""
    if isinstance(expression, Constant) and not _LANGUAGE.fullmatch(expression.value):
        findings.error(
            "mapping-language",
            f"{shown(expression.value)} is not a language tag.",
            "Write a tag such as nl, hu, en-GB or zh-Hant (BCP 47).",
            line=line,
        )


def check_datatype(expression: Expression, findings: Findings, line: int | None) -> None:
    """Add a warning when a fixed datatype is said to be of XML Schema, and is none of them."""
    if not isinstance(expression, Constant) or not expression.value.startswith(XSD):
        return
    name = expression.value.removeprefix(XSD)
    if name not in _DATATYPES:
        findings.warning(
            "mapping-datatype",
            f"There is no datatype {shown(f'xsd:{name}')}.",
            choice(name, _DATATYPES),
            line=line,
        )


def check_iri(expression: Expression, findings: Findings, line: int | None) -> None:
    """Add a finding when the fixed texts of an IRI have a character that no IRI can have."""
    for text in _texts(expression):
        wrong = _NOT_IN_IRI.search(text)
        if wrong:
            findings.error(
                "mapping-iri",
                f"{shown(text)} has the character {wrong[0]!r}, which an IRI cannot have.",
                f"Write %{ord(wrong[0]):02X} for it, or take it out; only values from the data are encoded."
                + (" A reference is written $(column) in YARRRML." if wrong[0] in "{}" else ""),
                line=line,
            )


def _texts(expression: Expression) -> list[str]:
    match expression:
        case Constant():
            return [expression.value]
        case Template():
            return [part for part in expression.parts if isinstance(part, str)]
    return []
