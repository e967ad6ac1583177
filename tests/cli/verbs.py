"""Running verbs of ``ocn`` as a user's shell does."""

import os
import subprocess
import sys
from pathlib import Path

OCN = str(Path(sys.executable).with_name("ocn"))
CC0 = "http://creativecommons.org/publicdomain/zero/1.0/"
MAPPING = """
prefixes: {dc: "http://purl.org/dc/elements/1.1/", edm: "http://www.europeana.eu/schemas/edm/"}
mappings:
  object:
    sources: [[list.csv~csv]]
    s: object/$(No)
    po:
      - [a, edm:ProvidedCHO]
      - [dc:title, $(Title), hu~lang]
"""


def ocn(
    *arguments: object, cwd: Path | None = None, stdin: str | None = None, **settings: str
) -> subprocess.CompletedProcess[str]:
    """Run a verb with some settings (OCN_…), and none that the environment may have."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("OCN_")}
    return subprocess.run(
        [OCN, *map(str, arguments)],
        capture_output=True,
        text=True,
        cwd=cwd,
        check=False,
        input=stdin,
        env=environment | settings,
        timeout=60,
    )


def entered(folder: Path) -> Path:
    """Enter a collection ``m/list`` into ``data``, beside its mapping and a list of two things."""
    (folder / "mapping.yml").write_text(MAPPING, encoding="utf-8")
    (folder / "list.csv").write_text("No,Title\n1,Híd\n2,Ház\n", encoding="utf-8")
    for verb in (
        ["member", "add", "m", "--name", "Múzeum", "--language", "hu"],
        ["collection", "add", "m/list", "--title", "Lista", "--licence", CC0, "--mapping", "mapping.yml"],
    ):
        done = ocn(*verb, "--data", "data", cwd=folder)
        assert done.returncode == 0, done.stderr
    return folder


def published(folder: Path) -> Path:
    """Publish that list as the first version of its collection."""
    done = ocn("ingest", "m/list", "list.csv", "--data", "data", cwd=entered(folder))
    assert done.returncode == 0, done.stderr
    return folder
