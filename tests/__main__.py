"""The test commands: style, types, then the tests, with a real browser set up where it lacks.

python -m tests                  everything
python -m tests check            what is quick: style, types, architecture and unit tests
python -m tests stress [WORDS]   browser tests twenty times over on a busy machine; WORDS go to
                                 pytest, such as -k search or --times 5
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from pipelines import build, snapshot
from tests import chromium
from tests.conftest import SHARED_FOLDER

ROOT = Path(__file__).parent.parent
BUILDS = ROOT / ".pytest_cache" / "builds"
BUSY_LOOPS = 2
# Spark has tests, and an environment, of its own: make test-spark. Replicas need nginx.
_PYTEST = ("pytest", "-q", "--ignore=tests/spark", "-n", "2", "--dist", "worksteal")


@dataclass(frozen=True)
class Stage:
    """A part of the checks, and the module it runs with its arguments."""

    name: str
    command: Sequence[str]


LINT = Stage("lint", ("ruff", "check", "--quiet", "."))
FORMAT = Stage("format", ("ruff", "format", "--quiet", "--check", "."))
TYPES = Stage("types", ("mypy",))
UNIT = Stage("unit tests", (*_PYTEST, "-m", "not browser and not slow and not replicas"))
SLOW = Stage("slow tests", (*_PYTEST, "-m", "slow and not browser and not replicas"))
# Driving a browser keeps an event loop running, in which no other test could start its own.
BROWSER = Stage("browser tests", (*_PYTEST, "-m", "browser and not replicas"))
QUICK = (LINT, FORMAT, TYPES, UNIT)
ALL = (*QUICK, SLOW, BROWSER)


def main(given: Sequence[str]) -> int:
    """Run the stages asked for and stop at the first that fails; each says how long it took."""
    match list(given):
        case []:
            chromium.ensure()
            return _run(ALL)
        case ["check"]:
            return _run(QUICK)
        case ["stress", *words]:
            chromium.ensure()
            repeated = (*BROWSER.command, "--times", "20", *words)
            with _busy():
                return _run([replace(BROWSER, command=repeated)])
    sys.stderr.write(f"There is no command '{' '.join(given)}'.\n{__doc__}")
    return 2


def _run(stages: Sequence[Stage]) -> int:
    environment = os.environ | {SHARED_FOLDER: str(_shared_folder())}
    return next((code for stage in stages if (code := _run_one(stage, environment))), 0)


def _shared_folder() -> Path:
    """The folder of the build that all processes share, made anew where its inputs have changed.

    It is named after the build, so that a run without a change of data or pipeline has it at once.
    """
    folder = BUILDS / build.identify(build.CATALOGUE, snapshot.SNAPSHOT)
    for other in BUILDS.glob("*"):
        if other != folder:
            shutil.rmtree(other)
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def _run_one(stage: Stage, environment: Mapping[str, str]) -> int:
    sys.stderr.write(f"== {stage.name}: {' '.join(stage.command)}\n")
    began = time.monotonic()
    command = [sys.executable, "-m", *stage.command]
    code = subprocess.run(command, cwd=ROOT, env=environment, check=False).returncode
    result = "failed" if code else "passed"
    sys.stderr.write(f"== {stage.name}: {result} in {time.monotonic() - began:.0f} s\n")
    return code


@contextmanager
def _busy() -> Iterator[None]:
    """Processes that take all the time they are given, as on a machine with others' work."""
    command = [sys.executable, "-c", "while True: pass"]
    loops = [subprocess.Popen(command) for _ in range(BUSY_LOOPS)]
    try:
        yield
    finally:
        for loop in loops:
            loop.kill()
            loop.wait()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
