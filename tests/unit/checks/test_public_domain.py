"""Public-domain advice: told where all makers died long ago and the rights are reserved or untold, and nowhere else."""

import pytest

from opencollections.checks.public_domain import PublicDomain
from opencollections.checks.statements import Statements, by_predicate, by_subject, triples
from opencollections.problems import Severity
from opencollections.vocabulary import expand

RESERVED = "<http://rightsstatements.org/vocab/InC/1.0/>"
TOLD = "Rights are reserved"
UNTOLD = "No rights are told"


def work(
    *makers: str, rights: str | None = RESERVED, maker: str = "dc:creator"
) -> list[tuple[str, str, str]]:
    """Give an object with its makers, and its aggregation."""
    said = [("<o>", maker, one) for one in makers] + [("<a>", "edm:aggregatedCHO", "<o>")]
    return said if rights is None else [*said, ("<a>", "edm:rights", rights)]


def died(who: str, when: str, by: str = "edm:end") -> tuple[str, str, str]:
    return (who, by, f'"{when}"')


def advised(*said: tuple[str, str, str], year: int = 2026, together: bool = True) -> list[tuple[str, str]]:
    """Give what is advised of which aggregations; the statements come in one piece, or each subject by itself."""
    lines = sorted(f"{s} <{expand(p)}> {o} .\n".encode() for s, p, o in said)
    found = PublicDomain(year)
    for text in [b"".join(lines)] if together else by_subject(lines):
        found.add(Statements(by_predicate(triples(text, None))))
    doubts = list(found.found())
    assert all(one.told.severity is Severity.ADVICE for one in doubts)
    return [(focus, one.told.message) for one in doubts for focus in one.focus]


@pytest.mark.parametrize("together", [True, False])
@pytest.mark.parametrize(
    ("said", "begins"),
    [
        ([*work("<p>"), died("<p>", "1896")], TOLD),
        ([*work("<p>", rights='"Minden jog fenntartva"@hu'), died("<p>", "1955-12-31")], TOLD),
        ([*work("<p>", rights=None), died("<p>", "1896", "schema:deathDate")], UNTOLD),
        ([*work("<p>", "<q>", maker="schema:creator"), died("<p>", "1896"), died("<q>", "1950")], TOLD),
        ([*work("<r>", maker="schema:creator"), ("<r>", "schema:creator", "<p>"), died("<p>", "1896")], TOLD),
    ],
)
def test_a_work_whose_makers_all_died_long_ago_is_advised(said, begins, together):
    [(focus, message)] = advised(*said, together=together)
    assert focus == "<a>"
    assert message.startswith(begins)


@pytest.mark.parametrize(
    "said",
    [
        [*work("<p>"), died("<p>", "1956")],
        [*work("<p>")],
        [*work(), died("<p>", "1896")],
        [*work("<p>", '"somebody"'), died("<p>", "1896")],
        [*work("<p>", "<q>"), died("<p>", "1896")],
        [*work("<p>"), died("<p>", "189X")],
        [*work("<p>"), died("<p>", "1896"), died("<p>", "about 1960", "schema:deathDate")],
        [*work("<p>"), died("<p>", "1896"), ("<p>", "rdf:type", f"<{expand('schema:Organization')}>")],
        [*work("<p>", rights="<http://creativecommons.org/licenses/by/4.0/>"), died("<p>", "1896")],
        [*work("<p>", rights='"ask us"'), died("<p>", "1896")],
    ],
)
def test_where_anything_is_open_there_is_no_advice(said):
    assert advised(*said) == []


def test_the_works_become_free_on_the_first_day_of_the_year_after_seventy():
    said = [*work("<p>"), died("<p>", "1956")]
    assert advised(*said, year=2026) == []
    assert len(advised(*said, year=2027)) == 1


def test_the_last_of_several_makers_counts_and_is_told():
    [(_, message)] = advised(*work("<p>", "<q>"), died("<p>", "1896"), died("<q>", "1950"))
    assert "died in 1950" in message


def test_nothing_is_advised_of_nothing():
    assert advised() == []
