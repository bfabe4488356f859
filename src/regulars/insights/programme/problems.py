"""Core problems of customers and of staff, and which step mends most for the least work."""

from __future__ import annotations

import statistics
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from regulars.insights.complaints import Told, causes_report
from regulars.insights.complaints.weighing import Weighed, weigh
from regulars.insights.programme.staff import Staff, staff_section
from regulars.insights.report import ChartKind, Column, Report, Row, Section, Source, Table, Words
from regulars.insights.scope import Scope
from regulars.language import Count, Estimate, Kind, Message, Text, message, plural

MOST = 0.8  # of the weight: the few causes that make it up are named


@dataclass(frozen=True)
class Step:
    """What somebody thinks of doing: ``days`` of work; ``removes``: their guess of how much of the problem, 0 to 1."""

    key: str
    title: Text
    problem: str
    days: int
    removes: float


@dataclass(frozen=True)
class Ranked:
    """``impact``: the share of the weight of its list (customers, staff) that it would take away."""

    step: Step
    name: Words
    impact: float

    @property
    def a_day(self) -> float:
        """What a day of work brings."""
        return self.impact / self.step.days


def problems(
    cases: Sequence[Told] | None,
    before: Mapping[str, int],
    staff: Staff | None,
    steps: Sequence[Step],
    *,
    names: Mapping[str, Text],
    currency: str,
    first: date,
    last: date,
    scope: Scope,
) -> Report:
    """Frequency × severity × value at risk for customers; frequency × severity for staff; steps by impact a day.

    Parameters:
        cases: those opened from ``first`` to ``last``, by cause; None where the reader may not see cases.
        before: cause -> how many were opened in the time of the same length before that.
        staff: what a study of the employees found; None without one.
        steps: what somebody thinks of doing, each against a cause or an item of the study of the employees.
        names: cause -> what it is called.
        currency: of the values.
        first: the first day.
        last: the last day.
        scope: units, privacy class and purpose of the question.
    """
    told = causes_report(cases or (), before, first=first, last=last, names=names, currency=currency, scope=scope)
    heavy = [one for one in weigh([one for one in cases or () if one.cause], {}) if one.product > 0]
    shares: dict[str, tuple[Words, float]] = {
        one.cause: (names.get(one.cause, Text.of(one.cause)), one.share) for one in heavy
    }
    if staff is not None:
        shares |= {f"staff:{one.key}": (one.name, one.share) for one in staff.problems}
    ranked = sorted(
        (Ranked(step, shares[step.problem][0], shares[step.problem][1] * step.removes)
         for step in steps if step.problem in shares),
        key=lambda one: (-one.a_day, one.step.days),
    )  # fmt: skip
    return Report(
        key="problems",
        title=message("Core problems"),
        conclusion=_conclusion(told, staff, known=cases is not None),
        reason=_reason(_few(heavy), len(heavy), ranked),
        figures=(),
        sections=(*_customers(told), *staff_section(staff), *_steps(ranked)),
        source=replace(told.source, name="cases") if cases is not None else Source("answers", None, as_of=last),
        notes=(*(told.notes if cases is not None else (message("Complaint cases are not shown: your roles do not "
                                                               "include them."),)),
               *(staff.notes if staff else ())),
        scope=scope.to_dict(),
    )  # fmt: skip


def _few(heavy: Sequence[Weighed]) -> int:
    """How many of the heaviest make up most of the weight."""
    return sum(one.cumulative - one.share < MOST for one in heavy)


def _conclusion(told: Report, staff: Staff | None, *, known: bool) -> Message:
    worst = staff.problems[0] if staff and staff.problems else None
    if not known and worst is None:
        return message("There is nothing to weigh here.")
    if worst is None:
        return told.conclusion
    if not known or not told.source.rows:
        return message("Among staff, {name} weighs most.", name=worst.name)
    return message("{customers} Among staff, {name} weighs most.", customers=told.conclusion, name=worst.name)


def _reason(few: int, causes: int, ranked: Sequence[Ranked]) -> Message | None:
    share = Estimate(MOST, kind=Kind.SHARE, digits=0)
    many = plural(
        "{count} of {causes} causes makes up {share} of the weight of the complaints.",
        "{count} of {causes} causes make up {share} of the weight of the complaints.",
        few,
        causes=causes,
        share=share,
    )
    if not ranked:
        return many if causes > 1 else None
    quick = message("The quickest effective step noted so far: {step}.", step=ranked[0].step.title)
    return message("{many} {quick}", many=many, quick=quick) if causes > 1 else quick


def _customers(told: Report) -> tuple[Section, ...]:
    """The Pareto as the page of the causes has it."""
    return tuple(
        replace(section, title=message("Problems of customers"), key="pareto")
        for section in told.sections
        if section.key == "pareto"
    )


def _steps(ranked: Sequence[Ranked]) -> tuple[Section, ...]:
    if not ranked:
        return ()
    rows = tuple(
        Row(
            one.step.key,
            one.step.title,
            (
                one.name,
                Count(one.step.days),
                Estimate(one.impact, kind=Kind.SHARE, digits=0),
                Estimate(one.a_day, kind=Kind.SHARE, digits=2),
            ),
            "above" if place == 0 else "same",
        )
        for place, one in enumerate(ranked)
    )
    columns = (
        Column("step", message("Step"), numeric=False),
        Column("problem", message("Against"), numeric=False),
        Column("x", message("Days of work")),
        Column("y", message("Takes away, of all weight")),
        Column("a_day", message("A day of work")),
    )
    drawn = len(rows) > 1
    lines = {"x": statistics.median(one.step.days for one in ranked),
             "y": statistics.median(one.impact for one in ranked)}  # fmt: skip
    corners = (message("quick and effective"), message("effective, takes long"), message("quick, brings little"),
               message("leave it"))  # fmt: skip
    return (
        Section(
            key="steps",
            title=message("The quickest effective way"),
            sentence=message("What a day of work brings, the most first."),
            table=Table("steps", columns, rows, references=lines if drawn else {}, corners=corners if drawn else ()),
            chart=ChartKind.PLANE if drawn else None,
            caption=message("The lines stand at the medians.") if drawn else None,
            definition=message(
                "Share of the problem in its list (customers or staff) × the part of it that whoever noted the step "
                "thinks it takes away, a day of work. Days and part are guesses of people; only a before and after "
                "shows what a step has brought."
            ),
        ),
    )
