"""Importance that follows from the answers: each attribute's share of R², the same in every resample."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from regulars.language import message
from regulars.methods.attributes.cases import Cases, check_regression
from regulars.methods.attributes.drivers import importance_draws, outcome_name, outcome_of
from regulars.methods.attributes.measures import measure_of
from regulars.methods.attributes.moments import Moments, Resamples
from regulars.methods.columns import Floats, IntoColumn, Ints, Scale
from regulars.methods.errors import OptionError

STATED = "stated"  # where importance does not follow, but was said


@dataclass(frozen=True)
class Derived:
    """``values`` shape (attributes,), 0 for one that never varies and so is not ``counted``.

    ``draws`` shape (usable resamples, attributes); ``usable`` says which resamples allow a regression.
    """

    values: Floats
    draws: Floats
    counted: NDArray[np.bool_]
    usable: Ints

    @classmethod
    def of(cls, cases: Cases | Moments, resamples: Resamples, name: str) -> Derived:
        """By the measure of this name, where the last column is the outcome."""
        measure = measure_of(name)
        constant = cases.constant
        counted = np.array([attribute not in constant for attribute in cases.names[:-1]])
        used = cases.without(tuple(attribute for attribute in cases.names[:-1] if attribute in constant))
        check_regression(used)
        values = np.zeros(len(counted))
        values[counted], _ = measure.shares(used.correlation)
        columns = np.flatnonzero(np.append(counted, True))
        drawn, usable = importance_draws(resamples, columns, measure, used.correlation, values[counted])
        draws = np.zeros((len(drawn), len(counted)))
        draws[:, counted] = drawn
        return cls(values, draws, counted, usable)


def outcome_column(
    y: IntoColumn | None, attributes: Mapping[str, Floats], *, scale: Scale, missing: Any
) -> dict[str, Floats]:
    """The outcome under a name that no attribute has; derived importance cannot do without."""
    if y is None:
        raise OptionError(
            message("Derived importance needs y, the overall satisfaction. Give it, or state the importance.")
        )
    return {outcome_name(attributes): outcome_of(y, scale, missing)}
