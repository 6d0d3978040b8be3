"""Answers and what they are made of, kept ready in bounded memory."""

from __future__ import annotations

import threading
from collections import OrderedDict
from typing import Generic, TypeVar

Item = TypeVar("Item")


class Kept(Generic[Item]):
    """What was asked for last, as much as fits."""

    def __init__(self, most: int) -> None:
        """Begin with nothing.

        Args:
            most: the bytes that all together may take.
        """
        self.most = most
        self.size = 0
        self._items: OrderedDict[str, tuple[Item, int]] = OrderedDict()
        self._lock = threading.Lock()

    def __len__(self) -> int:
        """How many are kept."""
        return len(self._items)

    def get(self, key: str) -> Item | None:
        """What is still kept under a key."""
        with self._lock:
            if key not in self._items:
                return None
            self._items.move_to_end(key)
            return self._items[key][0]

    def put(self, key: str, item: Item, size: int) -> None:
        """Keep something, and let the oldest go.

        Args:
            key: where it is found again.
            item: what to keep.
            size: the bytes it takes.
        """
        with self._lock:
            if key in self._items or size > self.most:
                return
            self._items[key] = item, size
            self.size += size
            while self.size > self.most:
                _, (_, gone) = self._items.popitem(last=False)
                self.size -= gone
