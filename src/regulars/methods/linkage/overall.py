"""The overall judgement beside the attributes: complete cases of both, and the regression of one on the other."""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from regulars.language import message
from regulars.methods.attributes.cases import Cases, check_regression
from regulars.methods.attributes.drivers import answers_of, outcome_name, outcome_of
from regulars.methods.columns import Floats, IntoColumn, Scale, as_array, same_length
from regulars.methods.errors import MethodError, OptionError
from regulars.methods.indices.reliability import reliability as reliability_of
from regulars.methods.linkage.regression import left_out
from regulars.methods.sampling.settings import share


@dataclass(frozen=True)
class Overall:
    """Respondents who answered all of it. ``reliability`` of the overall judgement, NaN where nobody knows it."""

    cases: Cases
    attributes: tuple[str, ...]
    dropped: tuple[str, ...]
    reliability: float
    size: int  # rows that came in

    @classmethod
    def of(
        cls,
        X: Any,
        y: Any,
        *,
        names: Sequence[str] | None,
        scale: Scale | None,
        outcome_scale: Scale | None,
        missing: Collection[Any],
        reliability: float | None = None,
        weights: IntoColumn | None = None,
        counts: IntoColumn | None = None,
        clusters: IntoColumn | None = None,
    ) -> Overall:
        """``y`` is one column, or a frame of several items that all ask for the overall judgement."""
        attributes = answers_of(X, names=names, scale=scale, missing=missing)
        items = judgements(y, outcome_scale, missing)
        first = next(iter(items.values()))
        same_length(
            len(next(iter(attributes.values()))), *((f"y {name}".strip(), item) for name, item in items.items())
        )
        several = np.column_stack(list(items.values()))
        outcome = several.mean(axis=1) if len(items) > 1 else first
        options = {"weights": weights, "counts": counts, "clusters": clusters}
        cases = Cases.of({**attributes, outcome_name(attributes): outcome}, **options)
        dropped = tuple(name for name in cases.constant if name in attributes)
        used = cases.without(dropped)
        check_regression(used)
        known = math.nan if reliability is None else share(reliability, name="reliability", zero=False)
        if reliability is None and len(items) > 1:
            known = _alpha(items, used)
        return cls(used, tuple(attributes), dropped, known, len(outcome))

    @property
    def design(self) -> Floats:
        """1 and the attributes, each from its mean."""
        x = self.cases.values[:, :-1]
        return np.column_stack([np.ones(len(x)), (x - self.cases.means[:-1]) / self.cases.scales[:-1]])

    @property
    def y(self) -> Floats:
        """The overall judgement."""
        return np.asarray(self.cases.values[:, -1])

    def residuals(self) -> tuple[Floats, Floats]:
        """What is left of the judgement, and what would be left if the respondent had not been learnt from."""
        design, y, total = self.design, self.y, self.cases.sample.shares
        root = np.sqrt(total)
        beta = np.linalg.lstsq(design * root[:, None], y * root, rcond=None)[0]
        return y - design @ beta, y - left_out(design, y, self.cases.sample)


def judgements(y: Any, scale: Scale | None, missing: Collection[Any]) -> dict[str, Floats]:
    """The overall judgement as one item, or as several by name."""
    if not isinstance(y, Mapping) and not hasattr(y, "column_names") and not hasattr(y, "columns"):
        if as_array(y).ndim != 1:
            raise MethodError(message("Give the overall judgement as one column, or as columns by name."))
        return {"": outcome_of(y, scale, missing)}
    found = answers_of(y, names=None, scale=scale, missing=missing)
    return {"": next(iter(found.values()))} if len(found) == 1 else found


def _alpha(items: dict[str, Floats], cases: Cases) -> float:
    """Cronbach's alpha of the items that make up the overall judgement, over those who count."""
    sample = cases.sample
    own = {name: item[sample.rows] for name, item in items.items()}
    if any(np.ptp(item) == 0 for item in own.values()):
        raise OptionError(
            message("One of the items of the overall judgement has one answer throughout. Leave it out of y.")
        )
    found = reliability_of(own, weights=sample.weights, counts=sample.counts, scale=None)
    return min(max(found.alpha, 0.0), 1.0)
