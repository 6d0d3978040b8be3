"""The errors people see: each says what was wrong, where, and what is allowed."""

from __future__ import annotations


class PipelineError(Exception):
    """Something the person running the pipeline can put right; shown without a traceback."""


class CatalogueError(PipelineError):
    """A catalogue file that does not obey its schema, or names something that is not there."""


class SourceError(PipelineError):
    """A publisher's file that cannot be read as the catalogue says it should be."""


class ContractError(PipelineError):
    """Observations that break the contract."""


class CheckError(PipelineError):
    """A built mart that fails one of the checks; nothing is published."""
