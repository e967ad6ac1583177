"""Example queries: questions that this kind of data answers, to begin one's own from."""

import re
from dataclasses import dataclass
from typing import Final

from ..formats.interface import marked
from ..vocabulary import PREFIXES


@dataclass(frozen=True, slots=True)
class Example:
    """A question in words and as a query."""

    title: str
    text: str


def _example(title: str, body: str) -> Example:
    """Put the prefixes that a query uses in front of it."""
    body = body.strip("\n")
    used = set(re.findall(r"(?<![?\w])([a-z]\w*):", body))
    declared = "".join(f"PREFIX {prefix}: <{PREFIXES[prefix]}>\n" for prefix in PREFIXES if prefix in used)
    return Example(title, f"{declared}\n{body}\n")


EXAMPLES: Final = (
    _example(
        marked("What was made in the centre of Budapest before 1945?"),
        """
SELECT ?object (SAMPLE(?name) AS ?title) (MIN(STR(?begin)) AS ?since) WHERE {
  ?object dcterms:spatial ?place ; dcterms:temporal/edm:begin ?begin .
  ?place wgs84_pos:lat ?lat ; wgs84_pos:long ?long .
  FILTER(ABS(?lat - 47.4965) < 0.02 && ABS(?long - 19.0557) < 0.03 && STR(?begin) < "1945")
  OPTIONAL { ?object dc:title|schema:name ?name }
}
GROUP BY ?object
ORDER BY ?since
LIMIT 100
""",
    ),
    _example(
        marked("What has to do with the firm Hatschek, however its name is spelt?"),
        """
SELECT DISTINCT ?thing ?relation ?name WHERE {
  ?firm skos:prefLabel|skos:altLabel ?name .
  FILTER(CONTAINS(LCASE(STR(?name)), "hatschek"))
  ?thing ?relation ?firm .
}
LIMIT 100
""",
    ),
    _example(
        marked("What is in Europeana too?"),
        """
SELECT ?thing (SAMPLE(?name) AS ?title) ?europeana WHERE {
  ?thing owl:sameAs|skos:exactMatch|skos:closeMatch|edm:isRelatedTo|edm:isShownAt ?europeana .
  FILTER(CONTAINS(STR(?europeana), "europeana.eu/"))
  OPTIONAL { ?thing dc:title|schema:name|skos:prefLabel ?name }
}
GROUP BY ?thing ?europeana
LIMIT 100
""",
    ),
    _example(
        marked("How complete is each collection?"),
        """
SELECT ?collection (COUNT(?object) AS ?objects) (SUM(?dated) AS ?withDate) (SUM(?placed) AS ?withPlace) WHERE {
  GRAPH ?collection {
    ?object a edm:ProvidedCHO .
    BIND(IF(EXISTS { ?object dcterms:temporal|dcterms:created ?when }, 1, 0) AS ?dated)
    BIND(IF(EXISTS { ?object dcterms:spatial ?where }, 1, 0) AS ?placed)
  }
}
GROUP BY ?collection
ORDER BY ?collection
""",
    ),
    _example(
        marked("Which works are performed and recorded most?"),
        """
SELECT ?work (SAMPLE(?label) AS ?title) (COUNT(DISTINCT ?performance) AS ?times) WHERE {
  ?performance schema:workPerformed|schema:recordingOf ?work .
  OPTIONAL { ?work skos:prefLabel|dc:title|schema:name ?label }
}
GROUP BY ?work
ORDER BY DESC(?times)
LIMIT 20
""",
    ),
)
