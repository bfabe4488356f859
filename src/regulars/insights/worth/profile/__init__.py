"""Who are these customers, and how do they differ from the others: grade, risk, interests, habits?"""

from __future__ import annotations

from regulars.insights.worth.profile.page import PROFILE

__all__ = ["PROFILE"]
