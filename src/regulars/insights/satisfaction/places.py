"""Where and since when: units side by side, and the trend."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

from regulars.insights.filters import Step
from regulars.insights.report import Behind, Cell, ChartKind, Column, Row, Section, Table, Words
from regulars.insights.satisfaction.estimate import Estimates, StepScore, UnitScore
from regulars.insights.satisfaction.specify import Question
from regulars.language import Count, Day, Estimate, Kind, Message, Missing, Text, message, plural
from regulars.methods import Csat, Nps

TOO_FEW = message("too few to judge")
Group = TypeVar("Group", UnitScore, StepScore)
_TITLES = {
    Step.WAVE: (message("Wave by wave"), message("Wave")),
    Step.MONTH: (message("Month by month"), message("Month")),
    Step.WEEK: (message("Week by week"), message("Week from")),
}


def units(question: Question, found: Estimates) -> Section | None:
    """Units with the lowest score first."""
    shown, hidden = told_apart(question, found.units)
    if not shown:
        return None
    rows = tuple(
        Row(
            key=unit.name,
            name=Text.of(unit.name),
            cells=(*_scores(question, unit), Count(unit.n)),
            behind=_behind(question, Behind(unit=unit.name)),
        )
        for unit in shown
    )
    references = {} if found.csat is None else {"share": found.csat.share}
    references |= {} if found.nps is None else {"nps": found.nps.points}
    name = message("all units")
    return Section(
        key="units",
        title=message("By unit, worst first"),
        sentence=message("Each unit beside all of them together."),
        table=Table(
            key="units",
            columns=(Column("unit", message("Unit"), numeric=False), *_columns(question)),
            rows=rows,
            references=references,
            reference_names=dict.fromkeys(references, name),
        ),
        chart=ChartKind.BARS,
        caption=_hidden(hidden, question.least.group),
        definition=message(
            "The same shares and points as above, of each unit's own answers. Below {minimum} answers a unit has no "
            "number.",
            minimum=question.minimum,
        ),
    )


def trend(question: Question, found: Estimates) -> Section | None:
    """Step by step through time."""
    step = question.step
    shown, hidden = told_apart(question, found.trend)
    if len(shown) < 2:
        return None
    title, head = _TITLES[step]
    rows = tuple(
        Row(
            key=one.period.key,
            name=_name(one, step),
            cells=(*_scores(question, one), Count(one.n)),
            behind=_behind(question, _within(one, step)),
        )
        for one in shown
    )
    return Section(
        key="trend",
        title=title,
        sentence=message("{score} with its 95% interval.", score=_columns(question)[0].title),
        table=Table(key="trend", columns=(Column(step.value, head, numeric=False), *_columns(question)), rows=rows),
        chart=ChartKind.TREND,
        caption=_hidden(hidden, question.least.group),
        definition=message(
            "Each point stands for the answers of its own time, with its 95% interval; where intervals overlap much, "
            "the points may differ by chance. Below {minimum} answers there is no point.",
            minimum=question.minimum,
        ),
    )


def told_apart(question: Question, groups: Sequence[Group]) -> tuple[list[Group], int]:
    """The groups that may be shown, in their order, and how many are hidden.

    Where nobody may be told apart, a group under the smallest size is hidden; and a second one with it where the
    hidden ones alone would follow from the total less the rest.
    """
    if not question.privacy.hides:
        return list(groups), 0
    smallest = question.least.group
    by_size = sorted(groups, key=lambda group: group.n)
    hidden = [group for group in by_size if 0 < group.n < smallest]
    if hidden and sum(group.n for group in hidden) < smallest:
        hidden += [group for group in by_size if group.n >= smallest][:1]
    return [group for group in groups if group not in hidden], len(hidden)


def satisfied(result: Csat | None) -> Estimate | Missing:
    """A share, or that there are too few."""
    if result is None:
        return Missing(TOO_FEW)
    return Estimate(result.share, result.low, result.high, Kind.SHARE)


def recommended(result: Nps | None) -> Estimate | Missing:
    """Points, or that there are too few."""
    if result is None:
        return Missing(TOO_FEW)
    return Estimate(result.points, result.low, result.high, Kind.POINTS)


def _scores(question: Question, group: UnitScore | StepScore) -> tuple[Cell, ...]:
    """One cell for each score that the survey asks for."""
    cells: list[Cell] = [] if question.overall is None else [satisfied(group.csat)]
    return (*cells, *([] if question.recommend is None else [recommended(group.nps)]))


def _columns(question: Question) -> tuple[Column, ...]:
    columns = [] if question.overall is None else [Column("share", message("Satisfied"))]
    columns += [] if question.recommend is None else [Column("nps", message("NPS"))]
    return (*columns, Column("n", message("Answers")))


def _name(one: StepScore, step: Step) -> Words:
    if step is Step.WEEK and one.period.first is not None:
        return message("{day}", day=Day(one.period.first))
    return Text.of(one.period.key)


def _within(one: StepScore, step: Step) -> Behind:
    if step is Step.WAVE:
        return Behind(wave=one.period.key)
    return Behind(first=one.period.first, last=one.period.last)


def _behind(question: Question, behind: Behind) -> Behind | None:
    return None if question.privacy.hides else behind


def _hidden(count: int, smallest: int) -> Message | None:
    if not count:
        return None
    return plural(
        "{count} group is not shown, so that nobody can be told apart: groups begin at {smallest} answers.",
        "{count} groups are not shown, so that nobody can be told apart: groups begin at {smallest} answers.",
        count,
        smallest=smallest,
    )
