"""Units and steps of time, each with its own scores; what may not be shown is not scored."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from regulars.insights.answers import Answers
from regulars.insights.satisfaction.counts import Period, by_group, periods
from regulars.insights.satisfaction.hiding import Hiding
from regulars.insights.satisfaction.scores import Group, csat_of, nps_of
from regulars.insights.satisfaction.specify import Question
from regulars.methods import Csat, Nps


@dataclass(frozen=True)
class UnitScore(Group):
    """One unit."""

    name: str


@dataclass(frozen=True)
class StepScore(Group):
    """One step of the trend."""

    period: Period


def units_of(question: Question, hidden: Hiding) -> tuple[UnitScore, ...]:
    """Every unit with responses that may be shown, by name; none where there is nothing to compare."""
    answers = question.answers
    names, codes = answers.unit_names, answers.units
    sizes = np.bincount(codes + 1, minlength=len(names) + 1)[1:]
    there = [code for code, name in enumerate(names) if sizes[code] and name not in hidden.units]
    if int((sizes > 0).sum()) < 2:
        return ()
    satisfied, recommended = _grouped(question, answers, codes, len(names))
    return tuple(UnitScore(int(sizes[code]), satisfied[code], recommended[code], names[code]) for code in there)


def steps_of(question: Question, hidden: Hiding) -> tuple[StepScore, ...]:
    """Every step that may be shown, in order of time."""
    answers = question.trend_answers
    found, codes = periods(answers, question.step, question.waves)
    shown = [code for code, period in enumerate(found) if period.key not in hidden.steps]
    if len(found) < 2:
        return ()
    satisfied, recommended = _grouped(question, answers, codes, len(found))
    sizes = np.bincount(codes[codes >= 0], minlength=len(found))
    return tuple(StepScore(int(sizes[code]), satisfied[code], recommended[code], found[code]) for code in shown)


def _grouped(
    question: Question, answers: Answers, codes: Any, groups: int
) -> tuple[list[Csat | None], list[Nps | None]]:
    """Satisfaction and recommendation of each group of responses."""
    nothing: list[Any] = [None] * groups
    overall, recommend = question.overall, question.recommend
    satisfied = (
        nothing
        if overall is None
        else [csat_of(question, overall, found) for found in by_group(answers, overall, codes, groups)]
    )
    recommended = (
        nothing
        if recommend is None
        else [nps_of(question, found) for found in by_group(answers, recommend, codes, groups)]
    )
    return satisfied, recommended
