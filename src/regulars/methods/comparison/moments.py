"""Sums of many groups at once, and the estimates that follow from them."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from regulars.methods.columns import Floats, Ints
from regulars.methods.comparison.clustered import Clusters, summed
from regulars.methods.sample import Sample

ALIKE = 1e-12  # a spread below this part of the square of all values is rounding


@dataclass(frozen=True)
class Estimates:
    """Arrays over groups. ``variance`` is that of ``value``, ``spread`` that of one answer (divided by n).

    ``degrees`` of freedom of the variance; ``clusters`` how many there are, NaN where answers stand alone.
    A group without answers has NaN.
    """

    n: Floats
    value: Floats
    spread: Floats
    variance: Floats
    n_effective: Floats
    degrees: Floats
    clusters: Floats

    def take(self, index: Ints) -> Estimates:
        """These groups, in this order, repeated as named."""
        return Estimates(**{name: column[index] for name, column in vars(self).items()})

    @property
    def clustered(self) -> bool:
        """Whether variances come from clusters."""
        return bool(np.isfinite(self.clusters).any())

    def spread_of_all_for_the_alike(self) -> Estimates:
        """Where all answers of a group are alike, its variance is taken from all groups together.

        Else it would count as known for certain. NaN where all answers of every group are alike.
        """
        alike = (self.n > 0) & ~(self.variance > 0)
        if not alike.any():
            return self
        pooled, _ = pooled_spread(self, 0)
        lent = np.divide(pooled, self.n_effective, out=np.full(len(self.n), np.nan), where=self.n_effective > 0)
        return replace(self, variance=np.where(alike, lent if pooled > 0 else np.nan, self.variance))


def pooled_spread(found: Estimates, ddof: int) -> tuple[float, float]:
    """Spread of one answer within all groups together, and its degrees of freedom."""
    known = found.n > ddof
    degrees = float((found.n[known] - ddof).sum())
    return (float((found.n[known] * found.spread[known]).sum() / degrees) if degrees else 0.0), degrees


@dataclass(frozen=True)
class Moments:
    """Sums over the answers of each group, values less ``centre``: shape (groups,)."""

    centre: float
    n: Floats
    weight: Floats
    weight2: Floats
    total: Floats
    square: Floats

    @classmethod
    def of(cls, sample: Sample, code: Ints, groups: int) -> Moments:
        """Of the answers in each of ``groups``; ``code`` is the group of each row of the sample."""
        centre = sample.mean()
        about = sample.values - centre
        weights = sample.weights / sample.weights.max()
        counted = weights * sample.counts

        return cls(
            centre,
            summed(code, sample.counts.astype(np.float64), groups),
            summed(code, counted, groups),
            summed(code, counted * weights, groups),
            summed(code, counted * about, groups),
            summed(code, counted * about**2, groups),
        )

    def rest(self) -> Moments:
        """For each group the sums over all the others."""
        sums = (self.n, self.weight, self.weight2, self.total, self.square)
        return Moments(self.centre, *(_of_others(column) for column in sums))

    @property
    def mean(self) -> Floats:
        """Less the centre; NaN where there is no answer."""
        return np.asarray(np.divide(self.total, self.weight, out=np.full(len(self.n), np.nan), where=self.n > 0))

    def estimates(self, *, ddof: int, clusters: Clusters | None = None, rest: bool = False) -> Estimates:
        """Kish's effective n, or with clusters the linearised variance between them."""
        nothing = np.full(len(self.n), np.nan)
        mean = self.mean
        with np.errstate(invalid="ignore", divide="ignore"):
            spread = np.where(self.n > 0, self.square / self.weight - mean**2, np.nan)
            spread = np.where(spread <= ALIKE * (self.square.sum() / self.weight.sum() + self.centre**2), 0.0, spread)
            kish = np.where(self.n > 0, self.weight**2 / self.weight2, 0.0)
            alone = spread * (self.n / np.maximum(self.n - ddof, 1)) / kish
        if clusters is None:
            return Estimates(self.n, mean + self.centre, spread, alone, kish, kish - 1, nothing)
        variance, often, concentration = (clusters.rest if rest else clusters.own)(mean, self.weight)
        with np.errstate(invalid="ignore", divide="ignore"):
            size = np.where((spread > 0) & (variance > 0), np.minimum(self.n, spread / variance), concentration)
        return Estimates(self.n, mean + self.centre, spread, variance, np.nan_to_num(size), often - 1, often)


def _of_others(column: Floats) -> Floats:
    """Sum of what stands before and after each place: a difference from the whole would lose small weights."""
    before = np.concatenate([[0.0], np.cumsum(column)[:-1]])
    after = np.concatenate([np.cumsum(column[::-1])[::-1][1:], [0.0]])
    return np.asarray(before + after)
