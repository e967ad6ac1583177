"""Terms in N-Quads, made by whole columns: escaping, percent-encoding and the check of IRIs.

Everything that reaches a version passes here, so this is a security boundary: a value can end neither a literal
nor an IRI. Escapes are those of canonical N-Quads (RDF 1.1 N-Quads §4), so that equal terms are equal text.
"""

import re
from collections.abc import Callable
from decimal import Decimal
from functools import partial
from typing import Final
from urllib.parse import quote

import polars as pl
from pyoxigraph import Literal, NamedNode

from ..records.natural import double
from ..records.tables import NATURAL_TYPES, NaturalType
from ..vocabulary import XSD
from .lexical_forms import DECIMALS
from .model import TermType

_ESCAPES: Final = {
    **{chr(code): f"\\u{code:04X}" for code in (*range(32), 127)},
    "\b": "\\b",
    "\t": "\\t",
    "\n": "\\n",
    "\f": "\\f",
    "\r": "\\r",
    '"': '\\"',
    "\\": "\\\\",
}
_ENDS_IRI: Final = {
    char: f"\\u{ord(char):04X}" for char in (*map(chr, range(32)), "\x7f", "<", ">", '"', "\\")
}
_UNRESERVED: Final = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~"
_PERCENT: Final = {chr(code): f"%{code:02X}" for code in range(128) if chr(code) not in _UNRESERVED}
_LABEL: Final = {chr(code): f"_{code:02X}" for code in range(128) if not chr(code).isalnum()}

_PLAIN_IRI: Final = (
    r"^https?://[A-Za-z0-9][A-Za-z0-9.\-]*(?::[0-9]{1,5})?"
    r"(?:[/?](?:[A-Za-z0-9\-._~:/?@!$&'()*+,;=]|%[0-9A-Fa-f]{2})*)?"
    r"(?:#(?:[A-Za-z0-9\-._~:/?@!$&'()*+,;=]|%[0-9A-Fa-f]{2})*)?$"
)
"""IRIs that need no closer look; all others are judged by the store's own parser."""

SCHEME: Final = re.compile(r"[A-Za-z][A-Za-z0-9+.\-]*:")
_SCHEME_PATTERN: Final = r"^[A-Za-z][A-Za-z0-9+.\-]*:"

_LETTERS: Final = (
    *((0xA0, 0xD7FF), (0xF900, 0xFDCF), (0xFDF0, 0xFFEF)),
    *((plane << 16, (plane << 16) + 0xFFFD) for plane in range(1, 14)),
    (0xE1000, 0xEFFFD),
)
_NOT_IN_IRI: Final = f"[^\x00-\x7f{''.join(f'{chr(first)}-{chr(last)}' for first, last in _LETTERS)}]"
"""Characters beyond ASCII that an IRI cannot have: what is not ``ucschar`` (RFC 3987 §2.2)."""

LONGEST_LANGUAGE: Final = 3
"""Letters of the longest language that is registered (RFC 5646 §2.2.1)."""

_PLAIN_LANGUAGE: Final = r"^[a-z]{2,3}(?:-[a-z]{4})?(?:-[a-z]{2})?$"
"""Language tags in small letters that need no closer look; others are judged by the store, as IRIs are."""


def escaped(value: pl.Expr) -> pl.Expr:
    """Give the text between the quotes of a literal."""
    return value.str.replace_many(list(_ESCAPES), list(_ESCAPES.values()))


def encoded(value: pl.Expr, term_type: TermType) -> pl.Expr:
    """Percent-encode a template's value (RML-Core: IRI-safe keeps letters of all scripts, URI-safe does not)."""
    if term_type in {TermType.UNSAFE_IRI, TermType.UNSAFE_URI}:
        return value
    ascii_encoded = value.str.replace_many(list(_PERCENT), list(_PERCENT.values()))
    rare = r"[^\x00-\x7f]" if term_type is TermType.URI else _NOT_IN_IRI
    return _rarely(ascii_encoded, rare, _quote_all if term_type is TermType.URI else _quote_foreign)


def kept_in_brackets(value: pl.Expr) -> pl.Expr:
    """Escape what would end an IRI or its line; all else stays as it is, be it an IRI or not."""
    return value.str.replace_many(list(_ENDS_IRI), list(_ENDS_IRI.values()))


def blank_label(value: pl.Expr) -> pl.Expr:
    """Give a blank node's label: letters and digits as they are, all else by its code, so that none collide."""
    return _rarely(
        value.str.replace_many(list(_LABEL), list(_LABEL.values())), r"[^\x00-\x7f]", _label_foreign
    )


def label(text: str) -> str:
    """Give the label of one text, as ``blank_label`` does of a column."""
    return _label_foreign("".join(_LABEL.get(char, char) for char in text))


def blank_node(labels: pl.Expr, skolem: str | None) -> pl.Expr:
    """Give the blank nodes of these labels, or the IRIs that stand for them."""
    if skolem is None:
        return pl.concat_str(pl.lit("_:b"), labels)
    return pl.concat_str(pl.lit(f"<{skolem}"), labels, pl.lit(">"))


def labelled(node: pl.Expr, ending: pl.Expr) -> pl.Expr:
    """Give the nodes whose labels go on with an ending, of blank nodes or of the IRIs that stand for them."""
    longer = pl.concat_str(node.str.strip_suffix(">"), ending)
    return pl.when(node.str.ends_with(">")).then(pl.concat_str(longer, pl.lit(">"))).otherwise(longer)


def _rarely(value: pl.Expr, pattern: str, change: "type[str] | object") -> pl.Expr:
    """Apply a Python function to the few values that match a pattern; a batch without them pays one scan."""

    def changed(series: pl.Series) -> pl.Series:
        mask = series.str.contains(pattern)
        if not mask.any():
            return series
        return series.map_elements(change, return_dtype=pl.String)  # type: ignore[arg-type]

    return value.map_batches(changed, return_dtype=pl.String, is_elementwise=True)


def _quote_all(text: str) -> str:
    return quote(text, safe="%-._~")


def _quote_foreign(text: str) -> str:
    return re.sub(_NOT_IN_IRI, lambda m: quote(m[0]), text)


def _label_foreign(text: str) -> str:
    return re.sub(r"[^\x00-\x7f]", lambda m: f"_u{ord(m[0]):X}_", text)


def resolved(base: str, relative: str) -> str:
    """Resolve the fixed beginning of a relative IRI: leading ``../`` climb, all else is appended as it is.

    RML appends relative IRIs to the base; climbing reaches another member's space (``../network/…``).
    """
    if SCHEME.match(relative):
        return relative
    relative = relative.removeprefix("./")
    while relative.startswith("../"):
        relative = relative.removeprefix("../")
        base = _parent(base)
    return base + relative


def _parent(base: str) -> str:
    head, slash, _ = base.rstrip("/").rpartition("/")
    return base if head.endswith(("/", ":")) or not slash else head + slash


def absolute(value: pl.Expr, base: str) -> pl.Expr:
    """Resolve whole values as ``resolved`` does: absolute ones stay, relative ones get the base."""
    climbs = [base]
    while (parent := _parent(climbs[-1])) != climbs[-1] and len(climbs) < 8:
        climbs.append(parent)
    relative = pl.concat_str(pl.lit(base), value.str.strip_prefix("./"))
    for steps, root in enumerate(climbs[1:], start=1):
        prefix = "../" * steps
        relative = (
            pl.when(value.str.starts_with(prefix))
            .then(pl.concat_str(pl.lit(root), value.str.slice(len(prefix))))
            .otherwise(relative)
        )
    return pl.when(value.str.contains(_SCHEME_PATTERN)).then(value).otherwise(relative)


_EXACT: Final = [NATURAL_TYPES.index(natural) for natural in (NaturalType.INTEGER, NaturalType.DECIMAL)]
_DOUBLE: Final = NATURAL_TYPES.index(NaturalType.DOUBLE)


def as_datatype(text: pl.Expr, codes: pl.Expr, datatype: str) -> pl.Expr:
    """Write the numbers of a typed source as the datatype that a mapping gives them: 1.5E0 is the decimal 1.5."""
    if datatype == XSD + "double":
        number = text.cast(pl.Float64, strict=False).map_elements(double, return_dtype=pl.String)
        return pl.when(codes.is_in(_EXACT)).then(number).otherwise(text)
    if datatype in DECIMALS:
        return pl.when(codes == _DOUBLE).then(_rarely(text, "E", _without_exponent)).otherwise(text)
    return text


def _without_exponent(text: str) -> str:
    if "E" not in text:
        return text
    number = Decimal(text)
    return f"{number:f}".rstrip("0").rstrip(".") if number % 1 else f"{number:.0f}"


def valid_iri(value: pl.Expr) -> pl.Expr:
    """Tell which values are absolute IRIs that the store accepts (RFC 3987)."""
    judged = partial(_judged, plain=_PLAIN_IRI, is_good=is_iri)
    return value.map_batches(judged, return_dtype=pl.Boolean, is_elementwise=True)


def valid_language(value: pl.Expr) -> pl.Expr:
    """Tell which values, in small letters, are language tags that the store accepts (RFC 5646)."""
    judged = partial(_judged, plain=_PLAIN_LANGUAGE, is_good=is_language)
    return value.map_batches(judged, return_dtype=pl.Boolean, is_elementwise=True)


def _judged(values: pl.Series, plain: str, is_good: Callable[[str], bool]) -> pl.Series:
    sure = values.str.contains(plain)
    if sure.fill_null(value=True).all():
        return sure
    doubtful = values.filter(~sure.fill_null(value=True)).unique()
    good = [text for text in doubtful.to_list() if is_good(text)]
    return sure | values.is_in(pl.Series(good, dtype=pl.String).implode())


def is_iri(text: str) -> bool:
    """Tell whether a text is an absolute IRI that the store accepts."""
    try:
        NamedNode(text)
    except ValueError:
        return False
    return True


def is_language(text: str) -> bool:
    """Tell whether a text is a language tag that the store accepts, and not a word such as "english"."""
    if len(text.partition("-")[0]) > LONGEST_LANGUAGE:
        return False
    try:
        Literal("", language=text)
    except ValueError:
        return False
    return True


def iri(text: str) -> str:
    """Write one IRI known to be valid."""
    return f"<{text}>"


def literal(text: str, language: str | None = None, datatype: str | None = None) -> str:
    """Write one literal; xsd:string is left away, as canonical N-Quads does."""
    quoted = '"' + re.sub(r'[\x00-\x1f\x7f"\\]', lambda m: _ESCAPES[m[0]], text) + '"'
    if language:
        return f"{quoted}@{language.lower()}"
    return quoted if datatype in {None, XSD + "string"} else f"{quoted}^^<{datatype}>"
