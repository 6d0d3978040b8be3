"""Leaving when told to: what is under way may end, but not for ever."""

from __future__ import annotations

import logging
import os
import signal
import sys
import threading
from types import FrameType

import uvicorn

# A service manager kills what has not left after ten.
MOST_SECONDS = 7

_told = threading.Event()


def in_time() -> bool:
    """Have the server that runs this process leave within seconds of SIGTERM, with exit code 0.

    Left alone it waits for the last byte of the last download, however slowly that is read, and
    then ends as if it had been killed.

    Returns:
        whether there is such a server; another one's own ways are left as they are.
    """
    if threading.current_thread() is not threading.main_thread():
        return False
    server = getattr(signal.getsignal(signal.SIGTERM), "__self__", None)
    if not isinstance(server, uvicorn.Server):
        return False
    server.config.timeout_graceful_shutdown = MOST_SECONDS

    def leave(_: int, __: FrameType | None) -> None:
        _told.set()
        server.should_exit = True

    signal.signal(signal.SIGTERM, leave)
    return True


def end() -> None:
    """End the process here if it was told to leave: all that was under way has ended.

    Python's own end takes modules from under threads that still compute, and DuckDB's then crash.
    """
    if _told.is_set():
        logging.shutdown()
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(0)
