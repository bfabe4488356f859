"""One column of answers, estimated group by group and tested pair by pair."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from regulars.methods.columns import Floats, IntoColumn, Ints
from regulars.methods.comparison.clustered import Clusters
from regulars.methods.comparison.comparison import Comparison, Judgement
from regulars.methods.comparison.contrasts import Contrasts, Sides, contrasts
from regulars.methods.comparison.draws import draws_of
from regulars.methods.comparison.limits import limits_of
from regulars.methods.comparison.measures import Measure
from regulars.methods.comparison.moments import Estimates, Moments
from regulars.methods.comparison.overall import p_of_all_alike
from regulars.methods.comparison.paired import changes, paired_contrasts, respondents
from regulars.methods.comparison.pairs import REST, pairs
from regulars.methods.comparison.resampled import quantiles_of, resampled_contrasts
from regulars.methods.comparison.settings import Grouping, Settings
from regulars.methods.intervals import Interval
from regulars.methods.sample import Sample
from regulars.methods.scores.nps import MANY

Pairs = tuple[Ints, Ints]


@dataclass(frozen=True)
class Tested:
    """One column, estimated and tested."""

    names: tuple[str, ...]
    estimates: Estimates
    low: Floats
    high: Floats
    enough_each: NDArray[np.bool_]
    pairs: Pairs
    contrasts: Contrasts
    enough: NDArray[np.bool_]
    pair_n: Floats
    p_overall: float
    interval: str
    n: int
    n_missing: int
    n_effective: float

    @classmethod
    def of(
        cls,
        answers: Floats,
        grouping: Grouping,
        settings: Settings,
        *,
        weights: IntoColumn | None = None,
        counts: IntoColumn | None = None,
        clusters: IntoColumn | None = None,
        paired: IntoColumn | None = None,
    ) -> Tested:
        sample = Sample.of(answers, weights=weights, counts=counts, clusters=clusters)
        code, size, measure = grouping.code[sample.rows], len(grouping.names), settings.measure
        moments = Moments.of(sample, code, size)
        cells = None if sample.clusters is None else Clusters.of(sample, code, size)
        own = moments.estimates(ddof=measure.ddof, clusters=cells)
        low, high = limits_of(measure, own, settings.confidence)
        kept = _spread_known(own, measure)
        enough_each = _enough(kept, measure)
        first, second = pairs(size, settings.against)
        who = None if paired is None else respondents(paired, answers, sample, code, grouping.names)
        if who is not None:
            found, enough, pair_n = _paired(sample, code, who, settings, (first, second))
            cells = Clusters.of(sample, code, size, who) if cells is None else cells
        else:
            found, other = _independent(kept, moments, cells, settings, (first, second))
            enough = enough_each[first] & _enough(other, measure)
            pair_n = own.n[first] + other.n
        if settings.n_resamples:
            draws = draws_of(sample, code, size, n_resamples=settings.n_resamples, seed=settings.seed)
            low, high = quantiles_of(
                np.sort(draws, axis=1), [(1 - settings.confidence) / 2, (1 + settings.confidence) / 2]
            )
            # A resample of answers that are all alike is always the same, and tells nothing.
            enough_each = enough_each & (low < high)
            if who is None:
                found = resampled_contrasts(
                    draws,
                    found.difference,
                    (first, second),
                    p_pooled=found.p_pooled,
                    weight=moments.weight if settings.against == "rest" else None,
                    margin=settings.margin,
                    confidence=settings.confidence,
                )
                enough = enough & enough_each[first] & ~np.isnan(found.p)
        spans = cells is not None and cells.span
        p_overall = p_of_all_alike(
            measure,
            kept,
            enough_each,
            cells.covariance(moments.mean, moments.weight) if cells is not None and spans else None,
            cells.n_clusters if cells is not None else 0,
        )
        return cls(
            names=grouping.names,
            estimates=own,
            low=low,
            high=high,
            enough_each=enough_each,
            pairs=(first, second),
            contrasts=found,
            enough=enough,
            pair_n=pair_n,
            p_overall=p_overall,
            interval=_interval(settings, own, paired=who is not None),
            n=sample.n,
            n_missing=sample.n_missing,
            n_effective=float(np.nansum(own.n_effective)),
        )

    def result(self, settings: Settings, judged: Judgement) -> Comparison:
        """With the verdicts on its pairs."""
        first, second = self.pairs
        rest = settings.against == "rest"
        return Comparison(
            names=self.names,
            value=self.estimates.value,
            low=self.low,
            high=self.high,
            group_n=self.estimates.n.astype(np.int64),
            group_too_few=~self.enough_each,
            first=tuple(self.names[place] for place in first),
            second=tuple(REST if rest else self.names[place] for place in second),
            pair_n=self.pair_n.astype(np.int64),
            difference=self.contrasts.difference,
            difference_low=judged.low,
            difference_high=judged.high,
            statistic=self.contrasts.statistic,
            degrees=self.contrasts.degrees,
            p_value=judged.p,
            p_adjusted=judged.p_adjusted,
            p_same=judged.p_same,
            p_same_adjusted=judged.p_same_adjusted,
            verdict=judged.verdict,
            p_overall=self.p_overall,
            n_tested=judged.n_tested,
            measure=settings.measure.kind,
            adjust=settings.adjust,
            same_margin=settings.margin,
            minimum=settings.measure.minimum_n,
            n_resamples=settings.n_resamples,
            n=self.n,
            n_missing=self.n_missing,
            n_effective=self.n_effective,
            confidence=settings.confidence,
            interval=self.interval,
        )


def of_estimates(own: Estimates, rest: Estimates | None, settings: Settings, names: tuple[str, ...]) -> Tested:
    """From estimates that are already there, none of which knows of another."""
    measure = settings.measure
    first, second = pairs(len(names), settings.against)
    low, high = limits_of(measure, own, settings.confidence)
    kept = _spread_known(own, measure)
    enough_each = _enough(kept, measure)
    others = kept if rest is None else _spread_known(rest, measure)
    found, other = _contrasts(kept, others, (first, second), settings), others.take(second)
    return Tested(
        names=names,
        estimates=own,
        low=low,
        high=high,
        enough_each=enough_each,
        pairs=(first, second),
        contrasts=found,
        enough=enough_each[first] & _enough(other, measure),
        pair_n=own.n[first] + other.n,
        p_overall=p_of_all_alike(measure, kept, enough_each),
        interval=_interval(settings, own),
        n=int(own.n.sum()),
        n_missing=0,
        n_effective=float(own.n_effective.sum()),
    )


def _independent(
    kept: Estimates, moments: Moments, cells: Clusters | None, settings: Settings, places: Pairs
) -> tuple[Contrasts, Estimates]:
    """Groups of different respondents, or of clusters whose covariance is known; also the other side of each pair."""
    first, second = places
    spans = cells is not None and cells.span
    if settings.against != "rest":
        other = kept.take(second)
        if cells is None or not spans:
            return _contrasts(kept, kept, places, settings), other
        covariance = cells.covariance(moments.mean, moments.weight)[first, second]
        most = kept.clusters[first] + other.clusters - cells.shared()[first, second] - 1
        return _contrasts(kept, kept, places, settings, covariance, most), other
    others = moments.rest()
    other = _spread_known(others.estimates(ddof=settings.measure.ddof, clusters=cells, rest=True), settings.measure)
    if cells is None:
        return _contrasts(kept, other, places, settings), other
    covariance = cells.covariance_with_rest(moments.mean, moments.weight, others.mean, others.weight)
    most = np.full(len(first), cells.n_clusters - 1.0)
    return _contrasts(kept, other, places, settings, covariance if spans else None, most), other


def _contrasts(
    groups: Estimates,
    others: Estimates,
    places: Pairs,
    settings: Settings,
    covariance: Floats | None = None,
    most_degrees: Floats | None = None,
) -> Contrasts:
    size = len(places[0])
    covariance = np.zeros(size) if covariance is None else covariance
    most_degrees = np.full(size, np.inf) if most_degrees is None else most_degrees
    return contrasts(settings.measure, Sides(groups, others, places, covariance, most_degrees), settings.margin)


def _spread_known(found: Estimates, measure: Measure) -> Estimates:
    """A share's test pools the two sides; a mean or an NPS of answers that are all alike borrows its spread."""
    return found if measure.kind == "share" else found.spread_of_all_for_the_alike()


def _enough(found: Estimates, measure: Measure) -> NDArray[np.bool_]:
    return np.asarray((found.n_effective >= measure.minimum_n) & ~np.isnan(found.variance))


def _paired(
    sample: Sample, code: Ints, who: Ints, settings: Settings, places: Pairs
) -> tuple[Contrasts, NDArray[np.bool_], Floats]:
    """The changes of those who answered in both groups of a pair."""
    found = [changes(sample, who, code, int(a), int(b)) for a, b in zip(*places, strict=True)]
    tested, size = paired_contrasts(settings.measure, found, settings.margin)
    pair_n = np.array([0 if one is None else one.n for one in found], dtype=np.float64)
    enough = (size >= settings.measure.minimum_n) & ~np.isnan(tested.p)
    if not settings.n_resamples:
        return tested, enough, pair_n
    nothing = np.full((1, settings.n_resamples), np.nan)
    draws = [
        nothing if one is None or one.n_clusters == 1 else draws_of(
            one, np.zeros(len(one.values), dtype=np.int64), 1, n_resamples=settings.n_resamples, seed=settings.seed
        )
        for one in found
    ]  # fmt: skip
    place = np.arange(len(found))
    resampled = resampled_contrasts(
        np.concatenate([*draws, np.zeros((1, settings.n_resamples))]),
        tested.difference,
        (place, np.full(len(found), len(found))),
        p_pooled=tested.p_pooled,
        weight=None,
        margin=settings.margin,
        confidence=settings.confidence,
    )
    return resampled, enough & ~np.isnan(resampled.p), pair_n


def _interval(settings: Settings, own: Estimates, *, paired: bool = False) -> Interval:
    """How the differences' intervals were made."""
    if settings.n_resamples:
        return Interval.BOOTSTRAP
    match settings.measure.kind:
        case "mean":
            return Interval.STUDENT
        case "share":
            return Interval.SCORE if paired else Interval.NEWCOMBE
        case _ if paired:
            return Interval.STUDENT if own.clustered else Interval.WALD
        case _ if (own.n_effective[own.n > 0] < MANY).any():
            return Interval.SCORE
        case _:
            return Interval.STUDENT if own.clustered else Interval.WALD
