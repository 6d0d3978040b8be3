"""Memory that goes back to the system, and what is of no use to anybody any more.

The C library gives every few threads a store of their own, up to eight a processor, and each page
view runs in a thread of its own. What one view leaves free in one store is of no use to the next
in another: a hundred viewers left 120 MB lying about. Two stores do as well, since Python lets one
thread compute at a time. A store that exists stays, and libraries start threads while they are
imported: so whatever starts the dashboard tells the C library first, with `MALLOC_ARENA_MAX` in its
environment (Makefile, deploy/). What is said here is for other ways to start it.
"""

from __future__ import annotations

import asyncio
import ctypes
import gc
import sys

from pandas._libs.internals import BlockValuesRefs  # type: ignore[import-not-found]

STORES = 2
TIDY_SECONDS = 20.0
# From this size on a piece is the system's own and goes back to it as soon as it is let go.
OWN_BYTES = 1024 * 1024
# The names of these settings in glibc's malloc.h.
_TRIM_THRESHOLD, _MMAP_THRESHOLD, _ARENA_MAX = -1, -3, -8


def in_few_stores() -> bool:
    """Have the C library keep what is free in few stores, and large pieces in none.

    Returns:
        whether it was told; only GNU's on Linux is.
    """
    wanted = {_ARENA_MAX: STORES, _MMAP_THRESHOLD: OWN_BYTES, _TRIM_THRESHOLD: OWN_BYTES}
    told = [_c_library("mallopt", name, value) == 1 for name, value in wanted.items()]
    return all(told)


def forget_looks() -> int:
    """Have pandas forget who once looked at a part of a frame that is kept.

    To know whether a frame may be written in place, each of its columns remembers everything that
    was ever made of it without copying, and forgets what is gone only when it is asked or has 500
    of it. A crowd's looks at kept frames came to 40 MB in eight minutes, and grew.

    Returns:
        how many columns and indexes of frames there are.
    """
    looked_at = [x for x in gc.get_objects() if type(x) is BlockValuesRefs]
    for one in looked_at:
        one.has_reference()
    return len(looked_at)


def give_back() -> bool:
    """Have the C library give the system every free page, those between others included.

    Returns:
        whether any went back; only GNU's on Linux is asked.
    """
    return _c_library("malloc_trim", 0) == 1


async def tidy() -> None:
    """Forget looks and give back what is free all the time, beside the event loop."""
    while True:
        await asyncio.sleep(TIDY_SECONDS)
        await asyncio.to_thread(forget_looks)
        await asyncio.to_thread(give_back)


def _c_library(name: str, *values: int) -> int:
    """What a function of it answers, 0 where there is none such or another library."""
    if not sys.platform.startswith("linux"):
        return 0
    function = getattr(ctypes.CDLL(None), name, None)
    return int(function(*values)) if function else 0
