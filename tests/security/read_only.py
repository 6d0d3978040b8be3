"""Run a command where nothing can be written: no file system, no home, no folder for odds and ends.

    unshare --map-root-user --mount python -m tests.security.read_only COMMAND …

Whoever runs the tests needs no rights for it: the mounts are this process's own. Where the system
does not allow even that, every file is limited to no bytes at all (``--limit`` in place of
``unshare``).
"""

from __future__ import annotations

import os
import resource
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).parent.parent.parent
PLACES = (ROOT, ROOT / "data", Path(tempfile.gettempdir()), Path("/dev/shm"), Path("/var/tmp"))  # noqa: S108


def wrapped(*command: str) -> list[str]:
    """The command as it is run read-only on this machine."""
    inside = [sys.executable, "-m", "tests.security.read_only"]
    own_mounts = ["unshare", "--map-root-user", "--mount"]
    if shutil.which("unshare"):
        done = subprocess.run([*own_mounts, *inside, "true"], cwd=ROOT, capture_output=True)
        if done.returncode == 0:
            return [*own_mounts, *inside, *command]
    return [*inside, "--limit", *command]


def environment(marts: Path) -> dict[str, str]:
    """Nothing of a home, and nothing that has Python keep what it compiled."""
    kept = {x: os.environ[x] for x in ("PATH", "LANG") if x in os.environ}
    return kept | {"MARTS_FOLDER": str(marts), "PYTHONDONTWRITEBYTECODE": "1"}


def main(command: list[str]) -> None:
    """Take the right to write away, make sure that it is gone, and become the command."""
    if command[0] == "--limit":
        resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
        command = command[1:]
    else:
        _mount_read_only()
    for place in PLACES:
        if place.is_dir() and _can_write(place):
            raise SystemExit(f"{place} can still be written")
    os.execvp(command[0], command)  # noqa: S606


def _mount_read_only() -> None:
    points = [x.split()[4] for x in Path("/proc/self/mountinfo").read_text().splitlines()]
    for point in points:
        # What the kernel does not let go of, such as /proc, holds no files.
        subprocess.run(["mount", "-o", "remount,bind,ro", point], capture_output=True, check=False)


def _can_write(place: Path) -> bool:
    probe = place / f".probe-{os.getpid()}"
    try:
        probe.write_text("x")
    except OSError:
        probe.unlink(missing_ok=True) if probe.exists() else None
        return False
    probe.unlink()
    return True


if __name__ == "__main__":
    main(sys.argv[1:])
