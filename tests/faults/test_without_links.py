"""A file system without hard links: drafts are copied, and a publish says what it needs and changes nothing."""

import shutil
from pathlib import Path

import pytest
from kept import entered, listing, ocn, versions

NAME = "m/list"

WITHOUT_LINKS = (
    "strace",
    "-f",
    "--seccomp-bpf",
    "-e",
    "trace=link,linkat",
    "-e",
    "inject=link,linkat:error=EPERM",
)
"""The command under which others find no file system that has hard links: they meet what VFAT says on Linux."""


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A data folder with one version, which was published where there were links."""
    if shutil.which("strace") is None:
        pytest.skip("strace is not installed (make system)")
    data = entered(tmp_path, NAME).root
    assert ocn("ingest", NAME, listing(tmp_path, "first"), "--data", data).returncode == 0
    return data


def test_a_draft_is_kept_by_copying_and_a_publish_says_what_it_needs(data: Path, tmp_path: Path):
    under = (*WITHOUT_LINKS, "-o", str(tmp_path / "calls"))
    second = listing(tmp_path, "second")
    drafted = ocn("ingest", NAME, second, "--draft", "--data", data, under=under)
    if "ptrace" in drafted.stderr:
        pytest.skip("strace may not watch processes here")
    assert (drafted.returncode, "3 records" in drafted.stdout) == (0, True), drafted.stderr
    refused = ocn("ingest", NAME, second, "--data", data, under=under)
    assert (refused.returncode, "hard link" in refused.stderr) == (3, True), refused.stderr
    assert versions(data, NAME) == [1]
    assert [path.name for path in (data / "generations").iterdir()] == ["00000001"]
    assert ocn("ingest", NAME, second, "--data", data).returncode == 0
