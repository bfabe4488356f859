"""Answers with their weights, counts and clusters: what every estimate of a mean is computed from."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from regulars.language import message
from regulars.methods.columns import Floats, IntoColumn, Ints, counts_of, labels, same_length, weights_of
from regulars.methods.errors import TooFewAnswersError

_ONE_CLUSTER = message("All answers come from one cluster; an interval needs at least two.")


@dataclass(frozen=True)
class Sample:
    """Valid answers only; ``n_missing`` counts what was left out (in repetitions), answers of weight 0 too.

    ``values`` shape (rows,); ``weights`` shape (rows,), survey weights; ``counts`` shape (rows,),
    frequencies; ``clusters`` shape (rows,) with codes, or ``None``; ``rows`` shape (rows,), where each stood
    in the column that came in.
    """

    values: Floats
    weights: Floats
    counts: Ints
    clusters: Ints | None
    rows: Ints
    n_missing: int
    weighted: bool

    @classmethod
    def of(
        cls,
        values: Floats,
        *,
        weights: IntoColumn | None = None,
        counts: IntoColumn | None = None,
        clusters: IntoColumn | None = None,
    ) -> Sample:
        """Take a checked column (NaN = missing) apart. Raises when no answer is left."""
        size = len(values)
        w = weights_of(weights, size, needed=~np.isnan(values))
        c = counts_of(counts, size)
        groups = None
        if clusters is not None:
            groups = labels(clusters, name="clusters").astype(np.int64)
            same_length(size, ("clusters", groups))
        repeat = np.ones(size, dtype=np.int64) if c is None else c
        weight = np.ones(size) if w is None else w
        # Weight 0 puts an answer outside the estimate, count 0 says that nobody gave it.
        given = ~np.isnan(values) & (weight > 0) & (repeat > 0)
        if not size:
            raise TooFewAnswersError(message("The column is empty: there is nothing to compute from."))
        if not given.any():
            raise TooFewAnswersError(
                message("There are no answers to compute from: all {count} rows are missing.", count=size)
            )
        if groups is not None and len(np.unique(groups[given])) < 2:
            raise TooFewAnswersError(_ONE_CLUSTER)
        return cls(
            values=values[given],
            weights=weight[given],
            counts=repeat[given],
            clusters=None if groups is None else groups[given],
            rows=np.flatnonzero(given),
            n_missing=int(repeat[~given].sum()),
            weighted=w is not None,
        )

    def over(self, values: Floats) -> Sample:
        """The same respondents with other values, shape (rows,); who has none (NaN) leaves."""
        given = ~np.isnan(values)
        return Sample(
            values=values[given],
            weights=self.weights[given],
            counts=self.counts[given],
            clusters=None if self.clusters is None else self.clusters[given],
            rows=self.rows[given],
            n_missing=int(self.counts[~given].sum()),
            weighted=self.weighted,
        )

    @cached_property
    def n(self) -> int:
        """Number of answers, repetitions included."""
        return int(self.counts.sum())

    @property
    def shares(self) -> Floats:
        """Each row's part of the total weight; sums to 1."""
        total = self.weights * self.counts
        return np.asarray(total / total.sum())

    @cached_property
    def design_effect(self) -> float:
        """Kish's design effect of the weights, n Σw² / (Σw)². Source: [kish1965]; 1 without weights."""
        w, c = self.weights / self.weights.max(), self.counts
        return float(self.n * (c * w**2).sum() / (c * w).sum() ** 2)

    @property
    def n_effective(self) -> float:
        """N / design effect: the size of the unweighted sample that would be as exact."""
        return self.n / self.design_effect

    @cached_property
    def n_clusters(self) -> int | None:
        """How many clusters answered, or ``None`` where there are none."""
        return None if self.clusters is None else len(np.unique(self.clusters))

    def effective_n(self, of: Floats | None = None) -> float:
        """Size of the simple random sample that would know the mean as exactly; never more than n.

        Without clusters n / Kish's design effect; with clusters spread / linearised variance. Where all
        answers are the same the data cannot tell how alike a cluster is, and its answers count as one.
        Source: [korn1998].
        """
        if self.clusters is None:
            return self.n_effective
        y = self.values if of is None else of
        spread = float(self.shares @ (y - self.mean(y)) ** 2)
        variance = self.variance_of_mean(y)
        if spread > 1e-14 and variance > 0:
            return min(float(self.n), spread / variance)
        _, row = np.unique(self.clusters, return_inverse=True)
        return float(1 / (np.bincount(row, weights=self.shares) ** 2).sum())

    def mean(self, of: Floats | None = None) -> float:
        """Weighted mean of the values, or of another column of the same rows."""
        # Summed the same way above and below the line: where every value is 1, the mean is exactly 1.
        total = self.weights * self.counts
        return float((total * (self.values if of is None else of)).sum() / total.sum())

    def variance_of_mean(self, of: Floats | None = None, *, ddof: int = 1) -> float:
        """Variance of the weighted mean.

        Without clusters: s² / n_effective (``ddof`` 0 divides by n, 1 by n − 1 as usual). With clusters:
        linearised between-cluster variance G/(G−1) Σ_g (Σ_i share_i (y_i − mean))², with replacement.
        Source: [kish1965], [cochran1977] chapter 11.
        """
        y = self.values if of is None else of
        residual = y - self.mean(y)
        if self.clusters is None:
            spread = float(self.shares @ residual**2)
            if ddof:
                spread *= self.n / max(self.n - ddof, 1)
            return spread / self.n_effective
        codes, row = np.unique(self.clusters, return_inverse=True)
        if len(codes) < 2:
            raise TooFewAnswersError(_ONE_CLUSTER)
        totals = np.bincount(row, weights=self.shares * residual)
        return float(len(codes) / (len(codes) - 1) * (totals**2).sum())
