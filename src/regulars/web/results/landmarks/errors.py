"""What can go wrong with targets and events."""

from __future__ import annotations

from regulars.language import RegularsError


class LandmarkError(RegularsError):
    """It cannot be kept as it was asked for."""
