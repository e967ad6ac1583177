"""A DOCTYPE is found before anything parses it, in whatever encoding."""

import pytest

from opencollections.errors import BrokenFile, ForbiddenXML
from opencollections.records.safe_xml import refuse_doctype

DECLARED = [
    "<!DOCTYPE a><a/>",
    '<?xml version="1.0"?>\n<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>',
    "<!-- harmless --><?pi ?>\n\n<!DOCTYPE a SYSTEM 'file:///etc/passwd'><a/>",
    "<!-- > -- <a> --><!DOCTYPE a><a/>",
    "<!ENTITY a 'b'><a/>",
]
HARMLESS = [
    "<a/>",
    '\n<?xml version="1.0"?><!-- <!DOCTYPE a> --><a/>',
    "<?pi <!DOCTYPE a> ?><lido:lido/>",
    "<a><![CDATA[<!DOCTYPE html>]]></a>",
    "<ő/>",
]
CODECS = ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-32-le", "utf-32-be"]


@pytest.mark.parametrize("codec", CODECS)
@pytest.mark.parametrize("text", DECLARED)
def test_a_declaration_before_the_first_element_is_refused(text: str, codec: str) -> None:
    with pytest.raises(ForbiddenXML, match="the file begins with a DOCTYPE"):
        refuse_doctype("a.xml", text.encode(codec))


@pytest.mark.parametrize("codec", CODECS)
@pytest.mark.parametrize("text", HARMLESS)
def test_text_may_speak_of_a_declaration(text: str, codec: str) -> None:
    refuse_doctype("a.xml", text.lstrip().encode(codec))


@pytest.mark.parametrize("text", ["", "no element", "<!-- " + "x" * 70_000, "<?xml", "</a>"])
def test_a_beginning_without_an_element_is_refused(text: str) -> None:
    with pytest.raises(BrokenFile, match="no element begins in its first 64 kB"):
        refuse_doctype("a.xml", text.encode())
