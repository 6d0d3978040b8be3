"""QR codes, drawn here and nowhere else: a scanner reads them off a screen at a distance."""

from __future__ import annotations

from functools import lru_cache
from urllib.parse import urlsplit

import segno

# A quarter of the code may be lost to glare or a head in front; long addresses make do with less.
_CORRECTION, _QUIET_ZONE = "m", 4
# What a QR code of a screen can hold and still be scanned.
LONGEST = 900


@lru_cache(maxsize=256)
def picture(address: str) -> str:
    """The address as a QR code: an SVG inside a data address, dark on white in every theme.

    Raises:
        ValueError: when the address is too long to be scanned off a screen.
    """
    if len(address) > LONGEST:
        raise ValueError(f"the address has {len(address)} characters; a code holds {LONGEST}")
    code = segno.make(address, error=_CORRECTION, micro=False)
    return str(
        code.svg_data_uri(border=_QUIET_ZONE, dark="#000000", light="#ffffff", omitsize=True)
    )


def is_only_here(address: str) -> bool:
    """Whether an address means the machine it is opened on, so that nobody else can follow it."""
    host = urlsplit(address).hostname or ""
    return host in ("localhost", "::1") or host.startswith("127.")
