"""Prepared queries: written by the operator, with parameters for people who will never write SPARQL.

A file ``NAME.rq`` is a SELECT query with a head of comment lines that begin with ``#+`` and are YAML together::

    #+ title: {en: What has to do with a firm?, hu: Mi köthető egy céghez?}
    #+ parameters:
    #+   name: {type: string, description: A part of its name., default: Hatschek}
    SELECT ?thing ?relation WHERE { ?firm skos:prefLabel ?label . FILTER(CONTAINS(?label, ?name)) … }

A text may be in one language or in several. A parameter is a variable of that name in the outermost group of
the query. It is bound to a term, by VALUES at the beginning of that group; no text of a reader is ever put
into the query. (The engine's own way to bind variables wants them in the projection, and a remote engine has
none.)
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Any, Final

import yaml
from pydantic import BaseModel, ConfigDict, ValidationError
from pyoxigraph import Literal, NamedNode

from ..errors import OpenCollectionsError, QueryFileInvalid, QueryParameterInvalid
from ..formats.texts import Text
from ..vocabulary import XSD
from .limits import QueryLimits
from .requests import QueryForm, QueryText
from .sparql import checked_query
from .tokens import Kind, tokens

HEAD: Final = "#+"

TEXT_LIMIT: Final = 1_000
"""Characters of one value."""

NAME: Final = re.compile(r"[a-z0-9][a-z0-9-]{0,63}")
"""What a file may be called, without its ending: it becomes a part of an address."""

RESERVED: Final = frozenset({"format", "lang"})
"""Names in the address that are not parameters of the query."""

# RFC 5646 §2.1, without its rare forms.
_LANGUAGE: Final = re.compile(r"[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*")
_VARIABLE: Final = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")


class ParameterType(StrEnum):
    """What a value has to be."""

    IRI = "iri"
    STRING = "string"
    INTEGER = "integer"
    DATE = "date"
    LANGUAGE = "language"


class _Parameter(BaseModel):
    """A parameter as a file writes it."""

    model_config = ConfigDict(extra="forbid", coerce_numbers_to_str=True)

    type: ParameterType
    description: str | dict[str, str] = ""
    default: str | None = None


class _Head(BaseModel):
    """The head of a file."""

    model_config = ConfigDict(extra="forbid")

    title: str | dict[str, str]
    description: str | dict[str, str] = ""
    parameters: dict[str, _Parameter] = {}


@dataclass(frozen=True, slots=True)
class Words:
    """A text of the operator: by language tag, the first for whoever reads none of these; "" is of no language."""

    said: Mapping[str, str]

    def __str__(self) -> str:
        return next(iter(self.said.values()), "")

    def to(self, language: str) -> Text:
        """Give the text for a reader."""
        tag = language if language in self.said else next(iter(self.said), "")
        return Text(self.said.get(tag, ""), tag or None)


@dataclass(frozen=True, slots=True)
class Parameter:
    """A parameter; without a ``default``, a value has to be given."""

    name: str
    type: ParameterType
    description: Words
    default: str | None

    def term(self, value: str) -> NamedNode | Literal:
        """Give the value as a term; raise QueryParameterInvalid where it cannot be one."""
        if len(value) > TEXT_LIMIT:
            raise self._invalid(value, f"at most {TEXT_LIMIT} characters")
        match self.type:
            case ParameterType.IRI:
                return self._iri(value)
            case ParameterType.INTEGER if not re.fullmatch(r"[+-]?[0-9]{1,18}", value):
                raise self._invalid(value, "a whole number, such as 1945")
            case ParameterType.INTEGER:
                return Literal(int(value))
            case ParameterType.DATE:
                return Literal(self._date(value), datatype=NamedNode(f"{XSD}date"))
            case ParameterType.LANGUAGE if not _LANGUAGE.fullmatch(value):
                raise self._invalid(value, "a language tag, such as hu or pt-BR")
        return Literal(value)

    def _iri(self, value: str) -> NamedNode:
        try:
            return NamedNode(value)
        except ValueError:
            raise self._invalid(value, "a whole IRI, such as http://www.wikidata.org/entity/Q1781") from None

    def _date(self, value: str) -> str:
        try:
            return date.fromisoformat(value).isoformat()
        except ValueError:
            raise self._invalid(value, "a day, such as 1939-05-01") from None

    def _invalid(self, value: str, wanted: str) -> QueryParameterInvalid:
        return QueryParameterInvalid(parameter=self.name, reason=f"is {value[:200]!r}. Give {wanted}.")


@dataclass(frozen=True, slots=True)
class PreparedQuery:
    """A query with its parameters, in the order of its file."""

    name: str
    title: Words
    description: Words
    parameters: tuple[Parameter, ...]
    query: QueryText

    @property
    def complete(self) -> bool:
        """Tell whether it can be run without a value."""
        return all(parameter.default is not None for parameter in self.parameters)

    def bound(self, values: Mapping[str, str]) -> QueryText:
        """Give the query with a term for each parameter; an empty value is none.

        Raises QueryParameterInvalid for a value that does not fit, is missing, or belongs to no parameter.
        """
        known = [parameter.name for parameter in self.parameters]
        for name in values:
            if name not in known:
                listed = ", ".join(known) or "it has none"
                reason = f"is none of this query. Its parameters: {listed}."
                raise QueryParameterInvalid(parameter=name[:100], reason=reason)
        terms = [str(self._term(parameter, values)) for parameter in self.parameters]
        variables = " ".join(f"?{name}" for name in known)
        text, start = self.query.text, _group(self.query.text)
        given = f" VALUES ({variables}) {{ ({' '.join(terms)}) }}" if terms else ""
        return replace(self.query, text=f"{text[:start]}{given}{text[start:]}")

    def _term(self, parameter: Parameter, values: Mapping[str, str]) -> NamedNode | Literal:
        value = values.get(parameter.name) or parameter.default
        if value is None:
            wanted = str(parameter.description) or "A value."
            raise QueryParameterInvalid(parameter=parameter.name, reason=f"is missing. Give it: {wanted}")
        return parameter.term(value)


def _group(text: str) -> int:
    """Give the place behind the bracket that opens the outermost group of a SELECT."""
    depth = 0
    for token in tokens(text):
        if token.kind is Kind.SIGN:
            depth += {"(": 1, ")": -1}.get(token.text, 0)
            if token.text == "{" and depth == 0:
                return token.start + 1
    raise ValueError("the query has no group of patterns")


def prepared_queries(folder: Path, limits: QueryLimits) -> dict[str, PreparedQuery]:
    """Read the queries of a folder by their names; raise QueryFileInvalid for one that cannot be offered."""
    if not folder.is_dir():
        raise QueryFileInvalid(file=folder, detail="there is no such folder")
    return {file.stem: _read(file, limits) for file in sorted(folder.glob("*.rq"))}


def _read(file: Path, limits: QueryLimits) -> PreparedQuery:
    if not NAME.fullmatch(file.stem):
        raise QueryFileInvalid(file=file, detail="its name may have small letters, digits and hyphens")
    try:
        return prepared_query(file.stem, file.read_text(encoding="utf-8"), limits)
    except OpenCollectionsError as error:
        raise QueryFileInvalid(file=file, detail=str(error)) from None
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(map(str, first["loc"]))
        raise QueryFileInvalid(file=file, detail=f"its head: {where}: {first['msg']}") from None
    except (OSError, ValueError, yaml.YAMLError) as error:
        raise QueryFileInvalid(file=file, detail=" ".join(str(error).split())) from None


def prepared_query(name: str, text: str, limits: QueryLimits) -> PreparedQuery:
    """Read one query.

    Raises ValidationError or YAMLError for its head, ValueError for what does not go together, and what
    ``checked_query`` raises.
    """
    head = _Head.model_validate(_head(text))
    query = checked_query(text, limits)
    if query.form is not QueryForm.SELECT:
        raise ValueError(f"it is a query of the form {query.form}, and only a SELECT gives a table")
    _group(query.text)
    parameters = tuple(_parameter(name, given, text) for name, given in head.parameters.items())
    return PreparedQuery(name, _words(head.title), _words(head.description), parameters, query)


def _words(given: str | Mapping[str, str]) -> Words:
    by_language = {"": given} if isinstance(given, str) else given
    for tag in by_language:
        if tag and not _LANGUAGE.fullmatch(tag):
            raise ValueError(f"{tag!r} is no language tag, such as hu, for a text of the head")
    return Words({tag: text.strip() for tag, text in by_language.items() if text.strip()})


def _head(text: str) -> Any:
    lines = [line.removeprefix(HEAD) for line in text.splitlines() if line.startswith(HEAD)]
    # Every value is text, and stays as it was written: 1939-05-01 is no moment, and no is no No.
    return yaml.load("\n".join(lines), Loader=yaml.BaseLoader) or {}  # noqa: S506 - it makes nothing but text


def _parameter(name: str, given: _Parameter, text: str) -> Parameter:
    if name in RESERVED or not _VARIABLE.fullmatch(name):
        raise ValueError(f"a parameter cannot be called {name!r}")
    if not re.search(rf"[?$]{name}\b", text):
        raise ValueError(f"the query has no variable ?{name}, which the head describes")
    parameter = Parameter(name, given.type, _words(given.description), given.default)
    if given.default is not None:
        parameter.term(given.default)
    return parameter
