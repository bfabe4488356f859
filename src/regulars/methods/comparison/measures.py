"""What is compared: a mean, the share of the top answers, or an NPS. Each is the mean of a column of numbers."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

import numpy as np

from regulars.language import message
from regulars.methods.columns import Floats, IntoColumn, Scale, check_scale, numbers, ratings, within_reach
from regulars.methods.errors import OptionError
from regulars.methods.scores.csat import boxes, in_top
from regulars.methods.scores.nps import SCALE as NPS_SCALE
from regulars.methods.scores.nps import counted_as

MEASURES = ("mean", "share", "nps")
# Effective answers that each group needs (prove/results/compare_null.md).
MINIMUM = {"mean": 10, "share": 10, "nps": 30}


@dataclass(frozen=True)
class Measure:
    """``kind`` as named by the caller; ``top`` and ``scale`` as far as the kind needs them."""

    kind: str
    scale: Scale | None
    top: int

    @classmethod
    def of(cls, kind: str, scale: Scale | None, top: int) -> Measure:
        """Checked: the scale of shares is 1 to 5 unless stated, that of an NPS 0 to 10."""
        if kind not in MEASURES:
            raise OptionError(
                message("There is no measure {value}. Choose one of: {known}.", value=str(kind)[:60], known=MEASURES)
            )
        if kind == "nps":
            if scale is not None and tuple(check_scale(scale)) != NPS_SCALE:
                raise OptionError(
                    message(
                        "An NPS is asked on the scale 0 to 10, not {low} to {high}. Leave scale out, or compare means.",
                        low=float(scale[0]),
                        high=float(scale[1]),
                    )
                )
            scale = NPS_SCALE
        if kind == "share":
            scale = (1, 5) if scale is None else scale
            boxes(top, scale, name="top")
        return cls(kind, scale, top)

    def read(self, column: IntoColumn, *, name: str, missing: Collection[Any] = ()) -> Floats:
        """What each answer counts, NaN where there is none: itself; 1 or 0; 100, 0 or −100."""
        if self.scale is None:
            return within_reach(numbers(column, name=name, missing=missing), name=name)
        answers = ratings(column, name=name, scale=self.scale, missing=missing, whole=self.kind != "mean")
        if self.kind == "mean":
            return answers
        counted = in_top(answers, self.scale, self.top) if self.kind == "share" else 100.0 * counted_as(answers)
        return np.where(np.isnan(answers), np.nan, counted)

    @property
    def minimum_n(self) -> int:
        """Effective answers that each group needs for a verdict."""
        return MINIMUM[self.kind]

    @property
    def ddof(self) -> int:
        """Variances divide by n − 1 for means, by n where the answers follow from shares."""
        return int(self.kind == "mean")

    @property
    def bounds(self) -> tuple[float, float]:
        """Least and greatest value."""
        if self.kind == "mean":
            return (-np.inf, np.inf) if self.scale is None else (float(self.scale[0]), float(self.scale[1]))
        return (0.0, 1.0) if self.kind == "share" else (-100.0, 100.0)
