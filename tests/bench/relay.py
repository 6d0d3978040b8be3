"""A line between a browser and the server that takes its time, on loopback."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from urllib.parse import urlsplit

_PIECE = 65_536


@asynccontextmanager
async def delayed(address: str, seconds: float) -> AsyncIterator[str]:
    """An address that leads to a server over a line with a delay each way.

    Args:
        address: of the server, http://127.0.0.1:8501.
        seconds: one way; a round trip takes two of them.
    """
    place = urlsplit(address)

    async def served(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await asyncio.sleep(seconds)
        ahead, back = await asyncio.open_connection(place.hostname, place.port)
        await asyncio.gather(_carry(reader, back, seconds), _carry(ahead, writer, seconds))

    server = await asyncio.start_server(served, "127.0.0.1", 0)
    async with server:
        port = server.sockets[0].getsockname()[1]
        yield f"http://127.0.0.1:{port}"


async def _carry(
    reader: asyncio.StreamReader, writer: asyncio.StreamWriter, seconds: float
) -> None:
    """Pass on what comes, each piece so much later; pieces that follow do not wait for it."""
    queue: asyncio.Queue[tuple[float, bytes]] = asyncio.Queue()
    clock = asyncio.get_running_loop().time

    async def receive() -> None:
        while piece := await reader.read(_PIECE):
            queue.put_nowait((clock() + seconds, piece))
        queue.put_nowait((clock() + seconds, b""))

    receiving = asyncio.create_task(receive())
    try:
        while True:
            due, piece = await queue.get()
            await asyncio.sleep(max(0.0, due - clock()))
            if not piece:
                return
            writer.write(piece)
            await writer.drain()
    except ConnectionError:
        # One end has left; the other is told by the end of its own stream.
        return
    finally:
        receiving.cancel()
        writer.close()
