"""Vendored files: each is the one that was published, and each is named with its version and licence."""

import hashlib
import re
from pathlib import Path

import pytest

from opencollections.web.pages import STATIC

SOURCES = sorted((STATIC / "vendor").glob("*/SOURCES.txt"))


@pytest.mark.parametrize("sources", SOURCES, ids=lambda file: file.parent.name)
def test_every_file_is_the_one_that_was_published(sources: Path) -> None:
    listed = {
        name: digest
        for digest, name in re.findall(r"^  ([0-9a-f]{64})  (\S+)$", sources.read_text(), re.MULTILINE)
    }
    there = {file.name for file in sources.parent.iterdir()} - {"SOURCES.txt", "LICENSE.txt"}
    assert set(listed) == there != set()
    for name, digest in listed.items():
        assert hashlib.sha256((sources.parent / name).read_bytes()).hexdigest() == digest


@pytest.mark.parametrize("sources", SOURCES, ids=lambda file: file.parent.name)
def test_it_is_told_which_version_under_which_licence(sources: Path) -> None:
    assert re.search(r"(?:@[\w-]+/)?[\w-]+ \d+\.\d+\.\d+", sources.read_text())
    assert (sources.parent / "LICENSE.txt").is_file()


def test_every_vendored_folder_names_its_source() -> None:
    assert [file.parent for file in SOURCES] == sorted((STATIC / "vendor").iterdir())
