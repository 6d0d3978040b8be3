"""What is written down when something fails: one line of JSON, under a reference people are given.

The line says what failed and where, never what somebody typed: an exception's own words often
quote it, so they are left out, and lines of our code never hold it.
"""

from __future__ import annotations

import json
import logging
import secrets
import traceback
from collections.abc import Iterator
from datetime import UTC, datetime

from dashboard import db

# Letters and digits that nobody mistakes for others when reading them out.
_ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
_REFERENCE_LENGTH = 8
# Of a failure that came of another one, of another one, and so on.
_MOST_CAUSES = 5

log = logging.getLogger(__name__)


def write_down(error: BaseException, what: str) -> str:
    """Log a failure.

    Args:
        error: what was raised.
        what: failed, in words of ours: "a page", "the dataset observations".

    Returns:
        the reference that the line carries.
    """
    reference = "".join(secrets.choice(_ALPHABET) for _ in range(_REFERENCE_LENGTH))
    line = {
        "time": datetime.now(UTC).isoformat(timespec="milliseconds"),
        "level": "error",
        "event": f"{what} failed",
        "reference": reference,
        "build": db.build_id(),
        "causes": [_told(cause) for cause in _causes(error)],
    }
    log.error("%s", json.dumps(line))
    return reference


def _causes(error: BaseException) -> Iterator[BaseException]:
    """The failure and what it came of, the last one first."""
    found: BaseException | None = error
    for _ in range(_MOST_CAUSES):
        if found is None:
            return
        yield found
        found = found.__cause__ or (None if found.__suppress_context__ else found.__context__)


def _told(error: BaseException) -> dict[str, object]:
    """The kind of failure, and the way to it from the outermost call inwards."""
    frames = traceback.extract_tb(error.__traceback__)
    return {
        "type": f"{type(error).__module__}.{type(error).__qualname__}",
        "traceback": [f"{x.filename}:{x.lineno} in {x.name}: {x.line or ''}" for x in frames],
    }
