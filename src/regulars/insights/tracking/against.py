"""The four series held against targets, and what happened meanwhile."""

from __future__ import annotations

from regulars.insights.landmarks import Held, Indicator, Landmarks, held, noted
from regulars.insights.report import Report
from regulars.insights.tracking.estimate import Estimates
from regulars.insights.tracking.estimate import Indicator as Tracked
from regulars.insights.tracking.specify import Question

INDICATORS = {
    Tracked.SATISFACTION: Indicator.SATISFIED,
    Tracked.PROBLEMS: Indicator.PROBLEMS,
    Tracked.REPURCHASE: Indicator.REPURCHASE,
    Tracked.RECOMMENDATION: Indicator.NPS,
}


def against(report: Report, landmarks: Landmarks, question: Question, found: Estimates, *, alone: str) -> Report:
    """A tile is held against the target of its own period. ``alone``: the one survey asked for, else nothing.

    What the books say is of no survey; a target of one survey is for the series of that survey alone.
    """
    if not (landmarks.targets or landmarks.notes):
        return report
    days = {period.key: (period.first, period.last) for period in question.periods}
    trends = {one.value: indicator for one, indicator in INDICATORS.items()}
    latest = {series.indicator: series.latest for series in found.series}
    figures = {one.value: (INDICATORS[one], point.period.last) for one, point in latest.items() if point is not None}
    about = Held(unit=landmarks.unit_of(question.units), survey=alone, figures=figures, trends=trends, days=days)
    return noted(
        held(report, landmarks, about), landmarks, units=question.units, survey=alone, days=days, trends=trends
    )
