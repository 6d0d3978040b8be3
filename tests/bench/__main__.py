"""Run the benchmarks of this folder and print their tables: ``make bench``, or name some of them.

``--save`` writes what each one printed to ``results/``, with the machine it ran on. ``--smallest``
runs each at its smallest size, as the tests do: then its numbers mean nothing.
"""

from __future__ import annotations

import argparse
import importlib
import io
import os
import platform
import sys
from contextlib import redirect_stdout
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import TextIO

from tests.bench.sizes import SMALLEST

FOLDER = Path(__file__).parent


# These take long, and run only when they are named.
BY_NAME_ONLY = ("bench_soak", "bench_swaps")


class Copied(io.TextIOBase):
    """Writes what is printed, and keeps it."""

    def __init__(self, out: TextIO) -> None:
        """Go on printing to where it went before."""
        self._out = out
        self.kept = io.StringIO()

    def write(self, words: str) -> int:
        """Print and keep."""
        self.kept.write(words)
        return self._out.write(words)

    def flush(self) -> None:
        """Have it seen at once."""
        self._out.flush()


def machine() -> str:
    """What the numbers were measured on."""
    lines = Path("/proc/cpuinfo").read_text().splitlines() if Path("/proc/cpuinfo").exists() else []
    model = next((x.split(":")[1].strip() for x in lines if x.startswith("model name")), "")
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    versions = ", ".join(f"{x} {version(x)}" for x in ("streamlit", "duckdb", "plotly", "pandas"))
    return (
        f"{platform.machine()} {model}, {os.cpu_count()} cores, {memory:.0f} GB, "
        f"{platform.system()}, Python {platform.python_version()}, {versions}"
    )


def save(name: str, printed: str, busy: float) -> None:
    """Keep a benchmark's table beside those of other machines and days."""
    day = datetime.now(UTC).date()
    (FOLDER / "results" / f"{name.removeprefix('bench_')}.md").write_text(
        f"# {name}\n\n{day}, {machine()}. Load average before it began: {busy:.1f}.\n"
        f"Command: `python -m tests.bench {name}`.\n\n```\n{printed.rstrip()}\n```\n"
    )


def main(given: list[str]) -> None:
    """Run the benchmarks asked for, or all."""
    known = names()
    asked = _asked(given, known)
    if asked.smallest:
        os.environ[SMALLEST] = "1"
    for name in asked.names or [x for x in known if x not in BY_NAME_ONLY]:
        sys.stdout.write(f"\n== {name} ({machine()})\n")
        sys.stdout.flush()
        copied, busy = Copied(sys.stdout), os.getloadavg()[0]
        with redirect_stdout(copied):
            importlib.import_module(f"tests.bench.{name}").main()
        if asked.save:
            save(name, copied.kept.getvalue(), busy)


def names() -> list[str]:
    """Every benchmark of this folder."""
    return sorted(path.stem for path in FOLDER.glob("bench_*.py"))


def _asked(given: list[str], known: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser("python -m tests.bench", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", help="all, if none is named")
    how = parser.add_mutually_exclusive_group()
    how.add_argument("--save", action="store_true", help="write what each printed to results/")
    how.add_argument("--smallest", action="store_true", help="see whether it runs, no more")
    asked = parser.parse_args(given)
    if unknown := [name for name in asked.names if name not in known]:
        parser.error(f"there is no benchmark {', '.join(unknown)}; there is {', '.join(known)}")
    return asked


if __name__ == "__main__":
    main(sys.argv[1:])
