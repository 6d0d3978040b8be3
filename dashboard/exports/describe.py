"""How a dataset and its columns are described."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Literal

Datatype = Literal["string", "integer", "number", "date", "boolean"]


@dataclass(frozen=True)
class Column:
    """One column: its name in files, its heading for people, what it holds, and its type.

    ``group`` is the part of the dataset it belongs to; a request includes or leaves out a group.
    """

    name: str
    title: str
    description: str
    datatype: Datatype = "string"
    group: str = "main"


@dataclass(frozen=True)
class Dataset:
    """One kind of row: its columns, the key that tells rows apart, the filters it takes."""

    name: str
    title: str
    description: str
    columns: tuple[Column, ...]
    key: tuple[str, ...]
    filters: tuple[str, ...]
    usual_groups: tuple[str, ...] = ("main",)

    @cached_property
    def usual(self) -> tuple[Column, ...]:
        """The columns of whoever chooses none."""
        return tuple(x for x in self.columns if x.group in self.usual_groups)

    @property
    def groups(self) -> tuple[str, ...]:
        """The parts that can be included, in order."""
        return tuple(dict.fromkeys(x.group for x in self.columns))

    def column(self, name: str) -> Column:
        """A column by its name."""
        return next(x for x in self.columns if x.name == name)
