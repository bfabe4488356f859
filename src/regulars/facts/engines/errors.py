"""Errors of other engines."""

from __future__ import annotations

from regulars.facts.errors import FactsError


class EngineError(FactsError):
    """Another engine is not there, or cannot answer this question."""
