"""A dashboard served for a benchmark: tests/serving.py, under the name that benchmarks know."""

from __future__ import annotations

from tests.serving import KILOBYTE, ROOT, Served, serving

__all__ = ["KILOBYTE", "ROOT", "Served", "serving"]
