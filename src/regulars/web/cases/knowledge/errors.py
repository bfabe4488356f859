"""What cannot be done with causes."""

from __future__ import annotations

from regulars.language import RegularsError


class CauseError(RegularsError):
    """Said in its words."""
