"""The bootstrap of a path model: all resamples as one batch of correlation matrices."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np

from regulars.language import Message, message, plural
from regulars.methods.columns import Floats
from regulars.methods.errors import ConvergenceError
from regulars.methods.intervals import Interval, check_confidence
from regulars.methods.path.algorithm import outer_model
from regulars.methods.path.estimates import Estimates, index_spread, indices
from regulars.methods.path.evaluation import heterotrait_monotrait
from regulars.methods.path.names import ByBlock
from regulars.methods.path.scaling import scaled
from regulars.methods.resampling import limits
from regulars.methods.result import Result

if TYPE_CHECKING:
    from regulars.methods.path.fitted import FittedPathModel

BATCH = 200  # resamples at a time: what a processor keeps close
ENOUGH = 1e-7  # a resample need not settle as exactly as the estimate
MEASURES = (
    *("path_coefficients", "total_effects", "indirect_effects", "r_squared"),
    *("loadings", "weights", "index", "index_effects", "htmt"),
)


@dataclass(frozen=True, kw_only=True)
class PathBootstrap(Result):
    """Percentile intervals of a fitted path model; the numbers by the same names and keys as there.

    ``standard_errors``, ``low`` and ``high`` are by measure, such as ``low["path_coefficients"]["Image", "Loyalty"]``;
    ``draws[measure]`` holds the resamples, shape (resamples, numbers). A path whose interval holds 0 may be nothing.
    ``n_failed`` resamples, in which an item never varied or the weights did not settle, are left out.
    """

    minimum_n = 100
    kept_back = ("draws",)

    path_coefficients: ByBlock
    path_coefficients_low: ByBlock
    path_coefficients_high: ByBlock
    total_effects: ByBlock
    total_effects_low: ByBlock
    total_effects_high: ByBlock
    indirect_effects: ByBlock
    indirect_effects_low: ByBlock
    indirect_effects_high: ByBlock
    r_squared: ByBlock
    r_squared_low: ByBlock
    r_squared_high: ByBlock
    loadings: dict[str, float]
    loadings_low: dict[str, float]
    loadings_high: dict[str, float]
    weights: dict[str, float]
    weights_low: dict[str, float]
    weights_high: dict[str, float]
    index: ByBlock
    index_low: ByBlock
    index_high: ByBlock
    index_effects: ByBlock
    index_effects_low: ByBlock
    index_effects_high: ByBlock
    htmt: ByBlock
    htmt_low: ByBlock
    htmt_high: ByBlock
    standard_errors: dict[str, dict[Any, float]]
    n_effective: float
    n_resamples: int
    n_failed: int
    seed: int
    draws: dict[str, Floats] = field(repr=False, compare=False)

    @classmethod
    def of(cls, fitted: FittedPathModel, n: int, seed: int, confidence: float) -> PathBootstrap:
        """Draw the respondents again ``n`` times, and fit each time."""
        check_confidence(confidence)
        draws = draw(fitted, n, seed)
        found: dict[str, Any] = {}
        errors: dict[str, dict[Any, float]] = {}
        for measure in MEASURES:
            point: dict[Any, float] = getattr(fitted, measure)
            low, high = limits(draws[measure], confidence)
            kind = type(point)
            found[measure] = point
            found[f"{measure}_low"] = kind(zip(point, low.tolist(), strict=True))
            found[f"{measure}_high"] = kind(zip(point, high.tolist(), strict=True))
            spread = draws[measure].std(axis=0, ddof=1) if len(draws[measure]) else np.full(len(point), np.nan)
            errors[measure] = kind(zip(point, spread.tolist(), strict=True))
        used = len(draws["path_coefficients"])
        return cls(
            **found,
            standard_errors=errors,
            draws=draws,
            n=fitted.n,
            n_missing=fitted.n_missing,
            n_effective=fitted.n_effective,
            n_resamples=used,
            n_failed=n - used,
            seed=seed,
            confidence=confidence,
            interval=Interval.BOOTSTRAP,
        )

    @property
    def notes(self) -> tuple[Message, ...]:
        """What a reader must know before using the intervals."""
        if not self.n_failed:
            return ()
        return (
            plural(
                "{count} resample had no solution and was left out.",
                "{count} resamples had no solution and were left out.",
                self.n_failed,
            ),
        )


@dataclass(frozen=True)
class Drawn:
    """A batch of b resamples: its models, the level and spread of each index (b, k), and HTMT (b, k, k)."""

    found: Estimates
    levels: Floats
    spreads: Floats
    htmt: Floats


def draw(fitted: FittedPathModel, n: int, seed: int) -> dict[str, Floats]:
    """Every measure in each resample that has a solution, shape (resamples, numbers)."""
    parts = list(_batches(fitted, n, seed))
    found = {name: np.concatenate([part[name] for part in parts]) for name in parts[0]}
    if n and not len(found["path_coefficients"]):
        raise ConvergenceError(
            message("Not one of {count} resamples has a solution: too few respondents for this model.", count=n)
        )
    return found


def _batches(fitted: FittedPathModel, n: int, seed: int) -> Iterator[dict[str, Floats]]:
    model, structure = fitted.model, fitted.model.structure
    correlation, means, deviations = fitted.answers.resample(n, seed)
    like = np.array(list(fitted.loadings.values()))
    measures = _measures(fitted)
    for start in range(0, max(len(correlation), 1), BATCH):
        part = slice(start, start + BATCH)
        r = correlation[part]
        outer = outer_model(r, structure, model.scheme, tolerance=ENOUGH).turned(structure, like)
        with np.errstate(invalid="ignore"):
            found = Estimates.of(outer, r, structure, consistent=model.consistent)
        level, spread = scaled(model, means[part], deviations[part])
        drawn = Drawn(
            found,
            indices(found.weights, level, spread, structure),
            index_spread(found.weights, spread, structure),
            heterotrait_monotrait(r, structure),
        )
        usable = outer.converged & np.isfinite(found.effects).all(axis=(1, 2)) & np.isfinite(found.loadings).all(axis=1)
        yield {name: take(drawn)[usable] for name, take in measures.items()}


def _measures(fitted: FittedPathModel) -> dict[str, Callable[[Drawn], Floats]]:
    """How each measure is taken from the estimates, its numbers in the order of its keys."""
    structure = fitted.model.structure
    place = {name: j for j, name in enumerate(structure.blocks)}

    def pairs(keys: Any) -> tuple[list[int], list[int]]:
        return [place[first] for first, _ in keys], [place[second] for _, second in keys]

    direct, reach, apart = pairs(fitted.path_coefficients), pairs(fitted.total_effects), pairs(fitted.htmt)
    explained, indexed = [place[name] for name in fitted.r_squared], [place[name] for name in fitted.index]
    causes, effects = pairs(fitted.index_effects)
    return {
        "path_coefficients": lambda d: d.found.paths[:, *direct],
        "total_effects": lambda d: d.found.effects[:, *reach],
        "indirect_effects": lambda d: d.found.effects[:, *reach] - d.found.paths[:, *reach],
        "r_squared": lambda d: d.found.r_squared[:, explained],
        "loadings": lambda d: d.found.loadings,
        "weights": lambda d: d.found.weights,
        "index": lambda d: d.levels[:, indexed],
        "index_effects": lambda d: d.found.effects[:, causes, effects] * d.spreads[:, effects] / d.spreads[:, causes],
        "htmt": lambda d: d.htmt[:, *apart],
    }
