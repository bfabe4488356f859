"""How many answers each of two groups needs for a difference to be seen."""

from __future__ import annotations

import math
from dataclasses import dataclass

from regulars.language import message
from regulars.methods.errors import OptionError
from regulars.methods.intervals import critical
from regulars.methods.registry import method
from regulars.methods.result import Result
from regulars.methods.sampling.settings import SMALLEST, above_zero, finite, share, up


@dataclass(frozen=True, kw_only=True)
class RequiredPerGroup(Result):
    """``n`` answers in each of the two groups; ``exact`` before rounding up; ``invitations`` people asked in each."""

    first: float
    second: float
    power: float
    exact: float
    invitations: int
    design_effect: float
    response_rate: float


@method(message("How many answers does each group need, for a difference to show?"), rows=("M10", "M26"), samples=False)
def required_per_group(
    first: float,
    second: float,
    *,
    power: float = 0.8,
    design_effect: float = 1.0,
    response_rate: float = 1.0,
    confidence: float = 0.95,
) -> RequiredPerGroup:
    """Answers in each of two equal groups or waves, so that two shares that differ are told apart.

    Parameters:
        first: share in the first group, 0 to 1, such as the last wave's 0.5.
        second: share in the second group; the smallest change worth knowing of, such as 0.6.
        power: chance that the test will show a difference of this size, above 0 and below 1.
        design_effect: how many times more answers the design needs than a simple random sample.
        response_rate: share of those asked who will answer, above 0.
        confidence: one less the chance of seeing a difference where there is none (two-sided).

    n = (z_α √(2 p̄ (1 - p̄)) + z_β √(p₁ (1 - p₁) + p₂ (1 - p₂)))² / (p₁ - p₂)², with p̄ the mean of both.

    Source: [fleiss2003] equation 4.14, without the continuity correction.

    >>> required_per_group(0.5, 0.6).n
    388
    """
    one, two = share(first, name="first"), share(second, name="second")
    if abs(one - two) < SMALLEST:
        raise OptionError(message("Both shares are {value}: without a difference no sample can show one.", value=one))
    effect = above_zero(design_effect, name="design_effect")
    answering = share(response_rate, name="response_rate", zero=False)
    reach = critical(confidence) * math.sqrt((one + two) * (1 - (one + two) / 2))
    seen = _quantile(power) * math.sqrt(one * (1 - one) + two * (1 - two))
    if reach + seen <= 0:
        raise OptionError(
            message("A power of {value} is reached by chance alone. Ask for more, such as 0.8.", value=float(power))
        )
    exact = effect * ((reach + seen) / (one - two)) ** 2
    n = up(exact)
    return RequiredPerGroup(
        n=n,
        first=one,
        second=two,
        power=float(power),
        exact=exact,
        invitations=up(n / answering),
        design_effect=effect,
        response_rate=answering,
        confidence=confidence,
    )


def _quantile(power: float) -> float:
    chance = finite(power, name="power")
    if not 0 < chance < 1:
        raise OptionError(message("power is {value}. It lies between 0 and 1, such as 0.8.", value=chance))
    return critical(abs(2 * chance - 1)) * math.copysign(1, chance - 0.5) if chance != 0.5 else 0.0
