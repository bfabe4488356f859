"""Ranking: in which order do people put the items, and how much do they agree?"""

from __future__ import annotations

import math
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

import numpy as np
import scipy
from numpy.typing import NDArray

from regulars.language import Message, message, plural
from regulars.methods.columns import Floats, IntoColumn, Ints, frame_columns
from regulars.methods.errors import OptionError, TooFewAnswersError
from regulars.methods.intervals import Interval, check_confidence
from regulars.methods.items import answers_on
from regulars.methods.preference.item_means import ItemMeans
from regulars.methods.preference.one_cluster import share_in
from regulars.methods.preference.places import places_of
from regulars.methods.preference.segments import segments_in
from regulars.methods.registry import method
from regulars.methods.result import Result
from regulars.methods.sample import Sample
from regulars.methods.sampling.settings import one_of

TIES = ("refuse", "share")


@dataclass(frozen=True, kw_only=True)
class Ranking(Result):
    """Arrays over the items, the most preferred first. ``borda``: 100 where everyone ranks it first, 0 last.

    ``ranked_first``: the share who do. ``preferred_next``: the share who put it before the next item, ties as
    halves; ``clear_next``: whether it lies clearly before the next; ``rank_low`` to ``rank_high``: the ranks that it
    may have. ``kendall_w``: agreement, 0 none to 1 all alike; ``p_value``: that there is none. ``n`` are respondents
    whose ranks fit together; the others are in ``n_contradictory``.
    """

    minimum_n = 30

    names: tuple[str, ...]
    mean_rank: Floats
    mean_rank_low: Floats
    mean_rank_high: Floats
    borda: Floats
    borda_low: Floats
    borda_high: Floats
    ranked_first: Floats
    ranked_first_low: Floats
    ranked_first_high: Floats
    rank_low: Ints
    rank_high: Ints
    clear_next: NDArray[np.bool_]
    preferred_next: Floats
    preferred_next_low: Floats
    preferred_next_high: Floats
    preferred: Floats
    kendall_w: float
    p_value: float
    segment_names: tuple[str, ...]
    segment_items: tuple[str, ...]
    segment_n: Ints
    segment_borda: Floats
    segment_borda_low: Floats
    segment_borda_high: Floats
    segment_too_few: tuple[bool, ...]
    ties: str
    n_contradictory: int
    n_partial: int
    n_effective: float

    @property
    def notes(self) -> tuple[Message, ...]:
        """Who was left out, and who ranked only some of the items."""
        found = []
        if self.n_contradictory:
            found.append(
                message(
                    "The ranks of {count} of {n} respondents repeat or skip a place. They are left out.",
                    count=self.n_contradictory,
                    n=self.n + self.n_contradictory,
                )
            )
        if self.n_partial:
            found.append(
                plural(
                    "{count} respondent ranked only some of the items; the others share the places that are left.",
                    "{count} respondents ranked only some of the items; the others share the places that are left.",
                    self.n_partial,
                )
            )
        return tuple(found)


@method(
    message("In which order do people put the items, and do they agree?"),
    rows=("L16",),
    minimum_n=Ranking.minimum_n,
)
def ranking(
    ranks: Any,
    *,
    ties: str = "refuse",
    groups: IntoColumn | None = None,
    weights: IntoColumn | None = None,
    counts: IntoColumn | None = None,
    clusters: IntoColumn | None = None,
    missing: Collection[Any] = (),
    confidence: float = 0.95,
) -> Ranking:
    """Mean rank, Borda score, share ranked first and pairwise preference of each item, with Kendall's W.

    Who ranked only his first few items ranked the others behind them: these share the places that are left, each at
    their mean. Ranks that repeat or skip a place are contradictory and counted in ``n_contradictory``; where ``ties``
    are shared, items of one rank share its places instead, however the next is numbered.

    Parameters:
        ranks: one column for each item, 1 the most preferred; a dict, any data frame or a 2-D array.
        ties: "refuse" or "share".
        groups: the segment of each respondent.
        weights: one non-negative survey weight for each respondent; equal when omitted.
        counts: how often each row stands for a respondent; exactly as if the row were repeated.
        clusters: who or which account the respondent belongs to.
        missing: codes that mean "not ranked", in every column.
        confidence: level of the intervals; 1 less it is the chance that any pair is called clear wrongly.

    Source: [kendall1939], its test [friedman1937]; intervals [student1908], [wilson1927]; pairs [holm1979].

    >>> result = ranking({"time": [1, 1, 2, 1], "price": [2, 3, 1, 2], "trust": [3, 2, 3, None]})
    >>> result.names, result.mean_rank.tolist(), result.borda.tolist(), round(result.kendall_w, 4)
    (('time', 'price', 'trust'), [1.25, 2.0, 2.75], [87.5, 50.0, 12.5], 0.5625)
    """
    check_confidence(confidence)
    one_of(TIES, ties, name="ties")
    given = answers_on(ranks, scale=(1, max(2, len(frame_columns(ranks)))), missing=missing)
    if len(given) < 2:
        raise OptionError(message("There is one item only. A ranking takes two or more."))
    table = np.column_stack(list(given.values()))
    someone = np.where(np.isnan(table).all(axis=1), np.nan, 0.0)
    asked = Sample.of(someone, weights=weights, counts=counts, clusters=clusters)
    own = table[asked.rows]
    places, fits = places_of(own, shared=ties == "share")
    sample = asked.over(np.where(fits, asked.values, np.nan))
    if not sample.n:
        raise TooFewAnswersError(
            message(
                "The ranks of all {count} respondents repeat or skip a place. Check the columns, or let ties share.",
                count=asked.n,
            )
        )
    places, size = places[fits], len(given)
    scale = (1.0, float(size))
    found = ItemMeans.of(sample, places, confidence, scale)
    order = found.order(places, confidence, judged=found.n_effective >= Ranking.minimum_n, low_is_first=True)
    at, names = order.places, tuple(given)
    preferred = _preferred(sample, places[:, at], confidence)
    agreement, p_value = _agreement(sample, places)
    segments, parts = segments_in(groups, len(table), sample)
    split = [
        ItemMeans.of(part, places[np.searchsorted(sample.rows, part.rows)][:, at], confidence, scale) for part in parts
    ]
    mean, low, high = (found.column(name)[at] for name in ("mean", "low", "high"))
    firsts = [share_in(sample.over(column), confidence) for column in _first(places[:, at]).T]
    return Ranking(
        names=tuple(names[place] for place in at),
        mean_rank=mean,
        mean_rank_low=low,
        mean_rank_high=high,
        borda=_borda(mean, size),
        borda_low=_borda(high, size),
        borda_high=_borda(low, size),
        ranked_first=np.array([one.share for one in firsts]),
        ranked_first_low=np.array([one.low for one in firsts]),
        ranked_first_high=np.array([one.high for one in firsts]),
        rank_low=order.rank_low,
        rank_high=order.rank_high,
        clear_next=order.clear_next,
        **preferred,
        kendall_w=agreement,
        p_value=p_value,
        segment_names=tuple(name for name in segments for _ in at),
        segment_items=tuple(names[place] for _ in segments for place in at),
        segment_n=np.array([part.n for part in parts for _ in at], dtype=np.int64),
        segment_borda=np.concatenate([np.empty(0), *(_borda(part.column("mean"), size) for part in split)]),
        segment_borda_low=np.concatenate([np.empty(0), *(_borda(part.column("high"), size) for part in split)]),
        segment_borda_high=np.concatenate([np.empty(0), *(_borda(part.column("low"), size) for part in split)]),
        segment_too_few=tuple(part.n_effective < Ranking.minimum_n for part in split for _ in at),
        ties=ties,
        n_contradictory=sample.n_missing,
        n_partial=int(sample.counts[np.isnan(own[fits]).any(axis=1)].sum()),
        n=sample.n,
        n_missing=asked.n_missing,
        n_effective=found.n_effective,
        confidence=confidence,
        interval=Interval.STUDENT,
    )


def _borda(rank: Floats, size: int) -> Floats:
    return np.asarray(100 * (size - rank) / (size - 1))


def _first(places: Floats) -> Floats:
    """1 for the item that stands first; those who share the first place share the 1."""
    top = places == places.min(axis=1, keepdims=True)
    return np.asarray(top / top.sum(axis=1, keepdims=True))


def _preferred(sample: Sample, places: Floats, confidence: float) -> dict[str, Floats]:
    """The share who put one item before another: of all pairs, and of neighbours with its limits."""
    before = (places[:, :, None] < places[:, None, :]) + 0.5 * (places[:, :, None] == places[:, None, :])
    shares = np.tensordot(sample.shares, before, axes=1)
    size = places.shape[1]
    nexts = [share_in(sample.over(before[:, one, one + 1]), confidence) for one in range(size - 1)]
    return {
        "preferred": shares,
        **{
            f"preferred_next{end}": np.array([*(getattr(one, name) for one in nexts), math.nan])
            for end, name in (("", "share"), ("_low", "low"), ("_high", "high"))
        },
    }


def _agreement(sample: Sample, places: Floats) -> tuple[float, float]:
    """Kendall's W, ties allowed for, and Friedman's test of it at the effective n; NaN where all rank nothing apart."""
    size = places.shape[1]
    centred = places - (size + 1) / 2
    apart = float(sample.shares @ (centred**2).sum(axis=1))
    if apart <= 0:
        return math.nan, math.nan
    found = min(1.0, float(((sample.shares @ centred) ** 2).sum()) / apart)
    people = sample.n_effective if sample.clusters is None else float(sample.n_clusters or 1)
    return found, float(scipy.special.chdtrc(size - 1, people * (size - 1) * found))
