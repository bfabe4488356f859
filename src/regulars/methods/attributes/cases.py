"""Complete cases of several columns, their correlations, and the same of every resample."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from regulars.language import message
from regulars.methods.attributes.moments import SINGULAR, Moments, Resamples
from regulars.methods.attributes.respondents import Respondents
from regulars.methods.columns import Floats
from regulars.methods.errors import DependentColumnsError, TooFewAnswersError
from regulars.methods.resampling import alike, resampled_sums

# From here on the mean of a resample is as good as normal, and drawn as such: its cost no longer grows with n.
MANY = 1000


@dataclass(frozen=True)
class Cases(Respondents):
    """Respondents who answered every column."""

    @staticmethod
    def enough(given: NDArray[np.bool_]) -> NDArray[np.bool_]:
        """Every answer."""
        return np.asarray(given.all(axis=1))

    @property
    def constant(self) -> tuple[str, ...]:
        """Names of the columns in which every respondent said the same."""
        same = (self.values == self.values[:1]).all(axis=0)
        return tuple(name for name, all_same in zip(self.names, same.tolist(), strict=True) if all_same)

    @property
    def n_effective(self) -> float:
        """Size of the unweighted sample that would be as exact."""
        return self.sample.n_effective

    @cached_property
    def means(self) -> Floats:
        """Weighted mean of each column."""
        return np.array([self.sample.mean(column) for column in self.values.T])

    @cached_property
    def scales(self) -> Floats:
        """Weighted standard deviation of each column (divided by n); 1 where it is constant."""
        deviation = np.sqrt(self.sample.shares @ (self.values - self.means) ** 2)
        return np.where(np.ptp(self.values, axis=0) > 0, deviation, 1.0)

    @cached_property
    def correlation(self) -> Floats:
        """Weighted correlations, shape (columns, columns)."""
        z = (self.values - self.means) / self.scales
        return np.asarray((z * self.sample.shares[:, None]).T @ z)

    def resample(self, n_resamples: int, seed: int) -> Resamples:
        """Means and correlations of every resample."""
        if self.n >= MANY and not self.sample.weighted and self.sample.clusters is None:
            return self.moments().resample(n_resamples, seed)
        k = len(self.names)
        upper = np.triu_indices(k)
        # Standardised before the sums are formed, so that nothing cancels when the mean is taken off again.
        z = np.column_stack([np.ones(len(self.values)), (self.values - self.means) / self.scales])
        products = z[:, 1:][:, upper[0]] * z[:, 1:][:, upper[1]]
        sums = resampled_sums(
            np.column_stack([z, products]) * self.sample.weights[:, None],
            key=np.column_stack([self.values, self.sample.weights]),
            counts=self.sample.counts,
            clusters=self.sample.clusters,
            n_resamples=n_resamples,
            seed=seed,
        )
        mean = sums[:, 1 : k + 1] / sums[:, :1]
        place = np.empty((k, k), dtype=np.intp)
        place[upper] = place.T[upper] = np.arange(len(upper[0]))
        covariance = (sums[:, k + 1 :] / sums[:, :1]).take(place, axis=1)
        covariance -= mean[:, :, None] * mean[:, None, :]
        return Resamples(self.means + self.scales * mean, covariance)

    def moments(self) -> Moments:
        """The same respondents as sums; rows that are alike go in together, so their order is nothing."""
        first, often = alike(self.values, self.sample.counts)
        return Moments.of(self.names, self.values[first], often, self.n_missing)


class Related(Protocol):
    """Columns with their correlations, the outcome last."""

    @property
    def names(self) -> tuple[str, ...]: ...
    @property
    def constant(self) -> tuple[str, ...]: ...
    @property
    def n(self) -> int: ...
    @property
    def correlation(self) -> Floats: ...


def check_regression(cases: Related) -> None:
    """Raise unless the last column can be regressed on the others."""
    p = len(cases.names) - 1
    if not p:
        raise DependentColumnsError(message("Every attribute has one and the same answer throughout."))
    if cases.names[-1] in cases.constant:
        raise DependentColumnsError(
            message("Every answer of {column} is the same: there is nothing to explain.", column=cases.names[-1])
        )
    if cases.n < p + 2:
        raise TooFewAnswersError(
            message(
                "There are {n} complete rows for {count} attributes. At least {least} are needed.",
                n=cases.n,
                count=p,
                least=p + 2,
            )
        )
    check_dependence(cases.names[:-1], cases.correlation[:-1, :-1])


def check_dependence(names: tuple[str, ...], correlation: Floats) -> None:
    """Raise where a column follows from the others."""
    values, vectors = np.linalg.eigh(correlation)
    if values[0] > SINGULAR:
        return
    pairs = np.abs(np.triu(correlation, 1))
    a, b = np.unravel_index(int(pairs.argmax()), pairs.shape)
    if pairs[a, b] > 1 - 1e-6:
        raise DependentColumnsError(
            message(
                "{first} and {second} say the same (correlation {value}); their importance cannot be told apart. "
                "Leave one of them out.",
                first=names[a],
                second=names[b],
                value=float(correlation[a, b]),
            )
        )
    involved = np.flatnonzero(np.abs(vectors[:, 0]) > 1e-4)
    raise DependentColumnsError(
        message(
            "These columns depend on each other: {columns}. One of them follows from the rest, or there are too few "
            "different answers. Leave one out.",
            columns=tuple(names[j] for j in involved),
        )
    )
