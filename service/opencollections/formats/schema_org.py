"""Schema.org: what search engines read of a page, as JSON-LD inside it."""

import json
from collections.abc import Iterable
from dataclasses import replace
from typing import Any, Final

from ..vocabulary import PREFIXES, expand
from .dcat import Catalogue, Dataset
from .definitions import Definition
from .groups import MAKERS, RIGHTS
from .html import EntityPage
from .links import fetchable
from .terms import Document
from .texts import Text, cut

Json = dict[str, Any]

CONTEXT: Final = "https://schema.org"

SUMMARY_LIMIT: Final = 1_000
"""Characters of a description that search engines are given; they show far less."""

_TYPES: Final = {
    expand("edm:ProvidedCHO"): "CreativeWork",
    expand("edm:Agent"): "Thing",
    expand("foaf:Person"): "Person",
    expand("foaf:Organization"): "Organization",
    expand("edm:Place"): "Place",
    expand("edm:Event"): "Event",
    expand("skos:Concept"): "DefinedTerm",
    expand("skos:ConceptScheme"): "DefinedTermSet",
}


def embedded(document: Json) -> str:
    """Write a document so that it can stand inside a script element: no ``<`` can end that element."""
    text = json.dumps({"@context": CONTEXT} | document, ensure_ascii=False)
    # JSON allows these as escapes in strings, and they stand nowhere else: HTML then sees no markup.
    return text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")


def thing(page: EntityPage, types: tuple[str, ...]) -> Json:
    """Describe an entity from its page: name, type, makers, number, rights, pictures, and its collections."""
    identifiers = [
        value.link.text.text for fact in page.facts([expand("dcterms:identifier")]) for value in fact.values
    ]
    makers = [value.link.text for fact in page.facts(MAKERS) for value in fact.values]
    rights = [value.link.href for fact in page.facts(RIGHTS) for value in fact.values]
    described: Json = {
        "@type": _type(types),
        "@id": page.iri,
        "url": fetchable(page.iri),
        "name": _text(page.title),
        "description": [_text(replace(one, text=cut(one.text, SUMMARY_LIMIT))) for one in page.descriptions],
        "identifier": identifiers,
        "image": [picture.src for picture in page.pictures],
    }
    if _is_work(described["@type"]):
        described |= {
            "creator": [{"@type": "Thing", "name": _text(maker)} for maker in makers],
            "license": [href for href in rights if href],
            "isPartOf": [{"@type": "Dataset", "@id": source.collection_iri} for source in page.sources],
        }
    return {key: value for key, value in described.items() if value}


def dataset(described: Dataset) -> Json:
    """Describe a collection as search engines for data sets want it."""
    return {
        "@type": "Dataset",
        "@id": described.iri,
        "url": described.iri,
        "name": {"@language": described.language, "@value": described.title},
        "license": described.licence,
        "publisher": {
            "@type": "Organization",
            "@id": described.publisher.iri,
            "name": described.publisher.name,
        },
        "dateModified": described.modified,
        "distribution": [
            {"@type": "DataDownload", "contentUrl": described.dump, "encodingFormat": "application/n-quads"}
        ],
    }


def term(described: Definition, document: str) -> Json:
    """Describe a term of the ontology, which its document defines."""
    told = {
        "@type": "DefinedTerm",
        "@id": described.iri,
        "name": _text(described.label),
        "alternateName": [_text(name) for name in described.also],
        "description": _text(described.definition) if described.definition else None,
        "termCode": described.name,
        "inDefinedTermSet": document,
    }
    return {key: value for key, value in told.items() if value}


def term_set(iri: str, document: Document) -> Json:
    """Describe a document of the ontology, which defines terms."""
    told = {
        "@type": "DefinedTermSet",
        "@id": iri,
        "url": iri,
        "name": document.title,
        "description": _text(document.description) if document.description else None,
    }
    return {key: value for key, value in told.items() if value}


def results(address: str, first: int, total: int, found: Iterable[tuple[str, Text]]) -> Json:
    """Describe a page of a list: the things on it by IRI and name, from the place ``first``."""
    items = [
        {"@type": "ListItem", "position": place, "url": iri, "name": _text(name)}
        for place, (iri, name) in enumerate(found, first)
    ]
    listed: Json = {"@type": "ItemList", "numberOfItems": total, "itemListElement": items}
    return {"@type": "SearchResultsPage", "url": address, "mainEntity": listed}


def website(home: str, name: str) -> Json:
    return {"@type": "WebSite", "@id": home, "url": home, "name": name}


def page(title: str, address: str | None, language: str, of: Json) -> Json:
    """Describe a page by its title alone; an address that is too long to be repeated is left out."""
    told = {"@type": "WebPage", "url": address, "name": title, "inLanguage": language, "isPartOf": of}
    return {key: value for key, value in told.items() if value}


def organization(iri: str, name: str, homepage: str | None) -> Json:
    return {"@type": "Organization", "@id": iri, "name": name, "url": homepage or iri}


def catalogue(described: Catalogue) -> Json:
    return {
        "@type": "DataCatalog",
        "@id": described.iri,
        "url": described.iri,
        "name": described.title,
        # Each collection has a page of its own, which tells the rest.
        "dataset": [
            {"@type": "Dataset", "@id": one.iri, "name": _text(Text(one.title, one.language))}
            for one in described.datasets
        ],
    }


def _text(text: Text) -> str | Json:
    return text.text if text.language is None else {"@language": text.language, "@value": text.text}


def _type(types: tuple[str, ...]) -> str:
    schema = [iri.removeprefix(PREFIXES["schema"]) for iri in types if iri.startswith(PREFIXES["schema"])]
    narrow = [name for name in schema if name != "CreativeWork"]
    known = [_TYPES[iri] for iri in types if iri in _TYPES]
    return next(iter([*narrow, *schema, *known]), "Thing")


def _is_work(type_: str) -> bool:
    return type_ not in {"Thing", "Person", "Organization", "Place", "Event", "DefinedTerm", "DefinedTermSet"}
