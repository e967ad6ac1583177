"""Templates: what a text with references stands for, and which texts are refused."""

import pytest

from opencollections.mapping.model import Constant, Reference, Template
from opencollections.mapping.templates import TemplateInvalid, rml_template, yarrrml_template


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", Constant("")),
        ("School", Constant("School")),
        ("{Name}", Template((Reference("Name"),))),
        ("object/{Inventory no.}", Template(("object/", Reference("Inventory no.")))),
        ("{a}{b}", Template((Reference("a"), Reference("b")))),
        (r"\{\{ {a} \}\}", Template(("{{ ", Reference("a"), " }}"))),
        (r"{$['\{Name\}']}", Template((Reference("$['{Name}']"),))),
        (r"a\\{b}", Template(("a\\", Reference("b")))),
    ],
)
def test_an_rml_template_is_read(text: str, expected: object):
    assert rml_template(text) == expected


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("{{Name}}", "a reference has a {"),
        ("{Name", "not closed"),
        ("Name}", "without its {"),
        ("x/{}", "is empty"),
        (r"{N\ame}", "a backslash"),
        ("{\\\\{Name\\\\}}", "a reference has a {"),
    ],
)
def test_an_rml_template_that_cannot_be_read_says_why(text: str, why: str):
    with pytest.raises(TemplateInvalid, match=why):
        rml_template(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("foo", Constant("foo")),
        ("$(id)", Reference("id")),
        ("object/$(No)", Template(("object/", Reference("No")))),
        ("$(Size (cm)) wide", Template((Reference("Size (cm)"), " wide"))),
        ('$(//h3[contains(., "Pros")]/li)', Reference('//h3[contains(., "Pros")]/li')),
        (r"$(a\)b)", Reference("a)b")),
        (r"\$(x)", Constant("$(x)")),
        (r"\\$(x)", Template(("\\", Reference("x")))),
        ("a) ($(x)", Template(("a) (", Reference("x")))),
        ("$(a(b) $(c)", Template((Reference("a(b"), " ", Reference("c")))),
        ("{$(x)}", Template(("{", Reference("x"), "}"))),
        (r"ex\:a", Constant("ex:a")),
    ],
)
def test_a_yarrrml_template_is_read(text: str, expected: object):
    assert yarrrml_template(text, {}) == expected


def test_external_references_are_replaced_where_they_have_a_value():
    read = yarrrml_template(r"$(_name) of $(_city), $(\_name)", {"name": "John"})
    assert read == Template(("John of ", Reference("_city"), ", ", Reference("_name")))


def test_an_external_value_is_text_and_not_a_template():
    assert yarrrml_template("$(_x)", {"x": "$(id)"}) == Constant("$(id)")


@pytest.mark.parametrize("text", ["$(", "a $(b", "$()"])
def test_a_yarrrml_template_that_cannot_be_read_is_refused(text: str):
    with pytest.raises(TemplateInvalid):
        yarrrml_template(text, {})
