"""The rules of persons: makers in the records of objects, tables of persons, and tables that link the two."""

from typing import Final

from .building import LANGUAGE, Building, split, text_language
from .matches import match_pair
from .proposal import Choice, ProposedTable
from .references import Inner, is_several, reference
from .rules import Pair
from .values import Look
from .wording import maker_roles
from .words import Shape, words

_WITH_COMMA: Final = 0.5


def maker_pairs(building: Building, table: ProposedTable, choice: Choice) -> list[Pair]:
    """Link the makers of an object and say who they are; several in one cell stay names."""
    if choice.separator:
        building.rules["object"].comment = building.rules["object"].comment or building.comment(
            "several-makers"
        )
        return [Pair("dc:creator", function=split(choice))]
    source, inside, found = building.source(table), choice.column, None
    if is_several(table.inspection, choice.column):
        found, inside = building.inner(table, choice.column)
        source = found.source
    rule = building.rule("maker", source.name, f"maker/{reference(inside)}")
    rule.pairs += [Pair("a", "edm:Agent"), *_names(table, choice, reference(inside)), *_life(table, found)]
    maker = f"maker/{reference(choice.column)}"
    pairs = [Pair("dc:creator", maker, is_iri=True)]
    role = table.first("maker-role")
    if role and found is None and not role.separator and not is_several(table.inspection, role.column):
        pairs += _role(building, table, role, maker)
    return pairs


def _names(table: ProposedTable, choice: Choice, ref: str) -> list[Pair]:
    """Give the name to show, in the order of speech where most have the family's name first."""
    look = Look(table.inspection.column(choice.column))
    if look.share(lambda value: "," in value) < _WITH_COMMA:
        return [Pair("skos:prefLabel", ref, language="und")]
    return [
        Pair(
            "skos:prefLabel", function=f"grel:other_coalesce(ocn-fn:spokenName({ref}), {ref})", language="und"
        ),
        Pair("skos:altLabel", ref),
    ]


def _life(table: ProposedTable, found: Inner | None) -> list[Pair]:
    """Give birth, death and links of a maker, as far as they stand beside the name."""
    has_own = table.first("maker-born") or table.first("maker-died")
    wanted = ("maker-born", "maker-died") if has_own else ("maker-life",)
    pairs = []
    for name in (*wanted, "maker-link"):
        for choice in table.of(name):
            beside = _beside(table, choice, found)
            if beside is None:
                continue
            ref, shape = reference(beside), words()[name].shape
            if shape in {Shape.SPAN, Shape.BEGIN}:
                pairs.append(Pair("edm:begin", function=f"ocn-fn:dateBegin({ref})"))
            if shape in {Shape.SPAN, Shape.END}:
                pairs.append(Pair("edm:end", function=f"ocn-fn:dateEnd({ref})"))
            if shape is Shape.MATCH:
                pairs.append(match_pair(table, choice, ref))
    return pairs


def _beside(table: ProposedTable, choice: Choice, found: Inner | None) -> str | None:
    """Give the way from a maker's name to another column, or None where it cannot be told whose value it is."""
    if found is not None:
        return found.to(table.inspection, choice.column)
    return None if is_several(table.inspection, choice.column) else choice.column


def _role(building: Building, table: ProposedTable, role: Choice, maker: str) -> list[Pair]:
    """Say in which part the maker took part: a role stands between the object and the maker."""
    ref = reference(role.column)
    subject = f"role/{building.key(table)}/{ref}"
    rule = building.rule("role", building.source(table).name, subject)
    rule.pairs += [
        Pair("a", "schema:Role"),
        Pair("schema:roleName", ref, language=text_language(role)),
        Pair("schema:creator", maker, is_iri=True),
    ]
    return [Pair("schema:creator", subject, is_iri=True)]


def person_rules(building: Building, table: ProposedTable) -> None:
    """Write what a table of persons says of them, by the key that the links have."""
    rule = building.rule(table.name, building.source(table).name, f"maker/{reference(table.key or '')}")
    name = table.first("maker")
    if name:
        rule.pairs += [Pair("a", "edm:Agent"), *_names(table, name, reference(name.column))]
    rule.pairs += _life(table, None)


def _making(table: ProposedTable, role: Choice) -> list[str]:
    """Give the known words for makers that the roles of a table begin with, and all where none does."""
    said = [value.casefold() for value in table.inspection.column(role.column).values]
    return [word for word in maker_roles() if any(one.startswith(word) for one in said)] or list(
        maker_roles()
    )


def link_rules(building: Building, table: ProposedTable) -> None:
    """Write who made what: by the role where there is one, since not everybody in such a table is a maker."""
    source, key = building.source(table).name, reference(table.key or "")
    person = reference(table.person_key or "")
    maker = f"maker/{person}"
    role = table.first("maker-role")
    rule = building.rule(
        table.name, source, f"object/{key}", comment=building.comment("links") if role else ""
    )
    if role is None:
        rule.pairs.append(Pair("dc:creator", maker, is_iri=True))
        return
    ref = reference(role.column)
    makes = f'sparql:regex({ref}, "^({"|".join(_making(table, role))})", "i")'
    subject = f"role/{key}/{person}/{ref}"
    rule.pairs += [
        Pair("dc:creator", maker, is_iri=True, condition=makes),
        Pair("edm:hasMet", maker, is_iri=True, condition=f"grel:boolean_not({makes})"),
        Pair("schema:contributor", subject, is_iri=True),
    ]
    between = building.rule(f"{table.name}-role", source, subject)
    between.pairs += [
        Pair("a", "schema:Role"),
        Pair("schema:roleName", ref, language=LANGUAGE),
        Pair("schema:contributor", maker, is_iri=True),
    ]
