"""What does satisfaction do to loyalty here, and how many of those who left had said that they were satisfied?"""

from __future__ import annotations

from regulars.insights.worth.satisfaction_loyalty.page import SATISFACTION_LOYALTY

__all__ = ["SATISFACTION_LOYALTY"]
