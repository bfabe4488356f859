"""The same respondents in two waves or conditions: what each of them changed by.

| measure | test | interval |
|---|---|---|
| mean | Student's t of the differences | of the same standard error |
| share | McNemar's z | score interval, which inverts it |
| nps | z of the differences | of the same standard error |
"""

from __future__ import annotations

import numpy as np

from regulars.language import message
from regulars.methods.columns import Floats, IntoColumn, Ints, as_array, groups, same_length
from regulars.methods.comparison.contrasts import Contrasts, about_the_same, two_sided
from regulars.methods.comparison.limits import quantile
from regulars.methods.comparison.measures import Measure
from regulars.methods.errors import MethodError
from regulars.methods.intervals import critical, score_of_difference
from regulars.methods.sample import Sample


def respondents(column: IntoColumn, answers: Floats, sample: Sample, code: Ints, group_names: tuple[str, ...]) -> Ints:
    """Code of the respondent of each row of the sample. Raises where one answered twice in one group."""
    labels = as_array(column)
    same_length(len(answers), ("paired", labels))
    names, who = groups(labels[sample.rows], name="paired")
    order = np.lexsort((code, who))
    twice = np.flatnonzero((np.diff(who[order]) == 0) & (np.diff(code[order]) == 0))
    if twice.size:
        row = order[twice[0]]
        raise MethodError(
            message(
                "Respondent {name} answers more than once in {group}. Keep one answer each, or name the respondents "
                "as clusters.",
                name=names[who[row]],
                group=group_names[code[row]],
            )
        )
    return who


def changes(sample: Sample, who: Ints, code: Ints, first: int, second: int) -> Sample | None:
    """What each respondent who answered in both groups has in the first, less what in the second; ``None``: nobody.

    Weight: the mean of the two answers'. Cluster: that of the first.
    """
    here, there = np.flatnonzero(code == first), np.flatnonzero(code == second)
    _, a, b = np.intersect1d(who[here], who[there], assume_unique=True, return_indices=True)
    if not len(a):
        return None
    a, b = here[a], there[b]
    return Sample(
        values=sample.values[a] - sample.values[b],
        weights=(sample.weights[a] + sample.weights[b]) / 2,
        counts=np.ones(len(a), dtype=np.int64),
        clusters=None if sample.clusters is None else sample.clusters[a],
        rows=sample.rows[a],
        n_missing=0,
        weighted=sample.weighted,
    )


def paired_contrasts(measure: Measure, found: list[Sample | None], margin: float | None) -> tuple[Contrasts, Floats]:
    """Test every pair by its changes; also the effective number of respondents of each."""
    kept = [_Change(measure, sample) for sample in found]
    difference, error, null, degrees, size = (
        np.array([getattr(one, name) for one in kept]) for name in ("mean", "error", "null", "degrees", "size")
    )
    with np.errstate(invalid="ignore", divide="ignore"):
        statistic = np.where((null == 0) & (difference == 0) & (measure.kind == "share"), 0.0, difference / null)
        same = about_the_same(difference, error, degrees, margin)

    def limits(confidence: float) -> tuple[Floats, Floats]:
        if measure.kind == "share":
            both = np.array([one.score(confidence) for one in kept]).reshape(-1, 2)
            return both[:, 0], both[:, 1]
        with np.errstate(invalid="ignore"):
            reach = quantile(confidence, degrees) * error
        return difference - reach, difference + reach

    nothing = np.zeros(len(kept))  # the spread is that of the changes already
    return Contrasts(difference, statistic, degrees, two_sided(statistic, degrees), nothing, same, limits), size


class _Change:
    """Mean change of one pair, its standard error, and that under the hypothesis of none."""

    def __init__(self, measure: Measure, sample: Sample | None) -> None:
        self.sample, self.kind = sample, measure.kind
        self.mean = self.error = self.null = self.degrees = np.nan
        self.size = 0.0
        if sample is None or sample.n < 2 or sample.n_clusters == 1:
            return
        self.mean, self.size = sample.mean(), sample.effective_n()
        self.error = self.null = float(np.sqrt(sample.variance_of_mean(ddof=measure.ddof))) or np.nan
        clusters = sample.n_clusters
        self.degrees = np.inf if clusters is None else clusters - 1.0
        if self.kind == "mean" and clusters is None:
            self.degrees = sample.n_effective - 1
        if self.kind == "share":
            self.error = float(np.nan_to_num(self.error))
            moved = float(sample.shares @ sample.values**2)
            # McNemar's: were there no change, the mean square of the changes is their variance.
            still = moved - self.mean**2
            kept = self.error**2 / still if still > 0 else 1 / self.size
            self.null = float(np.sqrt(moved * kept))

    def score(self, confidence: float) -> tuple[float, float]:
        """Limits that invert McNemar's test. Source: [tango1998]."""
        if self.sample is None or not self.size:
            return np.nan, np.nan
        up = self.sample.mean((self.sample.values > 0).astype(float))
        down = self.sample.mean((self.sample.values < 0).astype(float))
        size = self.size
        if np.isfinite(self.degrees):
            many = quantile(confidence, np.array([max(self.sample.n - 1.0, 1.0)]))
            size *= float((many / quantile(confidence, np.array([self.degrees])))[0] ** 2)
        return score_of_difference(up, down, size, critical(confidence))
