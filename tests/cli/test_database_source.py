"""A collection whose mapping reads a granted database is published without a file."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from tests.postgresql import PASSWORD, Server

OCN = str(Path(sys.executable).with_name("ocn"))
CC0 = "http://creativecommons.org/publicdomain/zero/1.0/"
MAPPING = """
prefixes: {dc: "http://purl.org/dc/elements/1.1/"}
sources: {objects: {access: catalogue, type: postgresql, query: "SELECT no, title FROM objects"}}
mappings: {object: {sources: objects, s: object/$(no), po: [[dc:title, $(title)]]}}
"""

pytestmark = pytest.mark.xdist_group("postgresql")


def test_a_collection_is_published_from_a_database(postgresql: Server, tmp_path: Path):
    postgresql.run(
        "CREATE TABLE objects (no INTEGER, title TEXT); INSERT INTO objects VALUES (1, 'Híd'), (2, 'Ház')"
    )
    (tmp_path / "mapping.yml").write_text(MAPPING, encoding="utf-8")
    environment = {name: value for name, value in os.environ.items() if not name.startswith("OCN_")}
    granted = environment | {"OCN_DATABASES": json.dumps({"catalogue": postgresql.reader})}

    def ocn(*arguments: str, environment: dict[str, str] = granted) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [OCN, *arguments, "--data", "data"],
            capture_output=True, text=True, cwd=tmp_path, check=False, env=environment, timeout=120,
        )  # fmt: skip

    assert ocn("member", "add", "m", "--name", "M").returncode == 0
    added = ocn("collection", "add", "m/c", "--title", "C", "--licence", CC0, "--mapping", "mapping.yml")
    assert added.returncode == 0, added.stderr
    done = ocn("ingest", "m/c", "--json")
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["records"] == 2
    assert PASSWORD not in done.stdout + done.stderr
    refused = ocn("ingest", "m/c", environment=environment)
    assert refused.returncode == 2
    assert (
        "The mapping reads catalogue, and no file of that name was handed in (handed in: nothing)"
        in refused.stderr
    )
