"""What a company gives of its own customers, checked: columns with one row a customer, and numbers of a whole time."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from regulars.language import message
from regulars.methods.columns import (
    Floats,
    IntoColumn,
    Ints,
    Scale,
    check_scale,
    counts_of,
    numbers,
    ratings,
    same_length,
    within_reach,
)
from regulars.methods.errors import MethodError, OptionError
from regulars.methods.leaving.happened import happened
from regulars.methods.sampling.settings import finite, whole

AMOUNTS = ("value", "margin")
ANSWERS = ("left", "problem", "complained", "returned")


@dataclass(frozen=True)
class Given:
    """Columns as floats, shape (rows,), NaN where nothing is known; ``known`` names all that was given."""

    columns: dict[str, Floats]
    numbers: dict[str, float]
    counts: Ints
    scale: Scale
    satisfied_from: float
    confidence: float
    n_resamples: int
    seed: int

    @property
    def known(self) -> frozenset[str]:
        """Names of the columns and numbers that were given."""
        return frozenset(self.columns) | frozenset(self.numbers)

    def __getitem__(self, name: str) -> Floats:
        return self.columns[name]

    def whole(self, name: str) -> int:
        """A number of customers or periods."""
        return int(self.numbers[name])

    @property
    def satisfied(self) -> NDArray[np.float64]:
        """1 who said satisfied, 0 who did not, NaN who said nothing."""
        rating = self["rating"]
        return np.where(np.isnan(rating), np.nan, (rating >= self.satisfied_from).astype(np.float64))


def given_of(
    columns: dict[str, IntoColumn | None],
    settings: dict[str, Any],
    *,
    counts: IntoColumn | None,
    scale: Scale,
    satisfied_from: float | None,
    yes: Any,
    missing: Collection[Any],
    confidence: float,
    n_resamples: int,
    seed: int,
) -> Given:
    """Check all columns and numbers under the names by which they were given."""
    lowest, highest = check_scale(scale)
    cut = finite(highest - 1 if satisfied_from is None else satisfied_from, name="satisfied_from")
    if not lowest < cut <= highest:
        raise OptionError(
            message(
                "satisfied_from is {value}. It lies above {low} and not beyond {high}.",
                value=cut,
                low=float(lowest),
                high=float(highest),
            )
        )
    found: dict[str, Floats] = {}
    for name, column in columns.items():
        if column is None:
            continue
        if name in AMOUNTS:
            found[name] = within_reach(numbers(column, name=name, missing=missing), name=name)
        elif name in ANSWERS:
            found[name] = happened(column, name=name, yes=yes, missing=missing)
        else:
            found[name] = ratings(column, name=name, scale=scale, missing=missing)
    if not found:
        raise MethodError(
            message("No column is given. Name at least one of: {known}.", known=(*AMOUNTS, "rating", *ANSWERS))
        )
    size = len(next(iter(found.values())))
    same_length(size, *found.items())
    repeat = counts_of(counts, size)
    return Given(
        columns=found,
        numbers={name: _number(name, value) for name, value in settings.items() if value is not None},
        counts=np.ones(size, dtype=np.int64) if repeat is None else repeat,
        scale=scale,
        satisfied_from=cut,
        confidence=confidence,
        n_resamples=n_resamples,
        seed=seed,
    )


def _number(name: str, value: Any) -> float:
    if name != "discount_rate":
        return whole(0 if name.endswith(("won", "logged")) else 1, value, name=name)
    rate = finite(value, name=name)
    if rate <= -1:
        raise OptionError(message("discount_rate is {value}. It lies above −1; ten per cent are 0.1.", value=rate))
    return rate
