"""Margins and differences in the unit of what a plan measures."""

from __future__ import annotations

from math import isinf

from regulars.language import Estimate, Message, Missing, message
from regulars.survey.plans import Plan
from regulars.survey.plans.parts import Measure

NONE = message("no answers")


def difference(plan: Plan, value: float) -> Message | Missing:
    """Points of a hundred for a share, points of the NPS, points of the scale for a mean."""
    if isinf(value):
        return Missing(NONE)
    if plan.measure is Measure.SHARE:
        return message("{value} percentage points", value=Estimate(100 * value, digits=1))
    if plan.measure is Measure.NPS:
        return message("{value} points", value=Estimate(value, digits=1))
    return message("{value} points of the scale", value=Estimate(value, digits=2))
