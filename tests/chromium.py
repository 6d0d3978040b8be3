"""Finding a Chromium to test in, and installing one where there is none."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

# The shell has no toolbar to draw beside each page.
NAMES = (
    "chromium-headless-shell",
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
)
FLAGS = (
    "--no-sandbox",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-quic",
    "--no-first-run",
    # No name is looked up and no address reached but this machine's.
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost",
)


def installed() -> str | None:
    """The path of an installed Chromium, or None for the one Playwright keeps."""
    return next((path for name in NAMES if (path := shutil.which(name))), None)


def ensure() -> None:
    """Install Chromium: from the system's packages as root, else Playwright's own."""
    if installed() or _playwright_has_one():
        return
    if shutil.which("apt-get") and os.geteuid() == 0 and _install_as_root():
        return
    done = subprocess.run([sys.executable, "-m", "playwright", "install", "chromium"], check=False)
    if done.returncode:
        raise SystemExit(
            "No Chromium is installed and none could be fetched. Install the package 'chromium' "
            "(or Google Chrome) and run the tests again."
        )


def _install_as_root() -> bool:
    """Whether the system's packages have a Chromium, which is then installed."""
    quiet = {
        "stdout": subprocess.DEVNULL,
        "env": os.environ | {"DEBIAN_FRONTEND": "noninteractive"},
    }
    subprocess.run(["apt-get", "update", "-qq"], check=True, **quiet)
    install = ["apt-get", "install", "-y", "-qq", "fonts-dejavu-core"]
    return any(
        subprocess.run([*install, package], check=False, **quiet).returncode == 0
        for package in NAMES[:2]
    )


def _playwright_has_one() -> bool:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        return Path(playwright.chromium.executable_path).exists()
