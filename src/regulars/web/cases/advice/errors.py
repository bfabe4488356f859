"""What can go wrong with options and gestures."""

from __future__ import annotations

from regulars.web.cases.errors import CaseError


class AdviceError(CaseError):
    """It cannot be done as things stand."""
