"""Fixtures that several tests of the pipeline share."""

from __future__ import annotations

from tests.pipelines.refreshing import first_world, whole_world, world

__all__ = ["first_world", "whole_world", "world"]
