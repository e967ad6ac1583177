"""The wheel brings everything: installed in a fresh environment it serves the demonstration collections."""

import os
import subprocess
import sys
import zipfile
from email.parser import Parser
from pathlib import Path

import httpx
import pytest
from environments import ROOT, Environment
from running import Service, served

pytestmark = [pytest.mark.install, pytest.mark.xdist_group("install")]

SHIPPED = {
    "opencollections": ROOT / "service" / "opencollections",
    "opencollections/_resources/ontology": ROOT / "ontology",
    "opencollections/_resources/mappings": ROOT / "mappings",
}

ONE_OBJECT = """
PREFIX edm: <http://www.europeana.eu/schemas/edm/>
SELECT ?object WHERE { ?object a edm:ProvidedCHO } ORDER BY ?object LIMIT 1
"""

# prctl(2), PR_SET_MDWE (Linux 6.3): memory is never writable and executable, what MemoryDenyWriteExecute asks for.
WITHOUT_WRITABLE_CODE = """
import ctypes, os, sys
if ctypes.CDLL(None).prctl(65, 1, 0, 0, 0) != 0:
    sys.exit(77)
os.execv(sys.argv[1], sys.argv[1:])
"""


def names(wheel: Path) -> set[str]:
    with zipfile.ZipFile(wheel) as archive:
        return set(archive.namelist())


@pytest.mark.parametrize(("inside", "source"), SHIPPED.items())
def test_every_source_file_is_in_the_wheel(wheel: Path, inside: str, source: Path) -> None:
    files = [file for file in source.rglob("*") if file.is_file() and "__pycache__" not in file.parts]
    assert files
    assert {f"{inside}/{file.relative_to(source)}" for file in files} <= names(wheel)


def test_nothing_else_is_in_the_wheel(wheel: Path) -> None:
    assert {name.split("/")[0].split("-")[0] for name in names(wheel)} == {"opencollections"}
    assert not [name for name in names(wheel) if "__pycache__" in name or "/tests/" in name]


def test_the_wheel_names_and_brings_its_licence(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        (folder,) = {name.split("/")[0] for name in archive.namelist() if ".dist-info/" in name}
        metadata = Parser().parsestr(archive.read(f"{folder}/METADATA").decode())
        assert metadata["License-Expression"] == "Apache-2.0"
        assert archive.read(f"{folder}/licenses/LICENSE") == (ROOT / "LICENSE").read_bytes()


def test_the_package_is_imported_from_the_fresh_environment(installed: Environment, tmp_path: Path) -> None:
    printed = installed.output("-c", "import opencollections; print(opencollections.__file__)", cwd=tmp_path)
    assert Path(printed.strip()) == installed.site_packages / "opencollections" / "__init__.py"


def test_the_ontology_and_the_mappings_are_found_in_the_wheel(installed: Environment, tmp_path: Path) -> None:
    code = "from opencollections.resources import resource; print(resource('ontology'), resource('mappings'))"
    for folder in installed.output("-c", code, cwd=tmp_path).split():
        assert Path(folder).is_relative_to(installed.site_packages)


def test_the_command_tells_its_verbs(installed: Environment, tmp_path: Path) -> None:
    assert "serve" in installed.output(installed.folder / "bin" / "ocn", "--help", cwd=tmp_path)


def test_the_start_page_is_served(demo: Service) -> None:
    page = demo.get("/", accept="text/html")
    assert page.status_code == httpx.codes.OK
    assert page.headers["content-type"].startswith("text/html")
    assert "<main" in page.text


def test_the_ontology_is_served(demo: Service) -> None:
    answer = demo.get("/ontology/profile", accept="text/turtle")
    assert answer.status_code == httpx.codes.OK
    assert answer.headers["content-type"].startswith("text/turtle")


def test_an_object_has_a_page_and_data(demo: Service) -> None:
    found = httpx.get(
        f"{demo.base}/sparql",
        params={"query": ONE_OBJECT},
        headers={"Accept": "application/sparql-results+json"},
        timeout=30,
        trust_env=False,
    )
    (row,) = found.json()["results"]["bindings"]
    iri = row["object"]["value"]
    assert iri.startswith(f"{demo.base}/id/")
    path = iri.removeprefix(demo.base)
    assert demo.get(path, follow=False).status_code == httpx.codes.SEE_OTHER
    assert iri in demo.get(path, accept="text/html").text
    assert iri in demo.get(path, accept="application/n-triples").text


def test_nothing_is_left_when_the_service_is_asked_to_end(installed: Environment, tmp_path: Path) -> None:
    with served(installed, tmp_path) as service:
        group = service.process.pid
        service.process.terminate()
        service.process.wait(20)
        with pytest.raises(ProcessLookupError):
            os.killpg(group, 0)


def test_it_serves_where_memory_is_never_writable_and_executable(
    installed: Environment, tmp_path: Path
) -> None:
    probe = [sys.executable, "-c", WITHOUT_WRITABLE_CODE]
    if subprocess.run([*probe, "/bin/true"], check=False).returncode == 77:
        pytest.skip("this kernel cannot forbid writable code (Linux 6.3 can)")
    with served(installed, tmp_path, before=tuple(probe), variables=unit_variables()) as service:
        assert service.get("/").status_code == httpx.codes.OK


def unit_variables() -> dict[str, str]:
    """Give the variables that the systemd unit sets, but for the place of the data."""
    unit = (ROOT / "deploy" / "opencollections.service").read_text("utf-8")
    lines = [
        line.removeprefix("Environment=") for line in unit.splitlines() if line.startswith("Environment=")
    ]
    return {key: value for key, _, value in (line.partition("=") for line in lines) if key != "OCN_DATA"}
