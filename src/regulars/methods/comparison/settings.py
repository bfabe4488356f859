"""What a comparison was asked for, checked, and which group each row belongs to."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from regulars.language import message
from regulars.methods.columns import LARGEST, IntoColumn, Ints, as_array, groups, same_length, text_of
from regulars.methods.comparison.many import check_adjustment
from regulars.methods.comparison.measures import Measure
from regulars.methods.comparison.pairs import pairs
from regulars.methods.errors import OptionError, TooFewAnswersError
from regulars.methods.intervals import check_confidence
from regulars.methods.resampling import check_resamples
from regulars.methods.sampling.settings import whole


@dataclass(frozen=True)
class Settings:
    """What was asked, checked."""

    measure: Measure
    against: str
    margin: float | None
    adjust: str
    confidence: float
    n_resamples: int
    seed: int

    @classmethod
    def of(
        cls,
        measure: str,
        scale: Any,
        top: int,
        against: str,
        margin: float | None,
        adjust: str,
        confidence: float,
        n_resamples: int = 0,
        seed: int = 0,
        paired: Any = None,
        counts: Any = None,
    ) -> Settings:
        """Raises ``OptionError`` for whatever does not fit."""
        check_adjustment(adjust)
        check_confidence(confidence)
        check_resamples(whole(0, n_resamples, name="n_resamples"))
        start = whole(0, seed, name="seed")
        pairs(2, against)
        if margin is not None:
            if isinstance(margin, bool) or not isinstance(margin, int | float | np.number) or not 0 < margin < LARGEST:
                raise OptionError(
                    message(
                        "The margin is {value}. It lies above 0, in the unit of what is compared.",
                        value=float(margin) if isinstance(margin, int | float | np.number) else str(margin)[:60],
                    )
                )
            if confidence <= 0.5:
                raise OptionError(
                    message("With a margin the confidence level is above 0.5; {value} is not.", value=float(confidence))
                )
        if paired is not None and against == "rest":
            raise OptionError(
                message("Paired answers have no rest. Compare against all, the first group or the one before.")
            )
        if paired is not None and counts is not None:
            raise OptionError(message("Paired answers take no counts: each row is one respondent’s answer."))
        return cls(Measure.of(measure, scale, top), against, margin, adjust, confidence, int(n_resamples), start)


@dataclass(frozen=True)
class Grouping:
    """Names in order, and the place of each row's group; -1 where it has none."""

    names: tuple[str, ...]
    code: Ints

    @classmethod
    def of(cls, column: IntoColumn, order: Sequence[Any] | None, needed: NDArray[np.bool_]) -> Grouping:
        """Groups are ordered as numbers where all of them are, else by name, unless ``order`` says otherwise."""
        labels = as_array(column)
        same_length(len(needed), ("groups", labels))
        blank = np.isnan(labels) if labels.dtype.kind == "f" else np.zeros(len(labels), dtype=bool)
        if labels.dtype.kind == "O":
            blank = np.fromiter((not text_of(value) for value in labels.tolist()), dtype=bool, count=len(labels))
        if (blank & needed).any():
            groups(column, name="groups")  # raises, with the row
        here = np.flatnonzero(~blank)
        found, code = groups(labels[here], name="groups")
        names = _ordered(found, order)
        if len(names) == 1 and needed.any():
            raise TooFewAnswersError(
                message("There is one group, “{name}”. A comparison needs at least two.", name=names[0])
            )
        placed = np.full(len(labels), -1, dtype=np.int64)
        if found:
            placed[here] = np.array([names.index(name) for name in found], dtype=np.int64)[code]
        return cls(names, placed)


def _ordered(found: tuple[str, ...], order: Sequence[Any] | None) -> tuple[str, ...]:
    if order is None:
        try:
            return tuple(sorted(found, key=float))
        except ValueError:
            return found
    if isinstance(order, str) or not isinstance(order, Iterable):
        raise OptionError(
            message("The order is “{value}”. Give a list with the name of each group.", value=str(order)[:60])
        )
    names = tuple(text_of(value) for value in order)
    left = sorted(set(found) - set(names))
    if left or len(set(names)) < len(names):
        raise OptionError(
            message(
                "The order names each group once. It lacks or repeats: {names}.",
                names=tuple(left or sorted({name for name in names if names.count(name) > 1}))[:12],
            )
        )
    return names
