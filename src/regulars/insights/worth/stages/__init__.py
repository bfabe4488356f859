"""At which stage of loyalty do customers stand, how do they move, where are they lost, and what helps there?"""

from __future__ import annotations

from regulars.insights.worth.stages.page import STAGES_PAGE, stages_page
from regulars.insights.worth.stages.standing import Standing, standing_of

__all__ = ["STAGES_PAGE", "Standing", "stages_page", "standing_of"]
