"""Why do things go wrong, and what does it put at risk?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from regulars.insights.complaints.weighing import Told, Weighed, weigh
from regulars.insights.report import Cell, ChartKind, Column, Report, Row, Section, Source, Table, Words
from regulars.insights.scope import Scope
from regulars.language import Count, Day, Estimate, Kind, Message, Missing, Text, message, plural
from regulars.methods import share_interval

__all__ = ["Told", "causes_report"]
NOT_FOUND = "not-found"
MARKS = {"weakest": message("clearly more cases than before"), "same": message("no clear change")}


def causes_report(
    cases: Sequence[Told],
    before: Mapping[str, int],
    *,
    first: date,
    last: date,
    names: Mapping[str, Text],
    currency: str,
    scope: Scope,
) -> Report:
    """The Pareto of causes: frequency × severity × value at risk, the heaviest first.

    Parameters:
        cases: those opened from ``first`` to ``last``, by cause, all of them within the scope.
        before: cause -> how many cases were opened in the time of the same length before that.
        first: the first day.
        last: the last day.
        names: cause -> what it is called.
        currency: of the values.
        scope: units, privacy class and purpose of the question.

    Shares of cases have Wilson's interval [wilson1927]. Change: an exact test of two counts, allowing for all causes
    [benjamini1995].
    """
    known = [one for one in cases if one.cause]
    total, noted = sum(one.count for one in cases), sum(one.count for one in known)
    rows = weigh(known, {cause: count for cause, count in before.items() if cause})
    return Report(
        key="causes",
        title=message("Causes of complaints"),
        conclusion=_conclusion(rows, names, total),
        reason=_reason(rows, names),
        figures=(),
        sections=_sections(rows, names, currency, noted),
        source=Source("cases", total, as_of=last),
        notes=_notes(rows, noted, total - noted, first, last),
        scope=scope.to_dict(),
    )


def _name(names: Mapping[str, Text], cause: str) -> Words:
    return names.get(cause, Text.of(cause))


def _conclusion(rows: Sequence[Weighed], names: Mapping[str, Text], count: int) -> Message:
    known = [one for one in rows if one.count and one.cause != NOT_FOUND]
    if not count:
        return message("No case was opened in this time.")
    if not known:
        return plural("No cause is known yet of {count} case.", "No cause is known yet of {count} cases.", count)
    first = known[0]
    return message(
        "{cause} weighs most: {share} of what the causes put at risk.",
        cause=_name(names, first.cause),
        share=Estimate(first.share, kind=Kind.SHARE, digits=0),
    )


def _reason(rows: Sequence[Weighed], names: Mapping[str, Text]) -> Message | None:
    more = tuple(_name(names, one.cause) for one in rows if one.changed and one.count > one.before)
    fewer = tuple(_name(names, one.cause) for one in rows if one.changed and one.count < one.before)
    if more and fewer:
        return message("Clearly more than before: {more}. Clearly fewer: {fewer}.", more=more, fewer=fewer)
    if more:
        return message("Clearly more than before: {more}.", more=more)
    if fewer:
        return message("Clearly fewer than before: {fewer}.", fewer=fewer)
    return message("No cause has clearly become more or less frequent.") if rows else None


def _sections(rows: Sequence[Weighed], names: Mapping[str, Text], currency: str, noted: int) -> tuple[Section, ...]:
    if not any(one.count for one in rows):
        return ()
    columns = (
        Column("name", message("Cause"), numeric=False),
        Column("weight", message("Share of the weight")),
        Column("cumulative", message("Added up")),
        Column("count", message("Cases")),
        Column("severity", message("Severity, mean")),
        Column("value", message("Value at risk a case")),
        Column("share", message("Share of the cases")),
    )
    weights = tuple(
        Row(one.cause, _name(names, one.cause), _cells(one, currency, noted), _mark(one)) for one in rows if one.count
    )
    changes = tuple(
        Row(one.cause, _name(names, one.cause), (Count(one.before), Count(one.count), _change(one)), _mark(one))
        for one in rows
    )
    return (
        Section(
            key="pareto",
            title=message("What weighs most, first"),
            sentence=message("Cases × mean severity × mean value at risk: the share of each cause in the sum of all."),
            table=Table("pareto", columns, weights, mark_names=MARKS),
            chart=ChartKind.BARS,
            definition=message(
                "Frequency × severity (1 slight to 4 grave) × what a customer of such a case is expected to spend. "
                "Where no value is known for any of a cause’s cases, that of all cases stands for it; where none is "
                "known at all, all weigh alike. The interval is that of the share of the cases (Wilson’s, 95%)."
            ),
        ),
        Section(
            key="change",
            title=message("More or fewer than before"),
            sentence=message("The time chosen, against the time of the same length before it."),
            table=Table(
                "change",
                (
                    Column("name", message("Cause"), numeric=False),
                    Column("before", message("Before")),
                    Column("now", message("Now")),
                    Column("change", message("Change"), numeric=False),
                ),
                changes,
            ),
            definition=message(
                "An exact test of two counts for each cause, adjusted for how many causes were looked at (Benjamini "
                "and Hochberg, 5%). Cases whose cause is noted later count later."
            ),
        ),
    )


def _cells(one: Weighed, currency: str, noted: int) -> tuple[Cell, ...]:
    found = share_interval(one.count, noted)
    value: Cell = Estimate(one.value, kind=Kind.MONEY, currency=currency, digits=0)
    return (
        Estimate(one.share, kind=Kind.SHARE, digits=0),
        Estimate(one.cumulative, kind=Kind.SHARE, digits=0),
        Count(one.count),
        Estimate(one.severity, digits=1),
        Missing(message("not known")) if one.guessed else value,
        Estimate(found.share, found.low, found.high, kind=Kind.SHARE, digits=0),
    )


def _mark(one: Weighed) -> str:
    return "weakest" if one.changed and one.count > one.before else "same"


def _change(one: Weighed) -> Message:
    if not one.changed:
        return message("no clear change")
    return message("clearly more") if one.count > one.before else message("clearly fewer")


def _notes(rows: Sequence[Weighed], noted: int, open_: int, first: date, last: date) -> tuple[Message, ...]:
    said = [message("Cases opened from {first} to {last}.", first=Day(first), last=Day(last))]
    if open_:
        said.append(
            plural(
                "{count} case has no cause yet and is not in these figures.",
                "{count} cases have no cause yet and are not in these figures.",
                open_,
            )
        )
    lost = next((one.count for one in rows if one.cause == NOT_FOUND), 0)
    if lost:
        said.append(
            message(
                "Of {share} of the cases with a cause noted, none was found. They stand in the list like any other.",
                share=Estimate(lost / noted, kind=Kind.SHARE, digits=0),
            )
        )
    return tuple(said)
