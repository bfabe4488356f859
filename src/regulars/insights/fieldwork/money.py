"""What the fieldwork has cost so far, and what it will when all who wait were written to."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from regulars.insights.fieldwork.counts import WAITING, WRITTEN, Counts, Stage, Way

NONE = Decimal(0)


@dataclass(frozen=True)
class Cost:
    """Of one channel."""

    way: Way
    asked: int
    answers: int
    amount: Decimal


def costs(counts: Counts) -> tuple[Cost, ...]:
    """Each channel that somebody was asked by: people asked x cost of each, and what it costs once."""
    known = {way.key: way for way in counts.ways}
    for key in sorted({one.channel for one in counts.asked} - known.keys()):
        known[key] = Way(key, 0.0, NONE, NONE)
    found = []
    for way in known.values():
        asked = counts.people(WRITTEN, channel=way.key)
        answers = counts.people((Stage.ANSWERED,), channel=way.key)
        found.append(Cost(way, asked, answers, asked * way.cost + (way.setup if asked else NONE)))
    return tuple(found)


def spent(counts: Counts) -> Decimal:
    """So far, with what is paid once."""
    return sum((one.amount for one in costs(counts)), NONE) + counts.fixed


def expected(counts: Counts) -> Decimal:
    """When all who wait were written to."""
    waits = sum((counts.people(WAITING, channel=one.way.key) * one.way.cost for one in costs(counts)), NONE)
    return spent(counts) + waits
