"""How much a benchmark does: as much as usual, what a variable of the environment says, or little.

``python -m tests.bench NAME --smallest`` runs everything a benchmark has, once and as little of it
as there can be: whether it still runs is all that is then to be read from it.
"""

from __future__ import annotations

import os
from typing import TypeVar

# Of the environment, so that the processes which a benchmark starts have it too.
SMALLEST = "BENCH_SMALLEST"
Size = TypeVar("Size")


def is_smallest() -> bool:
    """Whether numbers mean nothing in this run."""
    return SMALLEST in os.environ


def usually(usual: Size, *, smallest: Size, variable: str = "") -> Size:
    """A size of a benchmark, which a variable may say where the smallest is not asked for."""
    if is_smallest():
        return smallest
    return type(usual)(os.environ[variable]) if variable in os.environ else usual
