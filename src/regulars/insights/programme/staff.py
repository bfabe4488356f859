"""What weighs most on the employees: of a study of them, how many are low on each item, and how low."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from regulars.insights.answers import read_answers
from regulars.insights.report import ChartKind, Column, Row, Section, Table, Words
from regulars.insights.satisfaction.conclude import withheld
from regulars.insights.satisfaction.counts import counted, ends
from regulars.insights.satisfaction.hiding import hiding
from regulars.insights.satisfaction.specify import Least, Question, specify
from regulars.insights.scope import Privacy
from regulars.language import Count, Estimate, Kind, Message, message
from regulars.methods import share_interval

if TYPE_CHECKING:
    from regulars.facts import Facts
    from regulars.insights.scope import Scope

GRAVEST = 4  # the worst answer of a scale, as cases are graded


@dataclass(frozen=True)
class Problem:
    """``low`` of ``n`` answered in the lowest third; ``severity``: how low those are, up to 4 for the worst answer."""

    key: str
    name: Words
    low: int
    n: int
    severity: float
    share: float = 0.0
    cumulative: float = 0.0


@dataclass(frozen=True)
class Staff:
    """The heaviest first; none where too few answered to be told."""

    title: Words
    problems: tuple[Problem, ...]
    notes: tuple[Message, ...] = ()


def staff_problems(facts: Facts, survey: str, *, scope: Scope, least: Least) -> Staff:
    """The items of the last wave. Where nobody may be told apart, items that too few answered are left out."""
    answers = read_answers(facts, survey, scope)
    privacy = scope.privacy.stricter(Privacy(answers.survey.privacy))
    question = specify(answers, None, privacy=privacy, least=least)
    title = answers.survey.title
    if hiding(question).whole:
        return Staff(title, (), (withheld(question),))
    if len(question.answers) < question.minimum:
        few = message("{survey}: too few answers to judge, {n} of {needed}.", survey=title,
                      n=Count(len(question.answers)), needed=Count(question.minimum))  # fmt: skip
        return Staff(title, (), (few,))
    found = _problems(question)
    total = sum(one.low * one.severity for one in found) or 1.0
    run, weighed = 0.0, []
    for one in sorted(found, key=lambda one: -one.low * one.severity):
        share = one.low * one.severity / total
        run += share
        weighed.append(Problem(one.key, one.name, one.low, one.n, one.severity, share, min(run, 1.0)))
    return Staff(title, tuple(weighed))


def _problems(question: Question) -> list[Problem]:
    found = []
    for item in question.attributes:
        given = counted(question.answers, item)
        n = int(given.plain().n)
        low, high = ends(item)
        third = low + (high - low) // 3
        if n < question.minimum:
            continue
        each = [(value, given.chosen(value, value)) for value in range(low, third + 1)]
        count = sum(how_many for _, how_many in each)
        if count:
            depth = sum((high - value) / (high - low) * how_many for value, how_many in each) / count
            found.append(Problem(item.key, item.label, count, n, GRAVEST * depth))
    return found


def staff_section(staff: Staff | None) -> tuple[Section, ...]:
    """As bars, the heaviest first."""
    if staff is None or not staff.problems:
        return ()
    rows = tuple(_row(one) for one in staff.problems)
    columns = (
        Column("name", message("Problem"), numeric=False),
        Column("weight", message("Share of the weight")),
        Column("cumulative", message("Added up")),
        Column("low", message("Low answers")),
        Column("severity", message("Severity, mean")),
        Column("share", message("Of those who answered")),
    )
    return (
        Section(
            key="staff",
            title=message("Problems of staff"),
            sentence=message("Low answers × how low they are: the share of each item in the sum of all."),
            table=Table("staff", columns, rows),
            chart=ChartKind.BARS,
            caption=message("From: {survey}", survey=staff.title),
            definition=message(
                "Low is the lowest third of the scale; severity goes up to 4, the worst answer, as cases are graded. "
                "Nobody can say what an employee’s problem puts at risk in money, so these weights are no part of "
                "those of customers. The interval is that of the share of low answers (Wilson’s, 95%)."
            ),
        ),
    )


def _row(one: Problem) -> Row:
    found = share_interval(one.low, one.n)
    cells = (
        Estimate(one.share, kind=Kind.SHARE, digits=0),
        Estimate(one.cumulative, kind=Kind.SHARE, digits=0),
        Count(one.low),
        Estimate(one.severity, digits=1),
        Estimate(found.share, found.low, found.high, kind=Kind.SHARE, digits=0),
    )
    return Row(one.key, one.name, cells, "same")


def keys_of(staff: Staff | None) -> Sequence[tuple[str, Words]]:
    """What a step can be noted against."""
    return [(f"staff:{one.key}", one.name) for one in staff.problems] if staff else []
