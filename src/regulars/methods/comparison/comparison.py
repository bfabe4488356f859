"""The result of a comparison."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from regulars.methods.columns import Floats, Ints
from regulars.methods.comparison.contrasts import Contrasts
from regulars.methods.comparison.difference import Verdict
from regulars.methods.comparison.many import adjusted
from regulars.methods.result import Result


@dataclass(frozen=True, kw_only=True)
class Comparison(Result):
    """Arrays over groups, then arrays over pairs; all in the unit of the measure, differences as first less second.

    ``statistic`` is t or z, ``degrees`` its degrees of freedom (endless for z). ``p_adjusted`` allows for all pairs
    tested, ``n_tested``. ``p_same`` and ``p_same_adjusted`` speak about lying within ±``same_margin``, and are missing
    without one. ``p_overall`` tests whether all groups may be alike. ``pair_n`` counts the answers of both sides, with
    paired answers the respondents. Each group needs ``minimum`` effective answers.
    """

    minimum_n = 10

    names: tuple[str, ...]
    value: Floats
    low: Floats
    high: Floats
    group_n: Ints
    group_too_few: NDArray[np.bool_]

    first: tuple[str, ...]
    second: tuple[str, ...]
    pair_n: Ints
    difference: Floats
    difference_low: Floats
    difference_high: Floats
    statistic: Floats
    degrees: Floats
    p_value: Floats
    p_adjusted: Floats
    p_same: Floats
    p_same_adjusted: Floats
    verdict: tuple[Verdict, ...]

    p_overall: float
    n_tested: int
    measure: str
    adjust: str
    same_margin: float | None
    minimum: int
    n_effective: float
    n_resamples: int = 0

    @property
    def too_few(self) -> bool:
        """Whether no pair at all can be judged."""
        return all(verdict is Verdict.TOO_FEW for verdict in self.verdict)


@dataclass(frozen=True)
class Judgement:
    """Arrays over pairs: what the tests of this and of all other columns say together."""

    p: Floats
    p_adjusted: Floats
    p_same: Floats
    p_same_adjusted: Floats
    low: Floats
    high: Floats
    verdict: tuple[Verdict, ...]
    n_tested: int


def judge(
    tested: list[tuple[Contrasts, NDArray[np.bool_]]], *, adjust: str, confidence: float, margin: float | None
) -> list[Judgement]:
    """Verdicts on all pairs of all columns; each comes with which of its pairs have answers enough.

    Clear needs both: an adjusted p of at most 1 - confidence, and an interval that excludes zero. About the same
    needs both as well: the adjusted p of the two one-sided tests, and the interval of level 1 - 2 (1 - confidence)
    within the margin; where a difference is clear and yet within it, it is about the same.

    Of several pairs each p is that of its test or that with one spread for all groups, whichever is larger.
    """
    p = [np.where(enough, found.p, np.nan) for found, enough in tested]
    same = [np.where(enough, found.p_same, np.nan) for found, enough in tested]
    ends = np.cumsum([len(part) for part in p])[:-1]
    n_tested = int(sum((~np.isnan(part)).sum() for part in p))
    strict = [np.maximum(part, found.p_pooled) for part, (found, _) in zip(p, tested, strict=True)]
    of_all = strict if n_tested > 1 and adjust != "none" else p
    all_p, all_same = (np.split(adjusted(np.concatenate(part), adjust), ends) for part in (of_all, same))
    level = 1 - confidence
    judged = []
    for place, (found, _) in enumerate(tested):
        low, high = found.limits(confidence)
        clear = (all_p[place] <= level) & ((low > 0) | (high < 0))
        within = np.zeros(len(low), dtype=bool)
        if margin is not None:
            narrow_low, narrow_high = found.limits(1 - 2 * level)
            within = (all_same[place] <= level) & (narrow_low >= -margin) & (narrow_high <= margin)
        verdict = tuple(
            Verdict.TOO_FEW if unknown
            else Verdict.SAME if inside
            else Verdict.UNCLEAR if not sure
            else Verdict.HIGHER if up
            else Verdict.LOWER
            for unknown, inside, sure, up in zip(
                np.isnan(p[place]), within, clear, found.difference > 0, strict=True
            )
        )  # fmt: skip
        judged.append(Judgement(p[place], all_p[place], same[place], all_same[place], low, high, verdict, n_tested))
    return judged
