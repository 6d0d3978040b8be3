"""A replica in little, ready at once: the dashboard's server and its way of leaving, no pages.

Run as ``python -m tests.replicas.stand_in PORT``.
"""

from __future__ import annotations

import asyncio
import socket
import sys
from typing import Any

import uvicorn

from dashboard import leaving

# As long as a small answer of the dashboard takes: some are under way when it is told to go.
ANSWER_SECONDS = 0.02
BODY = b"Health inequalities\na figure\n"


async def app(scope: dict[str, Any], receive: Any, send: Any) -> None:
    """Answer everything with the same two lines."""
    if scope["type"] == "lifespan":
        await _live(receive, send)
        return
    await asyncio.sleep(ANSWER_SECONDS)
    await send({"type": "http.response.start", "status": 200, "headers": []})
    await send({"type": "http.response.body", "body": BODY})


async def _live(receive: Any, send: Any) -> None:
    await receive()
    leaving.in_time()
    await send({"type": "lifespan.startup.complete"})
    await receive()
    leaving.end()


def main() -> None:
    """Serve on a port of this machine until told to leave."""
    with socket.socket() as listener:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(("127.0.0.1", int(sys.argv[1])))
        listener.listen(2048)
        config = uvicorn.Config(app, access_log=False, log_level="warning")
        uvicorn.Server(config).run(sockets=[listener])


if __name__ == "__main__":
    main()
