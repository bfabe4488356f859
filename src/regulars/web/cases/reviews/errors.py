"""What can go wrong with a review or a change."""

from __future__ import annotations

from regulars.language import RegularsError


class ReviewError(RegularsError):
    """It cannot be done as things stand."""
