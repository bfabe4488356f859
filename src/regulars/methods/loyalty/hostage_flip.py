"""What if the hostages were set free: the types, and the value, when nothing holds customers any longer."""

from __future__ import annotations

import math
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from regulars.language import Count, Message, message
from regulars.methods.columns import Floats, IntoColumn, Ints, Scale, numbers, same_length, within_reach
from regulars.methods.errors import MethodError, TooFewAnswersError
from regulars.methods.intervals import Interval, check_confidence, critical, wilson_of_each
from regulars.methods.loyalty.axis import Answers, Axis, axis, flags
from regulars.methods.loyalty.loyalty_type import TYPES, LoyaltyType
from regulars.methods.registry import method
from regulars.methods.resampling import limits, resampled_sums
from regulars.methods.result import Result
from regulars.methods.sample import Sample
from regulars.methods.value.effective import effective_customers

CELLS = (2, 4, 4)  # held or not; satisfaction and loyalty: very bottom, low, high, very top


@dataclass(frozen=True, kw_only=True)
class HostageFlip(Result):
    """Shares 0 to 1 of the six types, ``today`` and ``freed``; money as in ``value``.

    ``turning`` is the share of all customers who would turn away, ``exposed`` the value of the customers held,
    each times the chance to go, ``exposed_share`` its part of all value (NaN without values).
    ``goes_unsatisfied`` and ``goes_satisfied`` are those chances: the share who are not loyal among the free of
    the same satisfaction. ``worst_case``: nobody said who is held, so every hostage goes.
    """

    minimum_n = 50

    turning: float
    turning_low: float
    turning_high: float
    exposed: float
    exposed_low: float
    exposed_high: float
    exposed_share: float
    exposed_share_low: float
    exposed_share_high: float
    goes_unsatisfied: float
    goes_unsatisfied_low: float
    goes_unsatisfied_high: float
    goes_satisfied: float
    goes_satisfied_low: float
    goes_satisfied_high: float
    n_held: int
    n_effective: float
    worst_case: bool
    today: dict[LoyaltyType, float]
    freed: dict[LoyaltyType, float]
    freed_low: dict[LoyaltyType, float]
    freed_high: dict[LoyaltyType, float]

    @property
    def notes(self) -> tuple[Message, ...]:
        """What the scenario assumes, and what it must not be used for."""
        if self.worst_case:
            first = message("Nobody is named as held: this is the worst case, in which every hostage goes.")
        else:
            first = message(
                "{count} customers are held; set free, they are taken to behave as the free of like satisfaction.",
                count=Count(self.n_held),
            )
        return (
            first,
            message("Use it to mend what hostages are unhappy about. Higher barriers make opponents, not loyalists."),
        )


@method(
    message("If nothing held customers any longer, who would turn away, and what would that cost?"),
    rows=("L07", "L08"),
    minimum_n=HostageFlip.minimum_n,
    samples=False,
)
def hostage_flip(
    satisfaction: Any,
    loyalty: Any,
    *,
    held: IntoColumn | None = None,
    value: IntoColumn | None = None,
    scale: Scale = (1, 5),
    loyalty_scale: Scale | None = None,
    satisfied_from: float | None = None,
    loyal_from: float | None = None,
    missing: Collection[Any] = (),
    confidence: float = 0.95,
    n_resamples: int = 500,
    seed: int = 0,
) -> HostageFlip:
    """The types of loyalty after the barriers are gone: contracts, monopoly, the cost of changing.

    A customer who is held and loyal goes with the chance that customers who are free, and as satisfied (above or
    below the cut), are not loyal. Without ``held`` every hostage goes. Whoever goes is a mercenary if satisfied,
    else a defector; at the very bottom of satisfaction a terrorist, as often as the free are who went.

    Parameters:
        satisfaction: answers, or a frame of several items on one scale; then their mean counts.
        loyalty: the same for loyalty.
        held: 1 for customers who cannot easily go (contract, no alternative, cost of changing), else 0.
        value: what each customer is worth, in one currency.
        scale: lowest and highest answer of satisfaction; high is good.
        loyalty_scale: that of loyalty; the same when omitted.
        satisfied_from: lowest answer that is high; three quarters up the scale when omitted.
        loyal_from: the same for loyalty.
        missing: codes that mean "not known", in all columns.
        confidence: level of the intervals.
        n_resamples: how many resamples of the customers the intervals are made from.
        seed: the same seed gives the same intervals.

    Whoever left out an answer, or has no value where values were given, counts in ``n_missing``.

    The two chances have Wilson's interval [wilson1927]; in each resample they are drawn anew, as the number of the
    free allows (Jeffreys) [brown2001].

    Source: [jones1995]; barriers [burnham2003]; intervals [efron1993].

    >>> found = hostage_flip([2, 2, 5, 1, 4], [5, 2, 5, 5, 4], value=[100, 50, 80, 60, 40], n_resamples=0)
    >>> found.turning, found.exposed, found.freed[LoyaltyType.TERRORIST]
    (0.4, 160.0, 0.2)
    """
    check_confidence(confidence)
    one = Answers.of(satisfaction, name="satisfaction", scale=scale, missing=missing)
    other = Answers.of(loyalty, name="loyalty", scale=loyalty_scale or scale, missing=missing)
    size = len(one.values)
    same_length(size, ("loyalty", other.values))
    fixed = flags(held, size, name="held", missing=missing)
    worth = _values(value, size, missing)
    sample = Sample.of(np.where(np.isnan(one.values + other.values + worth), np.nan, 0.0))
    x = axis(one, sample, satisfied_from, None, cut_name="satisfied_from")
    y = axis(other, sample, loyal_from, None, cut_name="loyal_from")
    s, t = _classes(x)[sample.rows], _classes(y)[sample.rows]
    bound = (s < 2) & (t >= 2) if fixed is None else fixed[sample.rows]
    if fixed is not None:
        _check_free(s, bound, t)
    place = np.ravel_multi_index((bound.astype(int), s, t), CELLS)
    sums = np.zeros((sample.n, 2 * math.prod(CELLS)))
    sums[np.arange(sample.n), place] = 1.0
    sums[np.arange(sample.n), math.prod(CELLS) + place] = worth[sample.rows]
    drawn = resampled_sums(
        sums,
        key=np.column_stack([place, worth[sample.rows]]).astype(np.float64),
        counts=sample.counts,
        clusters=None,
        n_resamples=n_resamples,
        seed=seed,
    )
    rests_on = float(sample.n) if value is None else effective_customers(worth[sample.rows])
    chances = _Chances.of(s, t, bound, worst=fixed is None)
    found = _flip(sums.sum(axis=0)[None], chances.share[None], worst=chances.worst)
    low, high = limits(_flip(drawn, chances.drawn(len(drawn), seed), worst=chances.worst), confidence)
    return _result(found[0], low, high, chances, value is None, int(bound.sum()), rests_on, sample, confidence)


@dataclass(frozen=True)
class _Chances:
    """Of the free on either side of satisfaction: how many there are, and how many are not loyal. Shape (2,)."""

    free: Floats
    gone: Floats
    worst: bool

    @classmethod
    def of(cls, s: Ints, t: Ints, held: NDArray[np.bool_], *, worst: bool) -> _Chances:
        sides = [(s < 2) & ~held, (s >= 2) & ~held]
        free = [float(side.sum()) for side in sides]
        return cls(np.array(free), np.array([float((side & (t < 2)).sum()) for side in sides]), worst)

    @property
    def share(self) -> Floats:
        """The chance to go on each side; NaN where nobody is free."""
        if self.worst:
            return np.array([1.0, np.nan])
        return np.asarray(np.divide(self.gone, self.free, out=np.full(2, np.nan), where=self.free > 0))

    def drawn(self, size: int, seed: int) -> Floats:
        """Chances that the free may have come from (Jeffreys): of few free customers nobody knows much."""
        if self.worst:
            return np.repeat(self.share[None], size, axis=0)
        random = np.random.default_rng([seed, 2])
        found = random.beta(self.gone + 0.5, self.free - self.gone + 0.5, size=(size, 2))
        return np.where(self.free > 0, found, np.nan)


def _values(column: IntoColumn | None, size: int, missing: Collection[Any]) -> Floats:
    if column is None:
        return np.zeros(size)
    worth = within_reach(numbers(column, name="value", missing=missing), name="value")
    same_length(size, ("value", worth))
    below = np.flatnonzero(worth < 0)
    if below.size:
        raise MethodError(
            message(
                "Row {row} of {column} is {value}. What nobody would miss is not at risk: give 0 or more.",
                row=int(below[0]) + 1,
                column="value",
                value=float(worth[below[0]]),
            )
        )
    return worth


def _classes(side: Axis) -> Ints:
    """0 at the very bottom, 1 low, 2 high, 3 at the very top."""
    top, above_bottom = side.ends(0.0)
    found = side.above(side.cut).astype(np.int64) + 1
    found[side.above(side.cut) & side.above(top)] = 3
    found[~side.above(min(above_bottom, side.cut))] = 0
    return found


def _check_free(s: Ints, held: NDArray[np.bool_], t: Ints) -> None:
    for side in (s < 2, s >= 2):
        if (side & held & (t >= 2)).any() and not (side & ~held).any():
            raise TooFewAnswersError(
                message(
                    "All customers of one side of satisfaction are held: there is nobody free to learn from. Leave out "
                    "held to see the worst case."
                )
            )


def _flip(sums: Floats, goes: Floats, *, worst: bool) -> Floats:
    """Types today and freed, then turning, exposed and its share; shape (draws, 15). ``goes``: shape (draws, 2)."""
    cells = sums.reshape(len(sums), 2, *CELLS)
    people, worth = cells[:, 0], cells[:, 1]
    n = people.sum(axis=(1, 2, 3))
    free = people[:, 0, :2].sum(axis=1)
    gone = free[:, :2].sum(axis=1)
    lowest = np.ones(len(n)) if worst else np.divide(free[:, 0], gone, out=np.zeros(len(n)), where=gone > 0)
    # Where nobody is free on a side, nobody is held there either: the chance moves nobody.
    chance = np.nan_to_num(np.repeat(goes, 2, axis=1))[:, :, None]
    loyal = people[:, 1, :, 2:]
    moved = loyal * chance
    turned = moved.sum(axis=2)
    exposed = (worth[:, 1, :, 2:] * chance).sum(axis=(1, 2))
    now = people.sum(axis=1)
    today = _types(now)
    change = np.zeros_like(today)
    at = {kind: place for place, kind in enumerate(TYPES)}
    change[:, at[LoyaltyType.HOSTAGE]] -= turned[:, :2].sum(axis=1)
    change[:, at[LoyaltyType.APOSTLE]] -= moved[:, 3, 1]
    change[:, at[LoyaltyType.LOYALIST]] -= turned[:, 2:].sum(axis=1) - moved[:, 3, 1]
    change[:, at[LoyaltyType.MERCENARY]] += turned[:, 2:].sum(axis=1)
    terrorists = turned[:, 0] * lowest
    change[:, at[LoyaltyType.TERRORIST]] += terrorists
    change[:, at[LoyaltyType.DEFECTOR]] += turned[:, :2].sum(axis=1) - terrorists
    all_worth = worth.sum(axis=(1, 2, 3))
    part = np.divide(exposed, all_worth, out=np.full(len(n), np.nan), where=all_worth > 0)
    found = [today / n[:, None], (today + change) / n[:, None]]
    return np.column_stack([*found, turned.sum(axis=1) / n, exposed, part])


def _types(people: Floats) -> Floats:
    """How many are of each type, from satisfaction and loyalty in four classes; shape (draws, 6)."""
    found = {
        LoyaltyType.LOYALIST: people[:, 2:, 2:].sum(axis=(1, 2)) - people[:, 3, 3],
        LoyaltyType.APOSTLE: people[:, 3, 3],
        LoyaltyType.DEFECTOR: people[:, :2, :2].sum(axis=(1, 2)) - people[:, 0, 0],
        LoyaltyType.TERRORIST: people[:, 0, 0],
        LoyaltyType.MERCENARY: people[:, 2:, :2].sum(axis=(1, 2)),
        LoyaltyType.HOSTAGE: people[:, :2, 2:].sum(axis=(1, 2)),
    }
    return np.column_stack([found[kind] for kind in TYPES])


def _result(
    found: Floats,
    low: Floats,
    high: Floats,
    chances: _Chances,
    without_value: bool,
    n_held: int,
    n_effective: float,
    sample: Sample,
    confidence: float,
) -> HostageFlip:
    single = {}
    for place, name in enumerate(("turning", "exposed", "exposed_share")):
        unknown = without_value and name.startswith("exposed")
        for end, of in (("", found), ("_low", low), ("_high", high)):
            single[f"{name}{end}"] = math.nan if unknown else float(of[12 + place])
    # A type that no resample holds may still exist: never narrower than Wilson's of such a share.
    least, most = wilson_of_each(found, np.full(len(found), float(sample.n)), critical(confidence))
    low = np.concatenate([low[:6], np.minimum(low[6:12], least[6:12]), low[12:]])
    high = np.concatenate([high[:6], np.maximum(high[6:12], most[6:12]), high[12:]])
    share, free = chances.share, np.where(chances.worst, 0.0, chances.free)
    below, above = wilson_of_each(share, free, critical(confidence))
    for place, name in enumerate(("goes_unsatisfied", "goes_satisfied")):
        for end, of in (("", share), ("_low", below), ("_high", above)):
            single[f"{name}{end}"] = float(of[place])
    return HostageFlip(
        **single,
        n_held=n_held,
        n_effective=n_effective,
        worst_case=chances.worst,
        today=dict(zip(TYPES, found[:6].tolist(), strict=True)),
        freed=dict(zip(TYPES, found[6:12].tolist(), strict=True)),
        freed_low=dict(zip(TYPES, low[6:12].tolist(), strict=True)),
        freed_high=dict(zip(TYPES, high[6:12].tolist(), strict=True)),
        n=sample.n,
        n_missing=sample.n_missing,
        confidence=confidence,
        interval=Interval.BOOTSTRAP,
    )
