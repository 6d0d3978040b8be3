"""What is refused names the facts: the file, the row, the value, what is allowed.

The words around them are compared whole in one test a sentence, near what says it; every other test
asks for the facts alone, so that a sentence can be worded anew.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager

import pytest


@contextmanager
def refused(kind: type[Exception], *facts: object) -> Iterator[pytest.ExceptionInfo[Exception]]:
    """What runs inside raises this kind of error, and its message names every one of the facts."""
    with pytest.raises(kind) as caught:
        yield caught
    assert_names(str(caught.value), *facts)


def assert_names(said: str, *facts: object) -> None:
    """Every fact stands in what was said as a word of its own: row 3 is not row 30."""
    assert facts, "a refusal without facts would be any refusal"
    absent = [x for x in facts if not re.search(rf"(?<!\w){re.escape(str(x))}(?!\w)", said)]
    assert not absent, f"{said!r} does not name {absent}"
