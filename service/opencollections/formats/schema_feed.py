"""The feed for search engines: the objects of a collection in schema.org, as one DataFeed in JSON-LD."""

import json
from collections.abc import Iterable, Iterator
from typing import Any, Final

from ..vocabulary import PREFIXES
from .dcat import Dataset
from .edm import EdmRecord
from .edm.records import Resource
from .schema_org import CONTEXT, Json, dataset

_CREATIVE_WORK: Final = "CreativeWork"
_NAMED: Final = {"dc:creator": "creator", "dc:contributor": "contributor", "dc:publisher": "publisher"}


def feed(described: Dataset, items: Iterable[Json]) -> Iterator[str]:
    """Write the feed piece by piece, an object a line, so that it can be read by lines as well."""
    head = {"@context": CONTEXT, "@type": "DataFeed", "@id": f"{described.iri}#feed"}
    about = {name: value for name, value in dataset(described).items() if name not in {"@type", "@id"}}
    opened = json.dumps(head | about, ensure_ascii=False)
    yield f'{opened[:-1]}, "dataFeedElement": [\n'
    separator = ""
    for item in items:
        yield f"{separator}{json.dumps(item, ensure_ascii=False)}"
        separator = ",\n"
    yield "\n]}\n"


def item(record: EdmRecord, classes: Iterable[str], described: Dataset) -> Json:
    """Describe one object; ``classes`` are the IRIs of what it is."""
    cho, shown = record.object, record.aggregation
    found: dict[str, Any] = {
        "@type": _type(classes),
        "@id": cho.iri,
        "url": cho.iri,
        "name": _said(record, "dc:title"),
        "alternateName": _said(record, "dcterms:alternative"),
        "description": _said(record, "dc:description"),
        "identifier": record.words("dc:identifier"),
        "inLanguage": record.words("dc:language"),
        "keywords": _said(record, "dc:subject", "dc:type"),
        "artMedium": _said(record, "dcterms:medium"),
        "size": record.words("dcterms:extent"),
        "dateCreated": record.words("dcterms:created"),
        "datePublished": record.words("dcterms:issued"),
        "temporalCoverage": _periods(record),
        "contentLocation": [_place(one) for one in _linked(record, "dcterms:spatial")],
        "image": shown.links("edm:isShownBy", "edm:object", "edm:hasView") if shown else [],
        "license": shown.links("edm:rights") if shown else [],
        "sameAs": cho.links("owl:sameAs"),
        "isPartOf": {"@type": "Dataset", "@id": described.iri},
        "sdLicense": described.licence,
        "sdDatePublished": described.modified,
    }
    for element, name in _NAMED.items():
        found[name] = [_agent(one) for one in _linked(record, element)] or [
            {"@type": "Thing", "name": text.value} for text in cho.texts(element)
        ]
    return {
        name: value[0] if isinstance(value, list) and len(value) == 1 else value
        for name, value in found.items()
        if value
    }


def _type(classes: Iterable[str]) -> str:
    names = [iri.removeprefix(PREFIXES["schema"]) for iri in classes if iri.startswith(PREFIXES["schema"])]
    return next((name for name in names if name not in {_CREATIVE_WORK, "Thing"}), _CREATIVE_WORK)


def _said(record: EdmRecord, *elements: str) -> list[str | Json]:
    """Give the texts of some elements with their languages, and the names of what these link to."""
    texts = [*record.object.texts(*elements)]
    for resource in _linked(record, *elements):
        texts += resource.texts("skos:prefLabel")
    return [{"@language": t.language, "@value": t.value} if t.language else t.value for t in texts]


def _linked(record: EdmRecord, *elements: str) -> list[Resource]:
    links = record.object.links(*elements)
    return [resource for resource in record.contextual if resource.iri in links]


def _agent(agent: Resource) -> Json:
    return _named("Thing", agent)


def _place(place: Resource) -> Json:
    latitude, longitude = (place.texts(f"wgs84_pos:{name}") for name in ("lat", "long"))
    found = _named("Place", place)
    if latitude and longitude:
        geo = {"@type": "GeoCoordinates", "latitude": latitude[0].value, "longitude": longitude[0].value}
        found["geo"] = geo
    return found


def _named(type_: str, resource: Resource) -> Json:
    names = [
        {"@language": t.language, "@value": t.value} if t.language else t.value
        for t in resource.texts("skos:prefLabel")
    ]
    found = {"@type": type_, "@id": resource.iri, "name": names, "sameAs": resource.links("owl:sameAs")}
    return {name: value for name, value in found.items() if value}


def _periods(record: EdmRecord) -> list[str]:
    """Give periods as begin and end (ISO 8601), open where one of them is not known."""
    found = []
    for period in _linked(record, "dcterms:temporal"):
        begin, end = (next((t.value for t in period.texts(name)), "..") for name in ("edm:begin", "edm:end"))
        if (begin, end) != ("..", ".."):
            found.append(f"{begin}/{end}")
    return found
