"""Six stages of loyalty: who stands where, who moved on, and where customers are lost."""

from __future__ import annotations

import math
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from regulars.language import Count, Message, message
from regulars.methods.columns import (
    Floats,
    IntoColumn,
    Ints,
    as_array,
    codes_of,
    each_text,
    numbers,
    same_length,
    text_of,
)
from regulars.methods.errors import OptionError, TooFewAnswersError
from regulars.methods.intervals import Interval, check_confidence
from regulars.methods.leaving.survival import survival
from regulars.methods.loyalty.stage_moves import Moves
from regulars.methods.loyalty.stage_rules import (
    EVENTS,
    NO_DAY,
    STAGES,
    Events,
    Rules,
    Stage,
    day_of,
    days_of,
    events_of,
)
from regulars.methods.loyalty.stays import stays_of
from regulars.methods.registry import method
from regulars.methods.result import Result
from regulars.methods.sample import Sample
from regulars.methods.sampling.settings import whole
from regulars.methods.scores.estimates import share_of

MOST_DATES = 5_000


@dataclass(frozen=True, kw_only=True)
class Stages(Result):
    """``n`` customers on the last day, ``until``; shares 0 to 1; days are days.

    ``names`` are the seven stages, and every array is in their order. ``now`` counts the customers in each.
    ``moves[i, j]`` counts how often a customer in stage i stood in stage j ``every`` days later; ``move`` is the
    share of it, with limits, NaN where nobody stood in i. ``stay`` is the median time in a stage until moving on
    or falling silent, NaN where fewer than half have left it. ``leaks`` counts the inactive by the stage they
    fell silent in.

    For each customer (``customers``): ``stage`` now, ``since`` when, and for the inactive ``left_from``.
    """

    minimum_n = 20
    kept_back = ("customers", "stage", "since", "left_from")

    until: str
    names: tuple[str, ...]
    now: Ints
    share: Floats
    share_low: Floats
    share_high: Floats
    moves: Ints
    move: Floats
    move_low: Floats
    move_high: Floats
    move_customers: Ints
    stay: Floats
    stay_low: Floats
    stay_high: Floats
    leaks: Ints
    leak_share: Floats
    every: int
    client_from: int
    inactive_after: int
    n_dates: int
    customers: tuple[str, ...] = field(compare=False, repr=False)
    stage: NDArray[np.str_] = field(compare=False, repr=False)
    since: NDArray[np.str_] = field(compare=False, repr=False)
    left_from: NDArray[np.str_] = field(compare=False, repr=False)

    @property
    def notes(self) -> tuple[Message, ...]:
        """Where most are lost, and what the stages must not be used for."""
        found = []
        if self.leaks.any():
            at = int(np.argmax(self.leaks))
            found.append(
                message(
                    "Most of the inactive fell silent here: {stage} ({count} customers).",
                    stage=STAGES[at].words,
                    count=Count(int(self.leaks[at])),
                )
            )
        if self.n_dates < 2:
            found.append(
                message(
                    "The data span less than {days} days: there are no moves to count. Choose shorter steps.",
                    days=self.every,
                )
            )
        found.append(
            message("A stage says where a customer stands by the rules, not what the customer feels or deserves.")
        )
        return tuple(found)

    def leak_list(self) -> list[tuple[str, str, str]]:
        """The inactive: customer, stage they left from, day they became inactive; the highest and latest first."""
        place = {stage.value: at for at, stage in enumerate(STAGES)}
        silent = np.flatnonzero(self.left_from != "").tolist()
        silent.sort(key=lambda row: (place[str(self.left_from[row])], str(self.since[row])), reverse=True)
        return [(self.customers[row], str(self.left_from[row]), str(self.since[row])) for row in silent]


@method(
    message("At which stage of loyalty do customers stand, how do they move on, and where are they lost?"),
    rows=("L10", "L14", "L26"),
    minimum_n=Stages.minimum_n,
    samples=False,
)
def stages(
    customer: IntoColumn,
    day: IntoColumn,
    *,
    event: IntoColumn | None = None,
    amount: IntoColumn | None = None,
    until: Any = None,
    client_from: int = 4,
    inactive_after: int = 180,
    every: int = 30,
    missing: Collection[Any] = (),
    confidence: float = 0.95,
) -> Stages:
    """Suspect, prospect, first-time customer, repeat customer, client, advocate, or inactive; dated, with moves.

    Known by name: suspect. Asked something, not bought: prospect. Days with a purchase: one makes a first-time
    customer, two a repeat customer (in the textbook "post-purchase experience"), ``client_from`` a client. Who
    bought and has made a referral is an advocate. Whoever shows no event for more than ``inactive_after`` days is
    inactive until the next one. The stage is taken on ``until`` and every ``every`` days before; two such dates in
    a row make a move.

    Parameters:
        customer: the customer of each event; events without one stay out and count in ``n_missing``.
        day: when it happened: dates, times, or text such as 2026-11-22.
        event: "known", "contact", "purchase" or "referral"; all are purchases when omitted.
        amount: of each purchase. Where a customer's purchases of one day come to less than zero, or to zero
            with a return, there was none.
        until: the last day that counts; the last one in the data when omitted.
        client_from: from how many days with a purchase on a customer is a client; at least 2.
        inactive_after: how many days of silence make a customer inactive.
        every: days between two dates at which the stages are compared.
        missing: codes that mean "not known", in ``customer``, ``day`` and ``amount``.
        confidence: level of the intervals.

    Intervals of moves are Wilson's at the effective size that several moves of the same customers leave
    [wilson1927], [korn1998]; those of the time in a stage as in ``survival``.

    Source: [griffin2002]; time in a stage [kaplan1958].

    >>> found = stages(["a", "a", "b", "c"], ["2026-01-05", "2026-02-20", "2026-02-01", "2025-03-01"])
    >>> dict(zip(found.customers, found.stage.tolist(), strict=True))
    {'a': 'repeat', 'b': 'first_time', 'c': 'inactive'}
    >>> found.until, found.leaks.tolist()
    ('2026-02-20', [0, 0, 1, 0, 0, 0, 0])
    """
    check_confidence(confidence)
    rules = Rules(whole(2, client_from, name="client_from"), whole(1, inactive_after, name="inactive_after"))
    whole(1, every, name="every")
    events, last, n_missing = _events(customer, day, event, amount, until, missing)
    after = events.stage_after(rules)
    _check_steps(last - int(events.day.min()), every)
    dates = range(last, int(events.day.min()) - 1, -every)[::-1]
    moves, now = Moves.of(events.on(dates, after, rules), len(STAGES), len(events.names))
    return _result(events, after, moves, now, len(dates), rules, every, confidence, last=last, n_missing=n_missing)


def _events(
    customer: IntoColumn,
    day: IntoColumn,
    event: IntoColumn | None,
    amount: IntoColumn | None,
    until: Any,
    missing: Collection[Any],
) -> tuple[Events, int, int]:
    """The events that count, the last day, and how many rows were left out for want of a customer or a day."""
    days = days_of(day, name="day", missing=missing)
    names, who = _customers(customer, missing)
    same_length(len(days), ("customer", who))
    kind = events_of(event, len(days))
    known = (days != NO_DAY) & (who >= 0)
    much = np.ones(len(days))
    if amount is not None:
        much = numbers(amount, name="amount", missing=missing)
        same_length(len(days), ("amount", much))
        known &= ~np.isnan(much) | (kind != EVENTS.index("purchase"))
    if not known.any():
        raise TooFewAnswersError(
            message("There is no event with a customer and a day: {count} rows, none complete.", count=len(days))
        )
    last = int(days[known].max()) if until is None else day_of(until, name="until")
    counted = known & (days <= last)
    if amount is not None and counted.any():
        counted[counted] = _bought(who[counted], days[counted], kind[counted], much[counted])
    if not counted.any():
        raise TooFewAnswersError(message("Nothing happened until {day}. Name a later day.", day=_text(last)))
    return Events.of(who[counted], names, days[counted], kind[counted]), last, int((~known).sum())


def _customers(column: IntoColumn, missing: Collection[Any]) -> tuple[Sequence[str], Ints]:
    """The names in order, and which each row has; -1 where there is none."""
    codes = {text_of(code) for code in codes_of(missing)} | {""}
    array = as_array(column)
    if array.dtype.kind in "iu":
        return _numbered(array, codes)
    words = each_text(array.tolist())
    names = sorted(set(words) - codes)
    place = dict.fromkeys(codes, -1) | {name: number for number, name in enumerate(names)}
    return names, np.array([place[word] for word in words], dtype=np.int64)


def _numbered(column: NDArray[Any], codes: Collection[str]) -> tuple[Sequence[str], Ints]:
    """The same of whole numbers, in their own order: millions of texts would take longer than all the rest."""
    if len(column) and (column[1:] >= column[:-1]).all():
        begins = np.append(True, column[1:] != column[:-1])
        known, code = column[begins], np.cumsum(begins) - 1
    else:
        known, code = np.unique(column, return_inverse=True)
    names = [str(number) for number in known.tolist()]
    unknown = [place for place, name in enumerate(names) if name in codes]
    return names, np.where(np.isin(code, unknown), -1, code) if unknown else code


def _bought(code: Ints, day: Ints, kind: Ints, amount: Floats) -> NDArray[np.bool_]:
    """False for purchases of customer-days that come to nothing; as the facts count transactions."""
    buys = kind == EVENTS.index("purchase")
    _, place = np.unique(code * (np.ptp(day) + 1) + (day - day.min()), return_inverse=True)
    net = np.bincount(place, weights=np.where(buys, amount, 0.0))
    lowest = np.zeros(len(net))
    np.minimum.at(lowest, place[buys], amount[buys])
    kept = (net > 1e-9) | ((np.abs(net) <= 1e-9) & (lowest >= 0))
    return np.asarray(kept[place] | ~buys)


def _text(day: int) -> str:
    return str(np.datetime64(day, "D"))


def _texts(days: Ints) -> NDArray[np.str_]:
    """The same of many: there are fewer days than customers."""
    distinct, place = np.unique(days, return_inverse=True)
    return np.asarray(distinct.astype("datetime64[D]").astype(np.str_)[place])


def _result(
    events: Events,
    after: Ints,
    moves: Moves,
    now: Ints,
    n_dates: int,
    rules: Rules,
    every: int,
    confidence: float,
    *,
    last: int,
    n_missing: int,
) -> Stages:
    size = len(STAGES)
    sample = Sample.of(now.astype(np.float64))
    standing = [share_of(sample, (now == at).astype(np.float64), confidence) for at in range(size)]
    low, high = moves.limits(confidence)
    stays = stays_of(events, after, rules, last)
    times = [_median(stays.days[stays.stage == at], stays.over[stays.stage == at], confidence) for at in range(size)]
    final = after[events.start[1:] - 1]
    silent = now == STAGES.index(Stage.INACTIVE)
    leaks = np.bincount(final[silent], minlength=size)
    words = np.array([stage.value for stage in STAGES])
    since = np.where(silent, events.day[events.start[1:] - 1] + rules.inactive_after, stays.since)
    return Stages(
        until=_text(last),
        names=tuple(words.tolist()),
        now=np.bincount(now, minlength=size),
        share=np.array([found.share for found in standing]),
        share_low=np.array([found.low for found in standing]),
        share_high=np.array([found.high for found in standing]),
        moves=moves.counts,
        move=moves.shares,
        move_low=low,
        move_high=high,
        move_customers=moves.customers,
        stay=np.array([median for median, _, _ in times]),
        stay_low=np.array([lower for _, lower, _ in times]),
        stay_high=np.array([upper for _, _, upper in times]),
        leaks=leaks,
        leak_share=leaks / max(int(leaks.sum()), 1),
        every=every,
        client_from=rules.client_from,
        inactive_after=rules.inactive_after,
        n_dates=n_dates,
        n=len(events.names),
        n_missing=n_missing,
        confidence=confidence,
        interval=Interval.WILSON,
        customers=events.names,
        stage=words[now],
        since=_texts(since),
        left_from=np.where(silent, words[final], ""),
    )


def _median(days: Floats, over: Ints, confidence: float) -> tuple[float, float, float]:
    if not len(days):
        return math.nan, math.nan, math.nan
    kinds, counts = np.unique(days.astype(np.int64) * 2 + over, return_counts=True)
    found = survival(kinds // 2, kinds % 2, counts=counts, confidence=confidence)
    return found.median, found.median_low, found.median_high


def _check_steps(days: int, every: int) -> None:
    if days // every > MOST_DATES:
        raise OptionError(
            message(
                "{days} days in steps of {every} are too many dates. Choose longer steps; is every day right?",
                days=days,
                every=every,
            )
        )
