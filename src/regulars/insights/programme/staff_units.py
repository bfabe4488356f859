"""Where staff are more satisfied, are customers too? Unit by unit, each side by its own study."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from regulars.insights.answers import read_answers
from regulars.insights.filters import EVERYTHING, Filters
from regulars.insights.pictures.cells import TOO_FEW, share
from regulars.insights.report import Column, Report, Row, Section, Source, Table, Words
from regulars.insights.satisfaction.groups import units_of
from regulars.insights.satisfaction.hiding import hiding
from regulars.insights.satisfaction.specify import Least, specify
from regulars.insights.scope import Privacy
from regulars.language import Count, Estimate, Kind, Message, Missing, Text, message, plural
from regulars.methods import Comparison, compare
from regulars.methods.comparison import Verdict

if TYPE_CHECKING:
    from regulars.facts import Facts
    from regulars.insights.scope import Scope

TITLE = message("Staff and customers")
MORE, LESS = "above", "below"  # in this order by name: a difference is the first less the second
NEEDED = 2 * Comparison.minimum_n  # units: so many in each half


@dataclass(frozen=True)
class Side:
    """Satisfied of a unit: the share with its limits, of ``n`` answers."""

    share: float
    low: float
    high: float
    n: int

    @property
    def cell(self) -> Estimate:
        """For a table."""
        return Estimate(self.share, self.low, self.high, Kind.SHARE, digits=0)


@dataclass(frozen=True)
class Study:
    """A study and its units, as far as they may be shown and enough answered there."""

    title: Words
    units: Mapping[str, Side]
    answers: int = 0


def sides_of(facts: Facts, survey: str, *, scope: Scope, least: Least, filters: Filters = EVERYTHING) -> Study:
    """The last wave of a study, or the days asked for; without units that would tell somebody apart."""
    answers = read_answers(facts, survey, scope)
    privacy = scope.privacy.stricter(Privacy(answers.survey.privacy))
    question = specify(answers, None, filters, privacy=privacy, least=least)
    hidden = hiding(question)
    if hidden.whole:
        return Study(answers.survey.title, {})
    found = {
        one.name: Side(one.csat.share, one.csat.low, one.csat.high, one.csat.n)
        for one in units_of(question, hidden)
        if one.csat is not None
    }
    return Study(answers.survey.title, found, len(question.answers))


def staff_and_customers(
    staff: Study | None, customers: Study | None, *, names: Mapping[str, Words], scope: Scope
) -> Report:
    """Units in two halves by the share of their satisfied staff: do the shares of satisfied customers differ?

    A unit counts as one, however many answered there. Units at the median stand in neither half.
    """
    both = sorted(staff.units.keys() & customers.units.keys()) if staff and customers else []
    half = halves([staff.units[unit].share for unit in both]) if staff else []
    found = _compared([customers.units[unit].share for unit in both], half) if customers and both else None
    return Report(
        key="staff",
        title=TITLE,
        conclusion=_conclusion(staff, customers, found, len(both)),
        reason=message(
            "Going together is not causing: something else may move both. Only a trial, or a change made on purpose, "
            "shows a cause."
        )
        if both
        else None,
        figures=(),
        sections=tuple(_sections(staff, customers, both, half, found, names)) if staff and customers and both else (),
        source=Source("answers", sum(one.answers for one in (staff, customers) if one is not None)),
        notes=tuple(_notes(staff, customers, len(both))),
        scope=scope.to_dict(),
    )


def halves(shares: list[float]) -> list[str]:
    """For each unit the half in which it stands, "" at the median."""
    middle = float(np.median(shares)) if shares else 0.0
    return [MORE if share > middle else LESS if share < middle else "" for share in shares]


def _compared(shares: list[float], half: list[str]) -> Comparison | None:
    """The method's result; None where one half is empty."""
    kept = [(share, side) for share, side in zip(shares, half, strict=True) if side]
    if {side for _, side in kept} != {MORE, LESS}:
        return None
    return compare([share for share, _ in kept], [side for _, side in kept], measure="mean", scale=(0, 1))


def _conclusion(staff: Study | None, customers: Study | None, found: Comparison | None, n: int) -> Message:
    if staff is None:
        return message("There is no study of the employees yet. Make one from the pulse of employees, with its units.")
    if customers is None:
        return message("There is no study of customers with units yet.")
    verdict = found.verdict[0] if found is not None else Verdict.TOO_FEW
    if found is None or verdict is Verdict.TOO_FEW:
        return message(
            "Too few units are known from both sides to judge: {n}, and it takes {needed}.",
            n=Count(n), needed=Count(NEEDED),
        )  # fmt: skip
    return _said(verdict, _difference(found))


def _said(verdict: Verdict, difference: Estimate) -> Message:
    match verdict:
        case Verdict.HIGHER:
            return message(
                "Where staff are more satisfied, customers clearly are too: {difference} percentage points more.",
                difference=difference,
            )
        case Verdict.LOWER:
            return message(
                "Where staff are more satisfied, customers clearly are less so: {difference} percentage points.",
                difference=difference,
            )
        case Verdict.SAME:
            return message("Where staff are more satisfied, customers are clearly about as satisfied as elsewhere.")
    return message(
        "Whether customers are more satisfied where staff are cannot be told: {difference} percentage points.",
        difference=difference,
    )


def _difference(found: Comparison) -> Estimate:
    """Of the units with more satisfied staff, less that of the others, in percentage points."""
    value, low, high = (100 * float(one[0]) for one in (found.difference, found.difference_low, found.difference_high))
    return Estimate(value, low, high, digits=0)


def _sections(
    staff: Study, customers: Study, both: list[str], half: list[str], found: Comparison | None,
    names: Mapping[str, Words],
) -> Iterator[Section]:  # fmt: skip
    if found is not None:
        yield _halves(found, half)
    rows = tuple(
        Row(
            unit,
            names.get(unit) or Text.of(unit),
            (staff.units[unit].cell, Count(staff.units[unit].n), customers.units[unit].cell,
             Count(customers.units[unit].n)),
        )
        for unit in sorted(both, key=lambda unit: (staff.units[unit].share, unit))
    )  # fmt: skip
    yield Section(
        "units",
        message("Unit by unit"),
        table=Table(
            "units",
            (
                Column("unit", message("Unit"), numeric=False),
                Column("staff", message("Satisfied staff")),
                Column("staff-n", message("Answers of staff")),
                Column("customers", message("Satisfied customers")),
                Column("customers-n", message("Answers of customers")),
            ),
            rows,
        ),
        caption=message("Where fewest of the staff are satisfied stands first."),
        definition=message(
            "Staff by the last wave of their study, customers by their answers of the last year; the shares have the "
            "intervals of their own pages."
        ),
    )


def _halves(found: Comparison, half: list[str]) -> Section:
    names = {MORE: message("Staff more satisfied"), LESS: message("Staff less satisfied")}
    place = {name: at for at, name in enumerate(found.names)}
    judged = found.verdict[0] is not Verdict.TOO_FEW

    def cell(key: str) -> Estimate | Missing:
        at = place[key]
        return Missing(TOO_FEW) if found.group_too_few[at] else share(found.value[at], found.low[at], found.high[at])

    rows = [Row(key, names[key], (cell(key), Count(half.count(key)))) for key in (MORE, LESS)]
    apart = _difference(found) if judged else Missing(TOO_FEW)
    rows.append(Row("apart", message("Difference, in percentage points"), (apart, Count(len(half) - half.count("")))))
    return Section(
        "halves",
        message("Units in two halves"),
        table=Table(
            "halves",
            (
                Column("half", message("Half of the units"), numeric=False),
                Column("customers", message("Satisfied customers, mean of the units")),
                Column("n", message("Units")),
            ),
            tuple(rows),
        ),
        definition=message(
            "Halves by the share of satisfied staff; units at the median stand in neither. Each unit counts as one. "
            "Intervals are Student’s, over units. Chance in the numbers of the staff makes the difference look "
            "smaller than it is."
        ),
    )


def _notes(staff: Study | None, customers: Study | None, n: int) -> Iterator[Message]:
    if staff is None or customers is None:
        return
    left = len(staff.units.keys() | customers.units.keys()) - n
    yield message("Staff: {staff}. Customers: {customers}.", staff=staff.title, customers=customers.title)
    if left:
        yield plural(
            "{count} unit is left out: too few answered on one of the sides.",
            "{count} units are left out: too few answered on one of the sides.",
            left,
        )
    yield message("All units that you may see are looked at: one alone has nothing to be held against.")
    yield message("Units of which too few of the staff answered are not shown: nobody is to be told apart.")
