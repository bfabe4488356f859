"""What can go wrong with a subscription."""

from __future__ import annotations

from regulars.language import RegularsError


class SubscriptionError(RegularsError):
    """It cannot be kept as it was asked for."""
