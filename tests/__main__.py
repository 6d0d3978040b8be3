"""The test command: style, types, then every test, with a real browser set up where it lacks."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from tests import chromium

ROOT = Path(__file__).parent.parent
# Spark has tests, and an environment, of its own: make test-spark.
_PYTEST = ("pytest", "-q", "--ignore=tests/spark")
CHECKS = (
    ("ruff", "check", "--quiet", "."),
    ("ruff", "format", "--quiet", "--check", "."),
    ("mypy",),
    (*_PYTEST, "-n", "2", "--dist", "loadgroup", "-m", "not slow and not replicas"),
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
