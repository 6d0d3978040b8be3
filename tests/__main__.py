"""The test command: style, types, then every test, with a real browser set up where it lacks."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from tests import chromium

ROOT = Path(__file__).parent.parent
# Spark has tests, and an environment, of its own: make test-spark.
_PYTEST = ("pytest", "-q", "--ignore=tests/spark")
_BOTH_CORES = ("-n", "2", "--dist", "loadfile")
CHECKS = (
    ("ruff", "check", "--quiet", "."),
    ("ruff", "format", "--quiet", "--check", "."),
    ("mypy",),
    # Driving a browser keeps an event loop running, in which no other test could start its own.
    (*_PYTEST, *_BOTH_CORES, "-m", "browser and not slow and not replicas"),
    (*_PYTEST, *_BOTH_CORES, "-m", "not browser and not slow and not replicas"),
    (*_PYTEST, "-m", "slow and not replicas"),
)


def main() -> int:
    """Run every check and stop at the first that fails."""
    chromium.ensure()
    for check in CHECKS:
        sys.stderr.write(f"== {' '.join(check)}\n")
        code = subprocess.run([sys.executable, "-m", *check], cwd=ROOT, check=False).returncode
        if code:
            return code
    return 0


if __name__ == "__main__":
    sys.exit(main())
