"""The codes of areas that several tests speak of by name; tests/committed.py has all there are."""

from __future__ import annotations

CITY, BROMLEY, HACKNEY, NEWHAM = "E09000001", "E09000006", "E09000012", "E09000025"
LONDON, ENGLAND = "E12000007", "E92000001"
