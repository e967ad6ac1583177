"""YARRRML: a mapping document in YAML as the model of a mapping (https://w3id.org/yarrrml/spec)."""

from collections.abc import Mapping as MappingOf

from ..phrases import Phrase
from .findings import Findings, shown
from .model import LogicalSource, Mapping
from .prefixes import Prefixes
from .yaml_nodes import Entries, Node, read_yaml
from .yarrrml_doubts import warn_of_forgotten_links
from .yarrrml_expansion import Expansion
from .yarrrml_functions import Functions
from .yarrrml_keys import DOCUMENT, fields, text_of
from .yarrrml_links import Links
from .yarrrml_mappings import Mappings
from .yarrrml_sources import Sources
from .yarrrml_targets import Targets
from .yarrrml_terms import Terms
from .yarrrml_texts import Texts


def read_yarrrml(text: str, findings: Findings, external: MappingOf[str, str]) -> Mapping:
    """Read a YARRRML document; raise MappingInvalid when it cannot be read, and add a finding for all else.

    ``external`` gives values to references such as ``$(_name)``, before those that the document gives itself.
    """
    root = read_yaml(text, findings)
    if not isinstance(root, Entries):
        findings.stop(
            "mapping-empty",
            "The document has no mappings.",
            "Write mappings: and below it a name with sources, subjects and predicateobjects.",
        )
    given = fields(root, DOCUMENT, Phrase("The document"), findings)
    declared = _texts(given.get("prefixes"), "prefixes", findings)
    texts = Texts(
        findings,
        Prefixes(findings, declared),
        {**_texts(given.get("external"), "external", findings), **external},
    )
    functions = Functions(findings, texts)
    targets = Targets(findings)
    targets.name(_entries(given.get("targets"), "targets", findings).pairs)
    terms = Terms(findings, texts, functions, targets)
    sources = _sources(given.get("sources"), declared, findings)
    reader = Mappings(findings, sources, terms, Links(findings, functions))
    drafts = [
        reader.draft(key, value) for key, value in _entries(given.get("mappings"), "mappings", findings).pairs
    ]
    if not drafts and not findings.error.problems:
        findings.error(
            "mapping-empty", "The document has no mappings.", "Write them after mappings.", line=root.line
        )
    maps = Expansion(findings, [draft for draft in drafts if draft]).triples_maps()
    warn_of_forgotten_links(maps, findings)
    return Mapping(findings.file, maps, _base(given.get("base"), findings), tuple(declared.items()))


def _sources(node: Node | None, prefixes: MappingOf[str, str], findings: Findings) -> Sources:
    """Read the sources that have a name; one with a finding keeps its name, so that it is told once."""
    named: dict[str, LogicalSource | None] = {}
    reader = Sources(findings, named, {name: iri for name, iri in prefixes.items() if iri and name != "xml"})
    for key, value in _entries(node, "sources", findings).pairs:
        named[key.text] = reader.source(value)
    return reader


def _base(node: Node | None, findings: Findings) -> str | None:
    base = text_of(node, "base", findings)
    if base is not None and ":" not in base:
        findings.error(
            "mapping-iri",
            "The base {base} is not an IRI.",
            "Write one with http:// or https://, or leave it out.",
            line=node.line if node else None,
            base=shown(base),
        )
    return base


def _texts(node: Node | None, name: str, findings: Findings) -> dict[str, str]:
    """Read entries whose values are texts."""
    pairs = (
        (key.text, text_of(value, name, findings)) for key, value in _entries(node, name, findings).pairs
    )
    return {key: value for key, value in pairs if value is not None}


def _entries(node: Node | None, name: str, findings: Findings) -> Entries:
    """Give the entries of a key of the document, none where it is not there."""
    if isinstance(node, Entries):
        return node
    if node is not None:
        findings.error(
            "mapping-wrong-type",
            "{name} is not a group of entries.",
            "Write each on a line of its own below {name}:, as a name, a colon and its value.",
            line=node.line,
            term=name,
            name=name,
        )
    return Entries((), 1)
