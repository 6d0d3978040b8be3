"""What a browser is told to keep to: where scripts, styles and data may come from.

Everything comes from the dashboard itself. SECURITY.md gives the reason for each exception.
"""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass

_INLINE = {
    "script": re.compile(r"<script>(.*?)</script>", re.DOTALL),
    "style": re.compile(r"<style>(.*?)</style>", re.DOTALL),
}
# What a page of figures has no use for. Not listed, so allowed for our own pages: full screen,
# copying to the clipboard, keeping the screen awake while presenting.
_DENIED = (
    "accelerometer",
    "autoplay",
    "browsing-topics",
    "camera",
    "display-capture",
    "encrypted-media",
    "gamepad",
    "geolocation",
    "gyroscope",
    "hid",
    "identity-credentials-get",
    "idle-detection",
    "local-fonts",
    "magnetometer",
    "microphone",
    "midi",
    "otp-credentials",
    "payment",
    "picture-in-picture",
    "publickey-credentials-create",
    "publickey-credentials-get",
    "serial",
    "storage-access",
    "usb",
    "window-management",
    "xr-spatial-tracking",
)
PERMISSIONS = ", ".join(f"{name}=()" for name in _DENIED)


@dataclass(frozen=True)
class Policies:
    """The content security policy of each kind of answer."""

    page: str
    api_docs: str
    data: str
    # For browsers that do not know frame-ancestors; '' where they cannot be told.
    frame_options: str


def policies(page: str, api_docs: str, frame_ancestors: Sequence[str]) -> Policies:
    """The policies for these pages.

    Args:
        page: the page's HTML, whose inline scripts are the only ones that run.
        api_docs: the HTML of the open data's documentation, likewise for its styles.
        frame_ancestors: sites that may show the dashboard inside their pages; none by default.
    """
    framed = f"frame-ancestors {' '.join(frame_ancestors) or chr(39) + 'none' + chr(39)}"
    alone = "default-src 'none'; base-uri 'none'; form-action 'none'"
    # One's own deck is sent to be made a file.
    reads = "default-src 'none'; base-uri 'none'; form-action 'self'"
    # blob: is how Streamlit loads a component; only a script that already runs can make one.
    scripts = " ".join(("'self'", "blob:", *digests(page, "script")))
    return Policies(
        page=(
            f"{reads}; script-src {scripts}; style-src 'self' 'unsafe-inline'; "
            "img-src 'self' data: blob:; font-src 'self' data:; connect-src 'self'; "
            f"worker-src 'self'; manifest-src 'self'; media-src 'self'; {framed}"
        ),
        api_docs=f"{alone}; style-src {' '.join(digests(api_docs, 'style'))}; {framed}",
        data=f"{alone}; {framed}",
        frame_options={"": "DENY", "'self'": "SAMEORIGIN"}.get(" ".join(frame_ancestors), ""),
    )


def digests(page: str, kind: str) -> list[str]:
    """The inline scripts or styles of a page, as a policy names them."""
    found = []
    for inline in _INLINE[kind].findall(page):
        digest = base64.b64encode(hashlib.sha256(inline.encode()).digest()).decode()
        found.append(f"'sha256-{digest}'")
    return list(dict.fromkeys(found))
