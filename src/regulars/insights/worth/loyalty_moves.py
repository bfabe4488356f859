"""How customers moved from one answer to the next, and who was loyal and slips."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from regulars.insights.loyalty.answers import Latest, Pair, before_last
from regulars.insights.loyalty.slipping import LOYAL, Slip, slips
from regulars.insights.loyalty.types import typed
from regulars.insights.pictures.cells import part_of, parts_of
from regulars.insights.pictures.loyalty import NAMES
from regulars.insights.report import ChartKind, Column, Row, Section, Table, Whom, Words
from regulars.insights.worth.pages import Wish
from regulars.insights.worth.reading import reach
from regulars.language import Count, Estimate, Kind, Message, message
from regulars.methods import LoyaltyType, LoyaltyTypes, share_interval
from regulars.methods.comparison import Verdict, difference
from regulars.methods.loyalty.loyalty_type import TYPES

if TYPE_CHECKING:
    from regulars.facts import Facts

FEWEST = 10  # customers of a type before a mean or a move of theirs is told
LATELY = np.timedelta64(182, "D")
SILENT = "silent"
NEVER_TWICE = message("Too few customers answered twice to show how they move: it takes {count}.", count=FEWEST)


@dataclass(frozen=True)
class Mapped:
    """The customers of one survey with their types; ``value`` is NaN for whom nothing is expected to be known.

    ``silent``: who has not bought for longer than usual.
    """

    pair: Pair
    said: Latest
    types: LoyaltyTypes
    value: NDArray[np.float64]
    silent: NDArray[np.bool_]
    currency: str
    weeks: int


@dataclass(frozen=True)
class Before:
    """The response before the last, of those who gave two, typed by the cuts of the last one.

    ``place``: where each stands among those who answered.
    """

    said: Latest
    types: LoyaltyTypes
    place: NDArray[np.intp]


def before(facts: Facts, found: Mapped, wish: Wish) -> Before | None:
    """None where too few answered twice."""
    earlier = before_last(facts, found.pair, scope=wish.scope, since=wish.first, until=wish.last, units=reach(wish))
    earlier = earlier.only(np.isin(earlier.customer, found.said.customer))
    cuts = {"satisfied_from": found.types.satisfied_from, "loyal_from": found.types.loyal_from}
    was = None if len(earlier) < FEWEST else typed(found.pair, earlier, **cuts)
    return None if was is None else Before(earlier, was, np.searchsorted(found.said.customer, earlier.customer))


def moves(found: Mapped, earlier: Before | None) -> Section:
    """From the type by the response before to the type by the last one."""
    title = message("How they moved")
    if earlier is None:
        return Section("moves", title, NEVER_TWICE)
    now = found.types.type[earlier.place]
    was = earlier.types.type
    counts = np.array([[int(((was == a.value) & (now == b.value)).sum()) for b in TYPES] for a in TYPES])
    stayed, n = int(np.trace(counts)), len(earlier.said)
    if counts.sum(axis=1).max() < FEWEST:
        return Section("moves", title, message("Of no type enough customers answered twice to show how they move."))
    return Section(
        "moves",
        title,
        message(
            "{stayed} of {n} customers who answered twice are of the same type as before.",
            stayed=part_of(stayed, n, confidence=found.types.confidence),
            n=Count(n),
        ),
        table=Table(
            "moves",
            (
                Column("before", message("Before"), numeric=False),
                Column("n", message("Customers")),
                *(Column(f"cell-{kind.value}", NAMES[kind]) for kind in TYPES),
            ),
            tuple(
                _moved(kind, row, found.types.confidence)
                for kind, row in zip(TYPES, counts, strict=True)
                if row.sum() >= FEWEST
            ),
        ),
        chart=ChartKind.HEAT,
        caption=message(
            "Of the customers of each type before, where they stand now. A type of which fewer than {few} answered "
            "twice is left out.",
            few=FEWEST,
        ),
        definition=message(
            "A single answer has an error: part of the moves is chance. Types before are by the same cuts."
        ),
    )


def _moved(kind: LoyaltyType, counts: NDArray[np.int64], confidence: float) -> Row:
    cells = parts_of(counts.tolist(), least=FEWEST, confidence=confidence)
    return Row(kind.value, NAMES[kind], (Count(int(counts.sum())), *cells))


def slipping(found: Mapped, earlier: Before | None, wish: Wish) -> Section:
    """The loyal of whom the last answer, or the silence since, says that they may not stay so."""
    title = message("Loyal, and slipping")
    loyal = np.isin(found.types.type, LOYAL)
    rows: list[Row] = []
    slip, base = np.empty(0, dtype=np.str_), 0
    if earlier is not None:
        after, was = found.said.satisfaction[earlier.place], earlier.types.type
        slip = slips(was, found.types.type[earlier.place], earlier.said.satisfaction, after)
        base = int(np.isin(was, LOYAL).sum())
        for one in Slip:
            who = np.zeros(len(found.said), dtype=np.bool_)
            who[earlier.place[slip == one.value]] = True
            rows.append(_slipped(found, one.value, one.words, who, base, wish))
    words = message("Loyal by the last answers, and silent for longer than usual")
    rows.append(_slipped(found, SILENT, words, loyal & found.silent, int(loyal.sum()), wish))
    return Section(
        "slipping",
        title,
        _alarm(found, earlier, slip) if base >= FEWEST and earlier is not None else NEVER_TWICE,
        table=Table(
            "slipping",
            (
                Column("sign", message("What shows it"), numeric=False),
                Column("share", message("Share")),
                Column("n", message("Customers")),
                Column("of", message("Out of")),
                Column("value", message("Expected from all of them")),
            ),
            tuple(rows),
        ),
        chart=ChartKind.BARS,
        caption=message(
            "Out of the customers who were loyal the time before; for silence, out of those who are loyal now. What "
            "may delight them stands under gestures and playbooks."
        ),
        definition=message(
            "Loyal are loyalists and apostles. What people expect rises with what they get, so that the loyal rate the "
            "same service lower in time. But who stood high once stands lower the next time by chance alone: therefore "
            "the last half year is held against the time before it, and not against nothing. Silent: a chance of less "
            "than 80 % of still being a customer, or inactive."
        ),
    )


def _slipped(found: Mapped, key: str, name: Words, who: NDArray[np.bool_], of: int, wish: Wish) -> Row:
    n = int(who.sum())
    money = Estimate(float(np.nansum(found.value[who])), kind=Kind.MONEY, currency=found.currency, digits=0)
    usual = not (wish.first or wish.last or any(wish.options.values()))
    cells = (part_of(n, of, least=FEWEST, confidence=found.types.confidence), Count(n), Count(of), money)
    return Row(key, name, cells, whom=Whom.of(slip=key) if usual else None)


def _alarm(found: Mapped, earlier: Before, slip: NDArray[np.str_]) -> Message:
    """Whether more of the loyal slipped by the answers of the last half year than by those before."""
    base = np.isin(earlier.types.type, LOYAL)
    day = found.said.day[earlier.place]
    late = base & (day > np.max(found.said.day) - LATELY)
    rates = []
    for rows in (late, base & ~late):
        n = int(rows.sum())
        rates.append(share_interval(int((slip[rows] != "").sum()), n) if n >= FEWEST else None)
    whole = part_of(int((slip[base] != "").sum()), int(base.sum()), confidence=found.types.confidence)
    said = message("{part} of {n} customers who were loyal slipped by their next answer.", part=whole,
                   n=Count(int(base.sum())))  # fmt: skip
    now, then = rates
    if now is None or then is None:
        return message("{said} Too few of them answered lately to say whether that grows.", said=said)
    apart = difference((now.share, now.low, now.high), (then.share, then.low, then.high))
    words = {
        Verdict.HIGHER: message("{said} Alarm: of those who answered in the last half year {now}, before {then}.",
                                said=said, now=_short(now.share), then=_short(then.share)),
        Verdict.LOWER: message("{said} It grows less: in the last half year {now}, before {then}.", said=said,
                               now=_short(now.share), then=_short(then.share)),
    }  # fmt: skip
    level = message("{said} No clear change: in the last half year {now}, before {then}.", said=said,
                    now=_short(now.share), then=_short(then.share))  # fmt: skip
    return words.get(apart.verdict, level)


def _short(share: float) -> Estimate:
    return Estimate(share, kind=Kind.SHARE, digits=0)
