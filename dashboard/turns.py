"""Pages are made one after another, not all at once.

One interpreter runs one thread at a time, so pages made side by side do not get done sooner: each
takes as long as all of them together, and changing threads costs on top. In turn, the first viewer
waits for one page and only the last for all.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager

# A page that hangs keeps the others waiting no longer than this.
MOST_SECONDS = 10.0
_ONE = threading.RLock()


@contextmanager
def taken(seconds: float = MOST_SECONDS) -> Iterator[bool]:
    """Wait for this thread's turn and keep it; what already has the turn goes straight on.

    Args:
        seconds: how long to wait before going on without it.

    Yields:
        whether it is this thread's turn.
    """
    mine = _ONE.acquire(timeout=seconds)
    try:
        yield mine
    finally:
        if mine:
            _ONE.release()
