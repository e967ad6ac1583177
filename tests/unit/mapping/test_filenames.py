"""File names in a mapping: those that are handed in with it, and none that lead elsewhere."""

import pytest

from opencollections.mapping.filenames import checked_name, kind_of
from opencollections.mapping.findings import Findings
from opencollections.records.tables import Kind


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("npg.xlsx", "npg.xlsx"),
        ("./npg.xlsx", "npg.xlsx"),
        ("data/npg.xlsx", "data/npg.xlsx"),
        ("Ledger 1939 (copy).csv", "Ledger 1939 (copy).csv"),
        ("árjegyzék.csv", "árjegyzék.csv"),
        ("a..b.csv", "a..b.csv"),
        ("file.csv", "file.csv"),
    ],
)
def test_a_file_beside_the_mapping_may_be_named(name: str, kept: str):
    findings = Findings("m.yml")
    assert checked_name(name, findings, 3) == kept
    assert not findings.error.problems


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("/etc/passwd", "an absolute path"),
        ("../secret.csv", "leads out of its folder"),
        ("data/../../secret.csv", "leads out of its folder"),
        ("..", "leads out of its folder"),
        ("C:\\data\\npg.xlsx", "a backslash"),
        ("C:npg.xlsx", "a drive letter"),
        ("data\\npg.xlsx", "a backslash"),
        ("\\\\server\\share\\npg.xlsx", "a backslash"),
        ("http://example.org/npg.csv", "an address"),
        ("HTTPS://example.org/npg.csv", "an address"),
        ("file:///etc/passwd", "an address"),
        ("file:/etc/passwd", "an address"),
        ("jdbc:mysql://localhost/x", "an address"),
        ("ftp://example.org/x", "an address"),
        ("s3://bucket/x", "an address"),
        ("a\x00.csv", "control characters"),
        ("", "no name"),
        ("  ", "no name"),
        (".", "no name"),
        ("./", "no name"),
    ],
)
def test_a_name_that_leads_elsewhere_is_refused_with_a_sentence(name: str, why: str):
    findings = Findings("m.yml")
    assert checked_name(name, findings, 3) is None
    (problem,) = findings.error.problems
    assert problem.code == "mapping-source-refused"
    assert problem.row == 3
    assert why in problem.message
    assert "handed in with it" in problem.advice


@pytest.mark.parametrize(
    ("formulation", "name", "kind"),
    [
        ("csv", "a.csv", Kind.CSV),
        ("csv", "a.tsv", Kind.TSV),
        ("csv", "a.xlsx", Kind.XLSX),
        ("CSV", "a.ods", Kind.ODS),
        ("csv", "a.txt", Kind.CSV),
        ("csv", "a.csv.gz", Kind.CSV),
        ("JSONPath", "a.json", Kind.JSON),
        ("jsonpath", "a.ndjson", Kind.NDJSON),
        ("jsonpath", "a.json.tar.xz", Kind.JSON),
        ("XPath", "a.lido", Kind.XML),
        ("xlsx", "a", Kind.XLSX),
        (None, "a.xml", Kind.XML),
        (None, "A.XLSX", Kind.XLSX),
        (None, "a", None),
    ],
)
def test_the_kind_of_file_is_told_by_formulation_and_name(
    formulation: str | None, name: str, kind: Kind | None
):
    assert kind_of(formulation, name) is kind
