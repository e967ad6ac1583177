"""Identifiers in cells: recognised, checked, and given the IRI that others use for them."""

import csv
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from opencollections.values.identifiers import BY_NAME, SCHEMES, read_identifier

with Path(__file__).with_name("identifiers.csv").open(encoding="utf-8", newline="") as file:
    ROWS = list(csv.DictReader(file))


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row['asked']} {row['written']}")
def test_an_identifier_is_read_from_a_cell(row):
    found = read_identifier(row["written"], row["asked"] or None)
    wanted = [row[name] or None for name in ("scheme", "value", "iri", "doubt", "proposal")]
    assert [found.scheme, found.value, found.iri, found.doubt and found.doubt.value, found.proposal] == wanted


def test_the_table_has_a_case_of_every_scheme():
    assert {scheme.name for scheme in SCHEMES} <= {row["scheme"] for row in ROWS} | {"tgn", "ulan"}


@pytest.mark.parametrize("name", ["ulan", "tgn"])
def test_getty_numbers_have_getty_addresses(name):
    number = {"ulan": "500115588", "tgn": "7006952"}[name]
    assert read_identifier(number, name).iri == f"http://vocab.getty.edu/{name}/{number}"


def test_no_name_belongs_to_two_schemes():
    names = [name for scheme in SCHEMES for name in {scheme.name, *scheme.names}]
    assert len(names) == len(set(names)) == len(BY_NAME)


@given(st.text(max_size=60), st.sampled_from(sorted(BY_NAME)))
def test_any_text_has_a_reading_and_a_doubted_one_has_no_iri(text, name):
    found = read_identifier(text, name)
    assert not (found.doubt and found.iri)
    assert found.iri is None or " " not in found.iri
