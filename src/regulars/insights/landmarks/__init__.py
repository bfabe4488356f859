"""What a company holds its figures against: targets for units and periods, and what happened on which days.

They come in as data, from whoever keeps them (``Landmarks``). A report that was made takes them in
(``holding``, ``events``), so that page, PDF, workbook, JSON and command line show the same verdict and the same marks.
"""

from __future__ import annotations

from regulars.insights.landmarks.events import noted
from regulars.insights.landmarks.holding import Held, held
from regulars.insights.landmarks.kinds import INDICATORS, Indicator
from regulars.insights.landmarks.known import NOTHING, Landmarks, Note, Target

__all__ = ["INDICATORS", "NOTHING", "Held", "Indicator", "Landmarks", "Note", "Target", "held", "noted"]
