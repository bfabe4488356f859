"""Weights made to fit a population, and what is told of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from regulars.language import message
from regulars.methods.columns import Floats, IntoColumn, Ints, counts_of, groups, text_of, weights_of
from regulars.methods.errors import MarginError, TooFewAnswersError
from regulars.methods.result import Result
from regulars.methods.sampling.settings import finite

TOTALS_AGREE = 1e-9  # relative: shares such as 0.52 + 0.48 sum to 1 but for the last digit


@dataclass(frozen=True, kw_only=True)
class Calibrated(Result):
    """One weight for each row, in the order given; they sum to the population (its total, or 1 for shares).

    ``sample_shares`` is the share of each category before, ``population_shares`` what it was to be and now is.
    ``smallest`` and ``largest`` are multiples of the mean weight. ``n`` counts the answers with a weight above 0.
    ``base`` (the weights before) and ``groups`` (the categories' codes, one column for each margin) are there for
    ``survey_mean``, whose standard errors need them.
    """

    kept_back = ("base", "groups")

    design_effect: float
    design_effect_before: float
    n_effective: float
    smallest: float
    largest: float
    sample_shares: dict[str, float]
    population_shares: dict[str, float]
    weights: Floats = field(compare=False)
    base: Floats = field(repr=False, compare=False)
    groups: tuple[Ints, ...] = field(repr=False, compare=False)


@dataclass(frozen=True)
class Margin:
    """One column of categories with the population of each.

    ``codes`` shape (rows,); ``targets`` shape (categories,), all above 0.
    """

    name: str
    categories: tuple[str, ...]
    codes: Ints
    targets: Floats

    @classmethod
    def of(cls, column: IntoColumn, targets: Mapping[Any, float], mass: Floats, *, name: str) -> Margin:
        """Check a column against its targets; ``mass`` is each row's weight times count.

        Raises ``MarginError`` for a category without a target, and for a target that nobody could meet.
        """
        wanted = _targets(targets, name)
        found, codes = groups(column, name=name)
        held = np.bincount(codes, weights=mass, minlength=len(found))
        in_sample = {category: value > 0 for category, value in zip(found, held.tolist(), strict=True)}
        for category in found:
            if in_sample[category] and not wanted.get(category):
                raise _no_target(name, category, known=category in wanted, wanted=wanted)
        for category, target in wanted.items():
            if target > 0 and not in_sample.get(category):
                raise MarginError(
                    message(
                        "Nobody in the sample is {category} of {column}, but {target} should be. Merge it with another "
                        "category, in the sample and in the targets.",
                        category=category,
                        column=name,
                        target=target,
                    )
                )
        # Categories of rows that do not count have no target, and need none.
        values = np.array([wanted.get(category, 0.0) for category in found])
        return cls(name, found, codes, values)

    @property
    def total(self) -> float:
        """Population over all categories."""
        return float(self.targets.sum())

    def labelled(self) -> list[tuple[str, int]]:
        """Label and code of each category that somebody has."""
        return [(f"{self.name}: {title}", k) for k, title in enumerate(self.categories) if self.targets[k] > 0]


def base_weights(weights: IntoColumn | None, counts: IntoColumn | None, size: int) -> tuple[Floats, Ints]:
    """Weights and frequencies of ``size`` rows, ones where none are given."""
    if not size:
        raise TooFewAnswersError(message("The column is empty: there is nothing to compute from."))
    given, often = weights_of(weights, size), counts_of(counts, size)
    return (
        np.ones(size) if given is None else given,
        np.ones(size, dtype=np.int64) if often is None else often,
    )


def kish(weights: Floats, counts: Ints) -> float:
    """Kish's design effect over the rows that count."""
    inside = (weights > 0) & (counts > 0)
    w, c = weights[inside] / weights.max(), counts[inside]
    return float(c.sum() * (c @ w**2) / (c @ w) ** 2)


def described(weights: Floats, base: Floats, counts: Ints, margins: tuple[Margin, ...]) -> dict[str, Any]:
    """The fields of ``Calibrated`` for these weights."""
    inside = (weights > 0) & (counts > 0)
    n = int(counts[inside].sum())
    mean = float(counts @ weights) / n
    effect, mass = kish(weights, counts), base * counts
    sample, population = {}, {}
    for margin in margins:
        held = np.bincount(margin.codes, weights=mass, minlength=len(margin.targets)) / mass.sum()
        for title, code in margin.labelled():
            sample[title], population[title] = float(held[code]), float(margin.targets[code] / margin.total)
    return {
        "n": n,
        "n_missing": int(counts[~inside].sum()),
        "weights": weights,
        "design_effect": effect,
        "design_effect_before": kish(base, counts),
        "n_effective": n / effect,
        "smallest": float(weights[inside].min() / mean),
        "largest": float(weights[inside].max() / mean),
        "sample_shares": sample,
        "population_shares": population,
        "base": base,
        "groups": tuple(margin.codes for margin in margins),
    }


def check_totals(margins: tuple[Margin, ...]) -> None:
    """All margins describe one population, so their totals agree."""
    first = margins[0]
    for other in margins[1:]:
        if abs(other.total - first.total) > TOTALS_AGREE * first.total:
            raise MarginError(
                message(
                    "The targets of {first} sum to {total}, those of {second} to {other}. Both describe one "
                    "population: mend one, or give both as shares that sum to 1.",
                    first=first.name,
                    total=first.total,
                    second=other.name,
                    other=other.total,
                )
            )


def _targets(targets: Mapping[Any, float], name: str) -> dict[str, float]:
    if not isinstance(targets, Mapping):
        raise MarginError(
            message(
                "The targets of {column} are no names with numbers. Write them as category: population.", column=name
            )
        )
    found = {text_of(category): finite(target, name=text_of(category)) for category, target in targets.items()}
    for category, target in found.items():
        if target < 0:
            raise MarginError(
                message(
                    "The target of {category} of {column} is {value}. A population is not below 0.",
                    category=category,
                    column=name,
                    value=target,
                )
            )
    if not any(found.values()):
        raise MarginError(message("The targets of {column} are all zero. Somebody must be there.", column=name))
    return found


def _no_target(name: str, category: str, *, known: bool, wanted: dict[str, float]) -> MarginError:
    if known:
        return MarginError(
            message(
                "The target of {category} of {column} is 0, but the sample holds such people. Leave them out, or give "
                "their share of the population.",
                category=category,
                column=name,
            )
        )
    return MarginError(
        message(
            "{category} of {column} has no target. There are targets for: {known}.",
            category=category,
            column=name,
            known=tuple(wanted)[:12],
        )
    )
