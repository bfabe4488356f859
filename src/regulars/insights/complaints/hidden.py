"""For each complaint that we hear, how many problems do we not hear of?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from regulars.insights.report import ChartKind, Column, Figure, Report, Row, Section, Source, Table, Words
from regulars.insights.scope import Scope
from regulars.language import Count, Day, Estimate, Kind, Message, message
from regulars.methods import HiddenComplaints, hidden_complaints

MARKS = {"above": message("visible"), "weakest": message("hidden")}


@dataclass(frozen=True)
class Incidence:
    """Of ``asked`` customers who answered ``question``, ``problems`` had a problem; ``means``: by which answer."""

    question: Words
    means: Words
    asked: int
    problems: int


def hidden_report(
    incidence: Incidence, *, customers: int, logged: int, first: date, last: date, scope: Scope
) -> Report:
    """The visible beside the hidden.

    Parameters:
        incidence: what a survey of the same time says.
        customers: how many customers there were in that time.
        logged: how many of them complained by themselves.
        first: the first day.
        last: the last day.
        scope: units, privacy class and purpose of the question.

    Nothing is assumed about how many complain: both sides are counted, and the rest follows.
    """
    found = None
    if incidence.asked >= HiddenComplaints.minimum_n and customers > 0 and logged <= customers:
        column = [1, 0]
        counts = [incidence.problems, incidence.asked - incidence.problems]
        found = hidden_complaints(column, counts=counts, customers=customers, logged=logged)
    return Report(
        key="hidden-complaints",
        title=message("Hidden complaints"),
        conclusion=_conclusion(found, incidence, customers),
        reason=_reason(found),
        figures=_figures(found),
        sections=_sections(found),
        source=Source("cases", logged, as_of=last, sample=message("answers to a survey, beside the log of cases")),
        notes=(*(found.notes if found else ()), *_notes(incidence, customers, logged, first, last)),
        scope=scope.to_dict(),
    )


def told(found: HiddenComplaints) -> bool:
    """Whether there are problems, and no fewer of them than complaints."""
    return found.incidence > 0 and found.logged <= found.with_problem


def _conclusion(found: HiddenComplaints | None, incidence: Incidence, customers: int) -> Message:
    if found is None and not customers:
        return message("No customer bought in this time, as far as is known.")
    if found is None and incidence.asked >= HiddenComplaints.minimum_n:
        return message("The log holds more complaints than there were customers: do both mean the same units and time?")
    if found is None:
        return message(
            "Too few answers to judge: {asked}. It takes {needed}.",
            asked=Count(incidence.asked),
            needed=Count(HiddenComplaints.minimum_n),
        )
    if not found.incidence:
        return message("Nobody who was asked had a problem.")
    if found.logged > found.with_problem:
        return message("The survey finds fewer problems than the log holds complaints: what is hidden cannot be told.")
    return message(
        "Of the customers with a problem, {share} complained to us.",
        share=Estimate(1 - found.silent, 1 - found.silent_high, 1 - found.silent_low, kind=Kind.SHARE, digits=0),
    )


def _reason(found: HiddenComplaints | None) -> Message | None:
    if found is None or not found.logged or not told(found):
        return None
    return message(
        "For each customer who complains there are {each} with a problem.",
        each=Estimate(found.for_each_complaint, found.for_each_complaint_low, found.for_each_complaint_high, digits=1),
    )


def _figures(found: HiddenComplaints | None) -> tuple[Figure, ...]:
    if found is None:
        return ()
    incidence = Figure(
        "incidence",
        message("Customers with a problem"),
        Estimate(found.incidence, found.incidence_low, found.incidence_high, kind=Kind.SHARE, digits=0),
        n=found.n,
    )
    if not told(found):
        return (incidence,)
    return (
        incidence,
        Figure(
            "hidden",
            message("Did not complain"),
            Estimate(found.hidden, found.hidden_low, found.hidden_high, digits=0),
            n=found.n,
            note=message("customers with a problem who are not in the log"),
        ),
        Figure(
            "logged", message("Complained"), Estimate(found.logged, digits=0),
            note=message("customers with a case in the log"),
        ),
    )  # fmt: skip


def _sections(found: HiddenComplaints | None) -> tuple[Section, ...]:
    if found is None or not told(found):
        return ()
    rows = (
        Row("seen", message("Visible: complained to us"), (Estimate(found.logged, digits=0),), "above"),
        Row(
            "unseen",
            message("Hidden: had a problem, said nothing"),
            (Estimate(found.hidden, found.hidden_low, found.hidden_high, digits=0),),
            "weakest",
        ),
    )
    columns = (Column("name", message("Customers with a problem"), numeric=False), Column("n", message("Customers")))
    return (
        Section(
            key="iceberg",
            title=message("Visible and hidden"),
            table=Table("iceberg", columns, rows, mark_names=MARKS),
            chart=ChartKind.BARS,
            definition=message(
                "Customers of the time × the share of those asked who had a problem = customers with a problem; less "
                "those who have a case in the log = hidden. The interval is that of the share (Wilson’s, 95%); the log "
                "is a full count."
            ),
        ),
    )


def _notes(incidence: Incidence, customers: int, logged: int, first: date, last: date) -> Sequence[Message]:
    return (
        message(
            "A problem: “{question}”, answered with {means}; {asked} answered.",
            question=incidence.question,
            means=incidence.means,
            asked=Count(incidence.asked),
        ),
        message(
            "From {first} to {last}, {customers} customers bought and {logged} complained of their own accord; each "
            "counts once.",
            first=Day(first),
            last=Day(last),
            customers=Count(customers),
            logged=Count(logged),
        ),
        message("It holds as far as those who answer are like those who do not, and as staff write complaints down."),
    )  # fmt: skip
