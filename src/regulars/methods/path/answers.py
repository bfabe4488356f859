"""The answers that a path model is computed from: checked, complete, weighed."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import numpy as np

from regulars.language import message
from regulars.methods.attributes.cases import Cases
from regulars.methods.attributes.moments import SINGULAR
from regulars.methods.columns import Floats, IntoColumn, Scale, frame_columns, numbers, ratings, same_length
from regulars.methods.errors import DependentColumnsError, OptionError, TooFewAnswersError
from regulars.methods.items import Items
from regulars.methods.path.structure import Structure

INCOMPLETE = ("mean", "casewise")
MOST = float(np.finfo(np.float64).max)


@dataclass(frozen=True)
class Answers:
    """Complete ``cases`` of the items; ``given`` says which answers are the respondents' own (``None``: all)."""

    cases: Cases
    given: Floats | None

    @classmethod
    def of(
        cls,
        frame: Any,
        structure: Structure,
        *,
        scales: Mapping[str, Scale],
        incomplete: str,
        missing: Collection[Any],
        weights: IntoColumn | None,
        counts: IntoColumn | None,
        clusters: IntoColumn | None,
    ) -> Answers:
        """Take the items of the model from a frame; raises where no model can be computed from them."""
        check_incomplete(incomplete, missing)
        columns = _columns(frame, structure.items, scales, missing)
        sampling = {"weights": weights, "counts": counts, "clusters": clusters}
        if incomplete == "casewise":
            found = cls(Cases.of(columns, **sampling), None)
        else:
            found = cls._replaced(Items.of(columns, **sampling))
        _check(found, structure)
        return found

    @classmethod
    def _replaced(cls, items: Items) -> Answers:
        given = ~np.isnan(items.answers)
        if given.all():
            return cls(Cases(items.names, items.answers + 0.0, items.people), None)
        for name, n in zip(items.names, items.item_n, strict=True):
            if not n:
                raise TooFewAnswersError(message("Nobody answered {column}. Leave it out of its block.", column=name))
        filled = np.where(given, items.answers, items.means) + 0.0
        return cls(Cases(items.names, filled, items.people), given.astype(np.float64))

    @property
    def replaced(self) -> dict[str, int]:
        """How many answers of each item the item's mean stands for."""
        if self.given is None:
            return dict.fromkeys(self.cases.names, 0)
        absent = self.cases.sample.counts @ (1 - self.given)
        return dict(zip(self.cases.names, absent.astype(int).tolist(), strict=True))

    @cached_property
    def means(self) -> Floats:
        """Weighted mean of each item."""
        return np.asarray(self.cases.sample.shares @ self.cases.values)

    @cached_property
    def deviations(self) -> Floats:
        """Standard deviation of each item (divided by n − 1)."""
        n = self.cases.n
        return np.asarray(np.sqrt(np.diag(self._covariance) * (n / max(n - 1, 1))))

    @cached_property
    def correlation(self) -> Floats:
        """Weighted correlations of the items."""
        deviation = np.sqrt(np.diag(self._covariance))
        return np.asarray(self._covariance / deviation / deviation[:, None])

    @cached_property
    def alike(self) -> tuple[tuple[str, str], ...]:
        """Pairs of items that say the same."""
        close = np.argwhere(np.triu(np.abs(self.correlation) > 1 - 1e-9, 1)).tolist()
        return tuple((self.cases.names[a], self.cases.names[b]) for a, b in close)

    def resample(self, n_resamples: int, seed: int) -> tuple[Floats, Floats, Floats]:
        """Correlations (b, p, p), means and deviations (b, p) of the resamples in which every item varies."""
        p = len(self.cases.names)
        drawn = self._with_given().resample(n_resamples, seed)
        covariance, means = drawn.covariance[:, :p, :p], drawn.means[:, :p]
        usable = (np.diagonal(covariance, axis1=1, axis2=2) > SINGULAR).all(axis=1)
        if not usable.all():
            covariance, means = covariance[usable], means[usable]
        spread = np.sqrt(np.diagonal(covariance, axis1=1, axis2=2))
        if self.given is not None:
            # A resample has its own share of replaced answers: its mean is that of those who answered.
            some = np.flatnonzero((self.given < 1).any(axis=0))
            offset = means[:, some] - self.cases.means[some]
            means[:, some] = self.cases.means[some] + offset / drawn.means[usable, p:]
        covariance /= spread[:, :, None]
        covariance /= spread[:, None, :]
        return covariance, means, spread * self.deviations

    @cached_property
    def _covariance(self) -> Floats:
        centred = self.cases.values - self.means
        return np.asarray((centred * self.cases.sample.shares[:, None]).T @ centred)

    def _with_given(self) -> Cases:
        if self.given is None:
            return self.cases
        some = np.flatnonzero((self.given < 1).any(axis=0))
        names = tuple(f"answered {self.cases.names[j]}" for j in some)
        values = np.column_stack([self.cases.values, self.given[:, some]])
        return replace(self.cases, names=self.cases.names + names, values=values)


def check_incomplete(incomplete: str, missing: Any) -> None:
    """One of the two ways, named in the right place."""
    if isinstance(missing, str):
        raise OptionError(
            message(
                "missing is “{value}”: it names codes, such as {example}. What to do about a missing answer is said "
                "by incomplete, which is one of: {known}.",
                value=missing,
                example="[99]",
                known=INCOMPLETE,
            )
        )
    if incomplete not in INCOMPLETE:
        raise OptionError(
            message("incomplete is “{value}”. Choose one of: {known}.", value=str(incomplete), known=INCOMPLETE)
        )


def _plain(columns: Mapping[str, Any], scales: Mapping[str, Scale]) -> dict[str, Floats]:
    """Columns that are good as they are, looked at all at once; none where one of them needs a closer look."""
    first = next(iter(columns.values()))
    if not all(type(column) is np.ndarray and column.dtype == np.float64 for column in columns.values()):
        return {}
    if any(column.shape != first.shape or column.ndim != 1 for column in columns.values()):
        return {}
    low, high = np.array([scales.get(name, (-MOST, MOST)) for name in columns], dtype=np.float64).T
    table = np.array(list(columns.values()))
    with np.errstate(invalid="ignore"):
        outside = (table < low[:, None]) | (table > high[:, None])
    return {} if outside.any() else dict(zip(columns, table, strict=True))


def _columns(
    frame: Any, items: tuple[str, ...], scales: Mapping[str, Scale], missing: Collection[Any]
) -> dict[str, Floats]:
    columns = frame_columns(frame, items)
    if not missing and (plain := _plain(columns, scales)):
        return plain
    found = {}
    for name, column in columns.items():
        if name in scales:
            found[name] = ratings(column, name=name, scale=scales[name], missing=missing)
        else:
            found[name] = numbers(column, name=name, missing=missing)
    same_length(len(found[items[0]]), *found.items())
    return found


def _check(answers: Answers, structure: Structure) -> None:
    """Raise unless every item varies and there are respondents enough."""
    cases = answers.cases
    for name in cases.constant:
        raise DependentColumnsError(
            message("Every answer of {column} is the same: it goes with no other item. Leave it out.", column=name)
        )
    least = 2 + int(structure.leads.sum(axis=0).max())
    if cases.n < least:
        raise TooFewAnswersError(
            message(
                "Only {n} rows can be used. This model needs at least {least}, and many more to say something.",
                n=cases.n,
                least=least,
            )
        )
    for block in structure.formative:
        _check_formative(answers.correlation, structure, block)


def _check_formative(correlation: Floats, structure: Structure, block: int) -> None:
    own = structure.items_of(block)
    values, vectors = np.linalg.eigh(correlation[np.ix_(own, own)])
    if values[0] <= SINGULAR:
        raise DependentColumnsError(
            message(
                "The items {columns} of {block} depend on each other: mode B cannot tell their weights apart. "
                "Leave one out, or choose mode A.",
                columns=tuple(structure.items[own[j]] for j in np.flatnonzero(np.abs(vectors[:, 0]) > 1e-4)),
                block=structure.blocks[block],
            )
        )
