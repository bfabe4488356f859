"""What can go wrong with a proposal."""

from __future__ import annotations

from regulars.language import RegularsError


class CandidateError(RegularsError):
    """It cannot be done as things stand."""
