"""Kano: what a feature is to customers, taken for granted, wanted, a delight, or nothing."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

import numpy as np

from regulars.language import Message, message
from regulars.methods.columns import Floats, IntoColumn, Ints, frame_columns
from regulars.methods.intervals import Interval, check_confidence
from regulars.methods.preference.kano_class import RULES, wanted_in
from regulars.methods.preference.kano_feature import Feature
from regulars.methods.preference.kano_segments import Segments, segments_of
from regulars.methods.preference.kano_table import KanoCategory, cells_of, pairs_of
from regulars.methods.registry import method
from regulars.methods.result import Result
from regulars.methods.sample import Sample
from regulars.methods.sampling.settings import one_of
from regulars.methods.scores.estimates import share_of
from regulars.methods.service.pairing import paired


@dataclass(frozen=True, kw_only=True)
class Kano(Result):
    """``counts`` of respondents by class, never weighted; all shares 0 to 1; ``worse`` is 0 or below.

    ``clear`` says that ``category`` is more frequent than any other by more than chance explains; where it is
    not, there is no clear class. ``fong`` is Fong's verdict on the same. ``presence`` and ``absence`` are the
    means of the continuous analysis, -2 to 4, and ``position`` the class that they fall in. The arrays of
    ``segment_…`` have one entry for each of the groups, and are empty where none were named.
    """

    minimum_n = 20

    counts: dict[KanoCategory, int]
    category: KanoCategory
    next_category: KanoCategory
    clear: bool
    p_value: float
    better: float
    better_low: float
    better_high: float
    worse: float
    worse_low: float
    worse_high: float
    category_strength: float
    total_strength: float
    total_strength_low: float
    total_strength_high: float
    fong: bool
    fong_difference: float
    fong_critical: float
    shares: dict[KanoCategory, float]
    shares_low: dict[KanoCategory, float]
    shares_high: dict[KanoCategory, float]
    pairs: Ints
    presence: float
    presence_low: float
    presence_high: float
    absence: float
    absence_low: float
    absence_high: float
    position: KanoCategory
    position_clear: bool
    segment_names: tuple[str, ...]
    segment_n: tuple[int, ...]
    segment_category: tuple[KanoCategory, ...]
    segment_clear: tuple[bool, ...]
    segment_too_few: tuple[bool, ...]
    segment_better: Floats
    segment_better_low: Floats
    segment_better_high: Floats
    segment_worse: Floats
    segment_worse_low: Floats
    segment_worse_high: Floats
    segments_p_value: float
    table: str
    decided_by: str
    n_effective: float
    design_effect: float

    @property
    def notes(self) -> tuple[Message, ...]:
        """What the class means, and what stands against it."""
        found = [self.category.words]
        if not self.clear:
            found.append(
                message(
                    "No clear class: {first} and {second} are too close.",
                    first=self.category,
                    second=self.next_category,
                )
            )
        if contradictory := self.counts[KanoCategory.QUESTIONABLE]:
            found.append(
                message(
                    "{count} of {n} pairs contradict themselves (Q). They stay out of Better and Worse.",
                    count=contradictory,
                    n=self.n,
                )
            )
        return tuple(found)


@method(
    message("Is a feature taken for granted, wanted the more the better, a delight, or of no interest?"),
    rows=("M35",),
    minimum_n=Kano.minimum_n,
)
def kano(
    functional: IntoColumn,
    dysfunctional: IntoColumn,
    *,
    groups: IntoColumn | None = None,
    table: str = "classic",
    decided_by: str = "mode",
    weights: IntoColumn | None = None,
    counts: IntoColumn | None = None,
    clusters: IntoColumn | None = None,
    missing: Collection[Any] = (),
    confidence: float = 0.95,
) -> Kano:
    """Class of one feature from a pair of questions, with the coefficients Better (0 to 1) and Worse (-1 to 0).

    Better is the share, among those of class A, O, M or I, whom the feature pleases (A or O); Worse less the
    share whom its absence annoys (O or M). Whoever gave only one of the two answers counts in ``n_missing``;
    contradictory pairs are answers, of class Q. Shares have Wilson's interval, the means of the continuous
    analysis, over the pairs that are not Q, Student's. A class is clear where a two-sided test at
    1 - ``confidence`` tells it from the next one.

    Parameters:
        functional: how would you feel if the feature were there? 1 like, 2 must be, 3 neutral, 4 live with,
            5 dislike.
        dysfunctional: how would you feel if it were not? On the same scale.
        groups: the segment of each respondent; one that gave no answer needs none.
        table: "classic", or "variant", in which two times "must be" or two times "live with" is
            questionable too.
        decided_by: "mode", the most frequent class, on a tie in the order M, O, A, I; or "berger": the largest of
            O, A, M where they are more than I, R, Q together, else the largest of these.
        weights: one non-negative survey weight for each respondent; equal when omitted.
        counts: how often each row stands for a respondent; exactly as if the row were repeated.
        clusters: who or which account the respondent belongs to.
        missing: codes that mean "no answer", in both columns.
        confidence: level of the intervals; 1 less it is the level of the tests.

    Source: [kano1984], [berger1993]; strengths [lee1997]; [fong1996]; clear class [hung2019]; intervals
    [wilson1927], [student1908].

    >>> result = kano([1, 1, 1, 3, 1, 2, None], [5, 3, 4, 5, 5, 3, 5])
    >>> result.counts["O"], result.counts["A"], result.category, result.clear, result.n
    (2, 2, <KanoCategory.ONE_DIMENSIONAL: 'O'>, False, 6)
    >>> round(result.better, 4), result.worse
    (0.6667, -0.5)
    """
    check_confidence(confidence)
    one_of(RULES, decided_by, name="decided_by")
    cells = cells_of(table)
    places = pairs_of(functional, dysfunctional, missing)
    sample = Sample.of(places, weights=weights, counts=counts, clusters=clusters)
    found = Feature.of(sample, cells, decided_by, confidence)
    split = segments_of(
        groups, places, sample, lambda part: Feature.of(part, cells, decided_by, confidence), Kano.minimum_n
    )
    return _result(found, split, table, decided_by)


def kanos(functional: Any, dysfunctional: Any, **options: Any) -> dict[str, Kano]:
    """``kano`` of many features: one result for each column of ``dysfunctional``.

    The columns of ``functional`` are found by the same names, or else stand in the same order; ``options`` are
    those of ``kano``.

    >>> found = kanos({"wifi": [1, 2, 1], "pool": [1, 1, 3]}, {"wifi": [5, 5, 5], "pool": [3, 3, 4]})
    >>> {name: str(result.category) for name, result in found.items()}
    {'wifi': 'O', 'pool': 'A'}
    """
    there, absent = frame_columns(functional), frame_columns(dysfunctional)
    pairs = paired(tuple(there), tuple(absent), called=("functional", "dysfunctional"))
    return {name: kano(there[partner], absent[name], **options) for name, partner in pairs.items()}


def _result(found: Feature, split: Segments, table: str, decided_by: str) -> Kano:
    sample, verdict, confidence = found.sample, found.verdict, found.confidence
    each = {category: share_of(sample, here, confidence) for category, here in found.inside.items()}
    total = share_of(sample, wanted_in(found.inside), confidence)
    position, position_clear = found.position
    place = sample.values.astype(np.int64)
    return Kano(
        counts={category: int(sample.counts[here > 0].sum()) for category, here in found.inside.items()},
        category=verdict.category,
        next_category=verdict.second,
        clear=found.clear,
        p_value=verdict.p_value,
        better=found.better.share,
        better_low=found.better.low,
        better_high=found.better.high,
        worse=0.0 - found.annoyed.share,
        worse_low=0.0 - found.annoyed.high,
        worse_high=0.0 - found.annoyed.low,
        category_strength=each[verdict.category].share - each[verdict.second].share,
        total_strength=total.share,
        total_strength_low=total.low,
        total_strength_high=total.high,
        fong=found.fong,
        fong_difference=verdict.fong_difference,
        fong_critical=verdict.fong_critical,
        shares={category: share.share for category, share in each.items()},
        shares_low={category: share.low for category, share in each.items()},
        shares_high={category: share.high for category, share in each.items()},
        pairs=np.bincount(place, weights=sample.counts, minlength=25).astype(np.int64).reshape(5, 5),
        presence=found.presence.mean,
        presence_low=found.presence.low,
        presence_high=found.presence.high,
        absence=found.absence.mean,
        absence_low=found.absence.low,
        absence_high=found.absence.high,
        position=position,
        position_clear=position_clear,
        segment_names=split.names,
        segment_n=tuple(part.sample.n for part in split.parts),
        segment_category=tuple(part.verdict.category for part in split.parts),
        segment_clear=tuple(part.clear and not few for part, few in zip(split.parts, split.too_few, strict=True)),
        segment_too_few=split.too_few,
        segment_better=np.array([part.better.share for part in split.parts]),
        segment_better_low=np.array([part.better.low for part in split.parts]),
        segment_better_high=np.array([part.better.high for part in split.parts]),
        segment_worse=np.array([0.0 - part.annoyed.share for part in split.parts]),
        segment_worse_low=np.array([0.0 - part.annoyed.high for part in split.parts]),
        segment_worse_high=np.array([0.0 - part.annoyed.low for part in split.parts]),
        segments_p_value=split.p_value,
        table=table,
        decided_by=decided_by,
        n=sample.n,
        n_missing=sample.n_missing,
        n_effective=total.n_effective,
        design_effect=sample.n / total.n_effective,
        confidence=confidence,
        interval=Interval.WILSON,
    )
