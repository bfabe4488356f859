"""What the facts know of one customer, a page at a time: purchases, answers, and how they were scored when."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time
from typing import TYPE_CHECKING, Any

from regulars.facts.person import Span, answers_in, purchases_in
from regulars.facts.scores import scores_table
from regulars.insights.customer.timeline import Entry, answer_entry, purchase_entry
from regulars.insights.scope import Scope, identified
from regulars.language import Message, message
from regulars.methods.value.rfm import TITLES, Segment

if TYPE_CHECKING:
    from regulars.facts import Facts

__all__ = ["Part", "Placed", "Span", "answered", "bought", "scored"]

# A day on which the group changed, or on which somebody was scored for the first time: other days say nothing new.
SCORED = """
    select "day", segment from (
        select "day", segment, lag(segment, 1, '') over (order by "day") as before
        from {table} where customer = $customer and segment is not null)
    where segment <> before order by "day"
"""


@dataclass(frozen=True)
class Placed:
    """An entry and its place: when, and its name among those of the same moment."""

    moment: datetime
    ref: str
    entry: Entry


@dataclass(frozen=True)
class Part:
    """Some entries of one kind; ``total`` counts all within the span's ends."""

    entries: tuple[Placed, ...]
    total: int


def bought(facts: Facts, key: int, span: Span, *, scope: Scope) -> Part:
    """Purchases and returns within the scope."""
    rows = purchases_in(facts, key, span, units=scope.units).to_pylist()
    if not rows and span.moment is not None:  # nothing lies beyond the place: ask how many lie before it
        some = purchases_in(facts, key, _whole(span), units=scope.units).to_pylist()
        return Part((), _total(some))
    return Part(tuple(Placed(row["moment"], row["ref"], purchase_entry(row)) for row in rows), _total(rows))


def answered(facts: Facts, key: int, span: Span, *, scope: Scope) -> Part:
    """Answers to surveys where names may stand, about what is within the scope."""
    entries: list[Placed] = []
    total = 0
    for survey in identified(facts):
        rows = answers_in(facts, survey.name, key, span, units=scope.units).to_pylist()
        if not rows and span.moment is not None:
            total += _total(answers_in(facts, survey.name, key, _whole(span), units=scope.units).to_pylist())
        total += _total(rows)
        entries += [Placed(row["moment"], row["ref"], answer_entry(survey, row)) for row in rows]
    entries.sort(key=lambda one: (one.moment, one.ref), reverse=not span.later)
    return Part(tuple(entries[: span.limit]), total)


def scored(facts: Facts, key: int) -> list[tuple[date, Message]]:
    """The days on which a customer came into another group, and which."""
    rows = facts.ask(scores_table(facts), SCORED, {"customer": key}).to_pylist()
    return [(row["day"], message("Counted among: {group}", group=TITLES[Segment(row["segment"])])) for row in rows]


def midnight(day: date) -> datetime:
    """Where a day without an hour stands among what has one."""
    return datetime.combine(day, time(), UTC)


def _whole(span: Span) -> Span:
    return replace(span, moment=None, ref=None, limit=1)


def _total(rows: list[dict[str, Any]]) -> int:
    return int(rows[0]["_total"]) if rows else 0
