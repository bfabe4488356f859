"""The same path model in several groups, and which of its numbers differ between them."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from itertools import combinations
from typing import TYPE_CHECKING, Any

import numpy as np

from regulars.language import Message, message
from regulars.methods.columns import Floats, IntoColumn, as_array, frame_columns, groups, same_length
from regulars.methods.comparison.difference import Verdict
from regulars.methods.comparison.many import adjusted
from regulars.methods.errors import MethodError, OptionError, TooFewAnswersError
from regulars.methods.intervals import Interval, check_confidence
from regulars.methods.path.names import ByBlock
from regulars.methods.path.resampled import MEASURES, PathBootstrap, draw
from regulars.methods.resampling import check_seed, limits
from regulars.methods.result import Result

if TYPE_CHECKING:
    from regulars.methods.path.fitted import FittedPathModel
    from regulars.methods.path.model import PathModel


@dataclass(frozen=True, kw_only=True)
class PathComparison(Result):
    """Arrays over pairs of groups, within them over the numbers of the model; differences as first less second.

    ``what`` names the number, such as "Image → Loyalty". ``p_adjusted`` allows for all of them. ``verdict`` is clear
    only where the adjusted p is small and the interval excludes zero. ``fitted`` holds the model of each group.
    """

    minimum_n = PathBootstrap.minimum_n
    kept_back = ("fitted",)

    names: tuple[str, ...]
    group_n: tuple[int, ...]
    measure: str
    first: tuple[str, ...]
    second: tuple[str, ...]
    what: tuple[str, ...]
    first_value: Floats
    second_value: Floats
    difference: Floats
    difference_low: Floats
    difference_high: Floats
    p_value: Floats
    p_adjusted: Floats
    verdict: tuple[Verdict, ...]
    adjust: str
    n_effective: float
    n_resamples: int
    seed: int
    fitted: dict[str, FittedPathModel] = field(repr=False, compare=False)

    @property
    def too_few(self) -> bool:
        """Whether no two groups are large enough."""
        return sum(model.n_effective >= self.minimum_n for model in self.fitted.values()) < 2

    @property
    def notes(self) -> tuple[Message, ...]:
        """What a reader must know before comparing: a block may be another thing in another group."""
        return (
            message(
                "Paths can be compared only if the items mean the same to each group. Look first whether the weights "
                "differ."
            ),
        )


def compare_groups(
    model: PathModel,
    frame: Any,
    group_of: IntoColumn,
    *,
    measure: str,
    adjust: str,
    n_resamples: int,
    seed: int,
    confidence: float,
    missing: Collection[Any],
    incomplete: str,
    **sampling: IntoColumn | None,
) -> PathComparison:
    """Fit the model to each group, resample each by itself, and set their differences against chance."""
    _check(measure, confidence)
    seed = check_seed(seed)
    names, place = groups(group_of, name="groups")
    columns = {name: as_array(column) for name, column in frame_columns(frame, model.structure.items).items()}
    given = {name: None if column is None else as_array(column) for name, column in sampling.items()}
    others = {"groups": place, **{name: column for name, column in given.items() if column is not None}}
    same_length(len(next(iter(columns.values()))), *columns.items(), *others.items())
    if not names:
        raise TooFewAnswersError(message("The column is empty: there is nothing to compute from."))
    if len(names) < 2:
        raise MethodError(message("There is only the group {name}; nothing can be compared.", name=names[0]))
    fitted = {
        name: model.fit(
            {name: column[place == code] for name, column in columns.items()},
            missing=missing,
            incomplete=incomplete,
            **{option: _part(column, place == code) for option, column in given.items()},
        )
        for code, name in enumerate(names)
    }
    # Each group is resampled by itself: with one seed, alike groups would draw alike.
    draws = {name: draw(fit, n_resamples, seed + code)[measure] for code, (name, fit) in enumerate(fitted.items())}
    pairs = list(combinations(names, 2))
    values = {name: np.array(list(getattr(fit, measure).values()), dtype=np.float64) for name, fit in fitted.items()}
    found = [_difference(draws[a], draws[b], confidence) for a, b in pairs]
    low, high, p = (np.concatenate([part[j] for part in found]) for j in range(3))
    enough = [min(fitted[a].n_effective, fitted[b].n_effective) >= PathComparison.minimum_n for a, b in pairs]
    count = len(values[names[0]])
    tested = np.where(np.repeat(enough, count), p, np.nan)
    corrected = adjusted(tested, adjust)
    first, second = (np.concatenate([values[pair[side]] for pair in pairs]) for side in (0, 1))
    return PathComparison(
        names=names,
        group_n=tuple(fit.n for fit in fitted.values()),
        measure=measure,
        first=tuple(a for a, _ in pairs for _ in range(count)),
        second=tuple(b for _, b in pairs for _ in range(count)),
        what=_labels(getattr(fitted[names[0]], measure)) * len(pairs),
        first_value=first,
        second_value=second,
        difference=first - second,
        difference_low=low,
        difference_high=high,
        p_value=tested,
        p_adjusted=corrected,
        verdict=_verdicts(corrected, low, high, 1 - confidence),
        adjust=adjust,
        n=sum(fit.n for fit in fitted.values()),
        n_missing=sum(fit.n_missing for fit in fitted.values()),
        n_effective=sum(fit.n_effective for fit in fitted.values()),
        n_resamples=min(len(part) for part in draws.values()),
        seed=seed,
        confidence=confidence,
        interval=Interval.BOOTSTRAP,
        fitted=fitted,
    )


def _difference(first: Floats, second: Floats, confidence: float) -> tuple[Floats, Floats, Floats]:
    """Limits and two-sided p of the difference. Source: [henseler2009] section 4, made two-sided."""
    size = min(len(first), len(second))
    drawn = first[:size] - second[:size]
    low, high = limits(drawn, confidence)
    if not size:
        return low, high, np.full(drawn.shape[1], np.nan)
    below, above = (drawn <= 0).sum(axis=0), (drawn >= 0).sum(axis=0)
    return low, high, np.minimum(2 * (np.minimum(below, above) + 1) / (size + 1), 1.0)


def _verdicts(p: Floats, low: Floats, high: Floats, level: float) -> tuple[Verdict, ...]:
    return tuple(
        Verdict.TOO_FEW
        if np.isnan(value)
        else Verdict.HIGHER
        if value <= level and down > 0
        else Verdict.LOWER
        if value <= level and up < 0
        else Verdict.UNCLEAR
        for value, down, up in zip(p, low, high, strict=True)
    )


def _labels(values: dict[Any, float] | ByBlock) -> tuple[str, ...]:
    return tuple(" → ".join(key) if isinstance(key, tuple) else key for key in values)


def _part(column: IntoColumn | None, chosen: Any) -> Any:
    return None if column is None else column[chosen]


def _check(measure: str, confidence: float) -> None:
    check_confidence(confidence)
    if measure not in MEASURES:
        raise OptionError(
            message("There is no measure {value}. Choose one of: {known}.", value=str(measure), known=MEASURES)
        )
