"""``python -m dashboard.claims`` prints every sentence of the newest build by form."""

from __future__ import annotations

import sys

from dashboard import db
from dashboard.claims.forms import vocabulary
from dashboard.claims.page import markdown
from dashboard.claims.walk import walk

if __name__ == "__main__":
    build = db.current()
    sys.stdout.write(markdown(walk(build), vocabulary(build)))
