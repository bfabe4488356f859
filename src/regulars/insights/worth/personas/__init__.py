"""Which customers are alike, how sure is it, and through which channels do they come?"""

from __future__ import annotations

from regulars.insights.worth.personas.page import PERSONAS, personas

__all__ = ["PERSONAS", "personas"]
