"""Run every benchmark of this folder and print its table: ``make bench``, or name some of them."""

from __future__ import annotations

import importlib
import os
import platform
import sys
from pathlib import Path

FOLDER = Path(__file__).parent


def main(names: list[str]) -> int:
    """Run the benchmarks asked for, or all."""
    known = sorted(path.stem for path in FOLDER.glob("bench_*.py"))
    unknown = [name for name in names if name not in known]
    if unknown:
        sys.stderr.write(
            f"There is no benchmark {', '.join(unknown)}; there is {', '.join(known)}\n"
        )
        return 2
    machine = f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}"
    for name in names or known:
        sys.stdout.write(f"\n== {name} ({machine})\n")
        sys.stdout.flush()
        importlib.import_module(f"tests.bench.{name}").main()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
