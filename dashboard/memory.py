"""Memory that goes back to the system.

The C library gives every few threads a store of their own, up to eight a processor, and each page
view runs in a thread of its own. What one view leaves free in one store is of no use to the next
in another: a hundred viewers left 120 MB lying about. Two stores do as well, since Python lets one
thread compute at a time.
"""

from __future__ import annotations

import ctypes
import sys

STORES = 2
# From this size on a piece is the system's own and goes back to it as soon as it is let go.
OWN_BYTES = 1024 * 1024
# The names of these settings in glibc's malloc.h.
_TRIM_THRESHOLD, _MMAP_THRESHOLD, _ARENA_MAX = -1, -3, -8


def in_few_stores() -> bool:
    """Have the C library keep what is free in few stores, and large pieces in none.

    Returns:
        whether it was told; only GNU's on Linux is.
    """
    if not sys.platform.startswith("linux"):
        return False
    tell = getattr(ctypes.CDLL(None), "mallopt", None)
    if tell is None:
        return False
    wanted = {_ARENA_MAX: STORES, _MMAP_THRESHOLD: OWN_BYTES, _TRIM_THRESHOLD: OWN_BYTES}
    told = [tell(name, value) == 1 for name, value in wanted.items()]
    return all(told)
