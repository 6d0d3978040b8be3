"""Write the locks: every package with its exact version and the digests of all its files.

    make lock

One lock serves every system and Python 3.11 and newer: markers tell them apart, and the digests
are those of all files of a release, Windows and macOS included. No address of an index is in it.
A lock that fits is kept as it is; delete it to have newer versions of what others bring along.
"""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent
LOCKS = {
    "requirements.lock": ("requirements.txt",),
    "requirements-dev.lock": ("requirements-dev.txt", "-c", "requirements.lock"),
    "requirements-sbom.lock": ("requirements-sbom.txt",),
    "requirements-spark.lock": ("requirements-spark-dev.txt", "-c", "requirements.lock"),
}
_OPTIONS = (
    "--universal",
    "--python-version=3.11",
    "--generate-hashes",
    "--no-header",
    "--no-annotate",
    "--no-emit-index-url",
    "--no-emit-find-links",
    "--quiet",
)
_PIN = re.compile(r"^([A-Za-z0-9._-]+)(?:\[[a-z0-9,]+\])?==([^\s;\\]+)", re.MULTILINE)


def pins(path: Path) -> dict[str, set[str]]:
    """The versions that a file of requirements pins, by package in its usual spelling."""
    found: dict[str, set[str]] = {}
    for name, version in _PIN.findall(path.read_text(encoding="utf-8")):
        found.setdefault(re.sub(r"[-_.]+", "-", name).lower(), set()).add(version)
    return found


def main() -> int:
    """Write each lock from its file."""
    for lock, given in LOCKS.items():
        command = ["uv", "pip", "compile", *_OPTIONS, "-o", lock, *given]
        code = subprocess.run([sys.executable, "-m", *command], cwd=ROOT, check=False).returncode
        if code:
            return code
    return 0


if __name__ == "__main__":
    sys.exit(main())
