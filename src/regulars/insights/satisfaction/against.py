"""The report of a survey held against targets, and what happened meanwhile on its trends."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import numpy as np

from regulars.insights.filters import Step
from regulars.insights.landmarks import Held, Indicator, Landmarks, held, noted
from regulars.insights.report import Report
from regulars.insights.satisfaction.course import Trend
from regulars.insights.satisfaction.scores import Measure, measures
from regulars.insights.satisfaction.specify import Question
from regulars.insights.scope import Scope
from regulars.survey import Role

INDICATORS = {Measure.SATISFIED: Indicator.SATISFIED, Measure.RECOMMENDED: Indicator.NPS}
TRENDS = {"trend": Indicator.SATISFIED, "trend-nps": Indicator.NPS}
FIGURES = {"index": Indicator.INDEX, "csat": Indicator.SATISFIED, "nps": Indicator.NPS}


def against(report: Report, landmarks: Landmarks, question: Question, scope: Scope, trend: Trend) -> Report:
    """A figure is held against the target of the day of its last answer, a step against that of its last day."""
    day = question.answers.as_of
    if day is None or not (landmarks.targets or landmarks.notes):
        return report
    units, survey, days = units_of(question, scope), question.survey.name, _days(question, trend)
    about = Held(
        unit=landmarks.unit_of(units),
        survey=survey,
        figures=_figures_of(question, day),
        trends=TRENDS,
        days=days,
        units={measure.value: INDICATORS[measure] for measure in measures(question)},
        day=day,
    )
    return noted(held(report, landmarks, about), landmarks, units=units, survey=survey, days=days, trends=TRENDS)


def loyal_against(report: Report, landmarks: Landmarks, question: Question, scope: Scope) -> Report:
    """The loyal share with which the second chapter opens, by whatever answer it counts."""
    day = question.answers.as_of
    if day is None:
        return report
    unit = landmarks.unit_of(units_of(question, scope))
    about = Held(unit=unit, survey=question.survey.name, figures={"loyal": (Indicator.LOYAL, day)})
    return held(report, landmarks, about)


def units_of(question: Question, scope: Scope) -> frozenset[str] | None:
    """Whose answers are shown; None: the whole company's."""
    wished = question.filters.units
    if scope.units is None or wished is None:
        return scope.units if wished is None else wished
    return scope.units & wished


def _figures_of(question: Question, day: date) -> Mapping[str, tuple[Indicator, date]]:
    """Which figures can have a target; loyal is who intends to come back, as the second chapter has it."""
    found = dict(FIGURES)
    again = next((item for item in question.asked if item.role is Role.REPURCHASE and item.scale is not None), None)
    if again is not None:
        found[f"best_{again.key}"] = Indicator.LOYAL
    return {key: (indicator, day) for key, indicator in found.items()}


def _days(question: Question, trend: Trend) -> dict[str, tuple[date, date]]:
    """Of the steps that are shown, in order. A wave has the days on which it was answered."""
    if question.step is not Step.WAVE:
        found = ((one.period.key, one.period.first, one.period.last) for one in trend.steps)
        return {key: (first, last) for key, first, last in found if first is not None and last is not None}
    answers, days = question.trend_answers, {}
    for one in trend.steps:
        if one.period.key not in answers.wave_names:
            continue
        own = answers.days[answers.waves == list(answers.wave_names).index(one.period.key)]
        own = own[~np.isnat(own)]
        if own.size:
            days[one.period.key] = (own.min().astype(date), own.max().astype(date))
    return days
