"""A refresh in a process of its own, which a test may kill or starve."""

from __future__ import annotations

import os
import resource
import sys
from pathlib import Path

from pipelines import build, refresh
from pipelines.__main__ import main
from tests.pipelines.refreshing import light_make

# Loaded once by the server that forks the children, so that each starts at once.
assert refresh


def run(folder: Path, arguments: list[str], most_bytes: int = 0) -> None:
    """Run a command on a data folder; exits with its code, its words in a file beside."""
    words = (folder / "words.txt").open("w")
    os.dup2(words.fileno(), 1)
    os.dup2(words.fileno(), 2)
    sys.stdout = sys.stderr = words
    build.make = light_make(folder)
    if most_bytes:
        resource.setrlimit(resource.RLIMIT_FSIZE, (most_bytes, most_bytes))
    code = main([*arguments, "--data", str(folder)])
    words.flush()
    os._exit(code)
