"""What can go wrong with a case."""

from __future__ import annotations

from regulars.language import RegularsError


class CaseError(RegularsError):
    """It cannot be done as things stand."""


class MeanwhileError(CaseError):
    """Somebody else worked on it since the page was opened; nothing was changed."""
