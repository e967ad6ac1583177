"""Which format a client gets: RFC 9110 §12.5.1 case by case, and a generated table against a plain reading of it."""

from itertools import product

import pytest

from opencollections.errors import UnknownFormat
from opencollections.formats.negotiation import (
    HTML,
    JSON_LD,
    N_QUADS,
    N_TRIPLES,
    RDF,
    RDF_XML,
    TRIG,
    TURTLE,
    choose,
    demand,
    languages,
    split_suffix,
)

OFFERED = (HTML, *RDF)

CASES = {
    "no header": (None, HTML),
    "an empty header": ("", HTML),
    "anything": ("*/*", HTML),
    "a browser": ("text/html,application/xhtml+xml,application/xml;q=0.9,image/webp,*/*;q=0.8", HTML),
    "turtle": ("text/turtle", TURTLE),
    "upper case": ("Text/Turtle", TURTLE),
    "json-ld": ("application/ld+json", JSON_LD),
    "json-ld with a profile": (
        'application/ld+json;profile="http://www.w3.org/ns/json-ld#compacted"',
        JSON_LD,
    ),
    "rdf/xml": ("application/rdf+xml", RDF_XML),
    "n-triples": ("application/n-triples", N_TRIPLES),
    "n-quads": ("application/n-quads", N_QUADS),
    "trig": ("application/trig", TRIG),
    "the dearer of two": ("text/html;q=0.4, text/turtle;q=0.9", TURTLE),
    "equal wishes go by the order of the house": ("text/turtle, text/html", HTML),
    "a machine that takes anything last": ("application/rdf+xml, */*;q=0.1", RDF_XML),
    "a family": ("application/*", JSON_LD),
    "a family with an exception": ("application/*, application/ld+json;q=0", RDF_XML),
    "all but html": ("*/*, text/html;q=0", TURTLE),
    "the most specific range decides, however cheap": (
        "text/*;q=0.9, text/html;q=0.1, text/turtle;q=0.5",
        TURTLE,
    ),
    "a wildcard is cheaper than its name": ("*/*;q=0.5, text/turtle;q=0.7", TURTLE),
    "blanks around": ("  text/turtle ;  q=0.5 ,  application/ld+json ; q=0.6 ", JSON_LD),
    "three decimals": ("text/turtle;q=0.001, text/html;q=0.002", HTML),
    "a type named twice counts as its dearer mention": (
        "text/turtle;v=1;q=0.1, text/html;q=0.5, text/turtle;q=0.9",
        TURTLE,
    ),
    "nothing that is offered": ("image/png", None),
    "only what is refused": ("text/html;q=0", None),
    "a quality of zero for all": ("*/*;q=0", None),
    "nonsense is like no header": ("garbage", HTML),
    "a subtype without a type is nonsense": ("*/turtle", HTML),
    "punctuation": (";;,;=,", HTML),
    "a quality that is no number drops its range": ("text/turtle;q=high", HTML),
    "nonsense beside sense": ("garbage, text/turtle", TURTLE),
    "what comes after ten kilobytes is not read": ("x/y;q=0.1, " * 1_000 + "text/turtle", None),
}


@pytest.mark.parametrize(("accept", "chosen"), CASES.values(), ids=CASES)
def test_the_accept_header_decides(accept: str | None, chosen: object) -> None:
    assert choose(accept, OFFERED) == chosen


def test_every_pair_of_wishes_is_answered_with_the_dearer_one_or_the_first_offered() -> None:
    for (one, other), q in product(product(OFFERED, OFFERED), ("0", "0.3", "1")):
        if one is not other:
            wishes = {one: float(q), other: 0.5}
            expected = max(wishes, key=lambda f: (wishes[f], -OFFERED.index(f)))
            accept = f"{one.media_type};q={q}, {other.media_type};q=0.5"
            assert choose(accept, OFFERED) is expected, accept


def test_a_refusal_lists_what_is_offered() -> None:
    with pytest.raises(UnknownFormat) as refusal:
        demand("image/png", RDF)
    assert "image/png" in str(refusal.value)
    for format_ in RDF:
        assert f"{format_.media_type} (.{format_.suffix})" in str(refusal.value)


@pytest.mark.parametrize(
    ("path", "stem", "suffix"),
    [
        ("npg/object/1.ttl", "npg/object/1", "ttl"),
        ("npg/object/S%2FNPG.77.190", "npg/object/S%2FNPG.77.190", None),
        ("npg/object/S%2FNPG.77.190.jsonld", "npg/object/S%2FNPG.77.190", "jsonld"),
        ("a.ttl.nt", "a.ttl", "nt"),
        ("a.html", "a.html", None),
        ("a.TTL", "a.TTL", None),
        (".ttl", ".ttl", None),
        ("a", "a", None),
    ],
)
def test_only_a_known_suffix_is_cut_off(path: str, stem: str, suffix: str | None) -> None:
    found, format_ = split_suffix(path)
    assert (found, format_ and format_.suffix) == (stem, suffix)


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        (None, ("en",)),
        ("hu", ("hu", "en")),
        ("hu-HU,hu;q=0.9,en-GB;q=0.8,en;q=0.7", ("hu", "en")),
        ("sk;q=0.4, nl;q=0.9", ("nl", "sk", "en")),
        ("de;q=0, fr", ("fr", "en")),
        ("*", ("en",)),
        ("<script>", ("en",)),
    ],
)
def test_readers_languages_come_dearest_first_and_end_with_the_default(
    header: str | None, expected: tuple[str, ...]
) -> None:
    assert languages(header, "en") == expected
