"""What can go wrong with a policy."""

from __future__ import annotations

from regulars.language import RegularsError


class PolicyError(RegularsError):
    """It cannot be done as things stand."""
