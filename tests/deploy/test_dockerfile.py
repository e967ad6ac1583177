"""The Dockerfile: linted, read, and walked through in a fresh folder as far as that goes without an engine."""

import json
import re
import subprocess
import sys
from pathlib import Path, PurePosixPath

import pytest
from dockerfile import Ignored, Stage, stages
from environments import ROOT, plain_variables, succeed
from image import Image, built
from running import Service
from tests.ports import free_port

TEXT = (ROOT / "Dockerfile").read_text("utf-8")
BUILDER, FINAL = stages(TEXT)
HADOLINT = Path(sys.executable).parent / "hadolint"


@pytest.fixture(scope="module")
def images(tmp_path_factory: pytest.TempPathFactory) -> tuple[Image, Image]:
    folder = tmp_path_factory.mktemp("images")
    builder = built(BUILDER, folder / "builder", ROOT, {})
    return builder, built(FINAL, folder / "final", ROOT, {"builder": builder})


def test_hadolint_has_nothing_to_say() -> None:
    if not HADOLINT.exists():
        pytest.skip("hadolint is not installed (it comes with requirements/test.txt)")
    assert not succeed([str(HADOLINT), str(ROOT / "Dockerfile")], cwd=ROOT, environment=plain_variables())


@pytest.mark.parametrize("stage", [BUILDER, FINAL], ids=["builder", "final"])
def test_the_base_is_a_slim_python_pinned_by_tag(stage: Stage) -> None:
    assert re.fullmatch(r"python:3\.\d+-slim-bookworm", stage.image)


def test_both_stages_have_the_same_python() -> None:
    assert BUILDER.image == FINAL.image


def test_the_service_runs_as_a_numbered_user_that_is_not_root() -> None:
    assert FINAL.last("USER").text == "10001:10001"


def test_the_data_is_on_a_volume_that_the_command_and_the_settings_name() -> None:
    assert FINAL.last("VOLUME").words() == ["/data"]
    command = FINAL.last("CMD").words()
    assert command[command.index("--data") + 1] == "/data"
    assert "OCN_DATA=/data" in FINAL.last("ENV").words()


def test_the_image_writes_nothing_beside_its_data() -> None:
    assert "PYTHONDONTWRITEBYTECODE=1" in FINAL.last("ENV").words()


def test_the_health_check_asks_the_port_of_the_command() -> None:
    command = FINAL.last("CMD").words()
    port = command[command.index("--port") + 1]
    assert f"http://127.0.0.1:{port}/healthz" in FINAL.last("HEALTHCHECK").text
    assert FINAL.last("EXPOSE").text == port


@pytest.mark.parametrize(
    ("path", "ignored"),
    [
        ("service/opencollections/settings.py", False),
        ("ontology/profile.ttl", False),
        ("mappings/demo/hafa/mapping.yaml", False),
        ("pyproject.toml", False),
        ("requirements/run.txt", False),
        ("requirements/test.txt", True),
        (".git/config", True),
        (".venv/bin/python", True),
        ("ocn-data/control.sqlite", True),
        (".env", True),
        ("service/opencollections/__pycache__/settings.cpython-311.pyc", True),
        ("tests/deploy/dockerfile.py", True),
    ],
)
def test_only_what_the_image_is_made_of_reaches_the_builder(*, path: str, ignored: bool) -> None:
    rules = Ignored((ROOT / ".dockerignore").read_text("utf-8"))
    assert (PurePosixPath(path) in rules) is ignored


@pytest.mark.install
@pytest.mark.xdist_group("walk")
class TestWalkedThrough:
    """The steps taken for real, but for the download and the image's root."""

    def test_only_hashed_requirements_are_downloaded(self, images: tuple[Image, Image]) -> None:
        (download,) = images[0].downloads
        assert "--require-hashes --only-binary :all: -r requirements/run.txt" in download
        assert not images[1].downloads

    def test_the_user_and_the_data_folder_are_made(self, images: tuple[Image, Image]) -> None:
        calls = images[1].calls()
        assert re.search(r"^useradd .*--uid 10001 .*ocn$", calls, re.MULTILINE)
        assert re.search(r"^install .*--owner ocn .*/data$", calls, re.MULTILINE)
        assert images[1].path("/data").is_dir()

    def test_the_sources_stay_in_the_builder(self, images: tuple[Image, Image]) -> None:
        assert images[0].path("/source/service/opencollections/settings.py").exists()
        assert not images[1].path("/source").exists()

    def test_the_entry_point_answers(self, images: tuple[Image, Image], tmp_path: Path) -> None:
        final = images[1]
        program = final.which(FINAL.last("ENTRYPOINT").words()[0])
        python = final.which("python")
        help_text = succeed(
            [str(python), str(program), "--help"], cwd=tmp_path, environment=plain_variables()
        )
        assert "serve" in help_text

    def test_the_entry_point_runs_the_code_of_the_final_image(
        self, images: tuple[Image, Image], tmp_path: Path
    ) -> None:
        code = "import opencollections; print(opencollections.__file__)"
        python = images[1].which("python")
        printed = succeed([str(python), "-c", code], cwd=tmp_path, environment=plain_variables())
        assert Path(printed.strip()).is_relative_to(images[1].path("/opt/opencollections"))


@pytest.mark.install
@pytest.mark.xdist_group("install")
@pytest.mark.parametrize("running", [True, False], ids=["running", "stopped"])
def test_the_health_check_tells_a_running_service_from_a_stopped_one(*, demo: Service, running: bool) -> None:
    port = demo.port if running else free_port()
    _, *arguments = json.loads(FINAL.last("HEALTHCHECK").text.split(" CMD ")[1])
    command = [sys.executable, *(word.replace(":8000", f":{port}") for word in arguments)]
    done = subprocess.run(command, capture_output=True, check=False)
    assert (done.returncode == 0) is running
