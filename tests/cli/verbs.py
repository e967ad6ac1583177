"""Running verbs of ``ocn`` as a user's shell does."""

import os
import subprocess
import sys
from pathlib import Path

OCN = str(Path(sys.executable).with_name("ocn"))


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
