"""How many answers a margin of error needs, and how many people to ask for them."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Literal

from regulars.language import message
from regulars.methods.errors import OptionError, PopulationError
from regulars.methods.intervals import Interval, critical
from regulars.methods.registry import method
from regulars.methods.result import Result
from regulars.methods.sampling.settings import above_zero, one_of, share, up, whole

MEASURES = ("share", "mean", "nps")


@dataclass(frozen=True, kw_only=True)
class RequiredSample(Result):
    """``n`` answers give ``margin`` or better; ``invitations`` people must be asked for them.

    ``exact`` is n before it is rounded up, ``infinite`` that of a population without end and a simple random
    sample (n₀ in the literature). ``population`` is ``None`` where it counts as endless.
    """

    measure: str
    margin: float
    exact: float
    infinite: float
    invitations: int
    population: int | None
    design_effect: float
    response_rate: float


@method(message("How many answers do we need?"), rows=("M10", "M11"), samples=False)
def required_sample(
    margin: float,
    *,
    measure: Literal["share", "mean", "nps"] = "share",
    share_expected: float = 0.5,
    standard_deviation: float | None = None,
    promoters: float = 0.5,
    detractors: float = 0.5,
    population: int | None = None,
    design_effect: float = 1.0,
    response_rate: float = 1.0,
    confidence: float = 0.95,
) -> RequiredSample:
    """Answers needed so that the interval reaches no further than ``margin`` to either side; always a whole number.

    Parameters:
        margin: half the width of the interval: a share (0.05 is five points of a hundred) for "share", points of the
            scale for "mean", points from -100 to 100 for "nps".
        measure: what is to be estimated: "share", "mean" or "nps".
        share_expected: the share expected (p in the literature); 0.5 is the worst case.
        standard_deviation: that of one answer, on its scale; needed for "mean".
        promoters: share of promoters expected, for "nps".
        detractors: share of detractors expected; half promoters and half detractors is the worst case.
        population: how many people there are in all; ``None`` for so many that it makes no difference.
        design_effect: how many times more answers the design needs than a simple random sample, for weights and
            clusters; see ``design_effect``.
        response_rate: share of those asked who will answer, above 0.
        confidence: level of the interval.

    n₀ = z² σ² / margin², with σ² = p (1 - p) for a share and p + d - (p - d)² for an NPS. The design effect multiplies
    n₀, then the population corrects it: n = n₀ / (1 + (n₀ - 1) / N), so that n never exceeds N.

    Raises ``PopulationError`` where the population is too small to yield the answers at this response rate.

    Source: [cochran1977] chapter 4; design effect [kish1965]; variance of an NPS [rocks2016].

    >>> required_sample(0.05).n, required_sample(0.05, population=500).n
    (385, 218)
    >>> result = required_sample(5, measure="nps", promoters=0.52, detractors=0.13, response_rate=0.25)
    >>> result.n, result.invitations
    (766, 3064)
    """
    reach = above_zero(margin, name="margin")
    deviation = _deviation(
        one_of(MEASURES, measure, name="measure"), share_expected, standard_deviation, promoters, detractors
    )
    people = None if population is None else whole(1, population, name="population")
    effect = above_zero(design_effect, name="design_effect")
    answering = share(response_rate, name="response_rate", zero=False)
    infinite = (critical(confidence) * deviation / reach) ** 2
    exact = finite_population(infinite * effect, people)
    n = up(exact)
    invitations = up(n / answering)
    if people is not None and invitations > people:
        raise _too_few_people(invitations, n, answering, people)
    return RequiredSample(
        n=n,
        measure=measure,
        margin=reach,
        exact=exact,
        infinite=infinite,
        invitations=invitations,
        population=people,
        design_effect=effect,
        response_rate=answering,
        confidence=confidence,
        interval=Interval.WALD,
    )


def finite_population(n: float, population: int | None) -> float:
    """The same exactness from a population with an end: n / (1 + (n - 1) / N).

    >>> round(finite_population(384.14588, 1000), 5)
    277.73345
    """
    return n if population is None else n / (1 + (n - 1) / population)


def _deviation(
    measure: str, expected: float, standard_deviation: float | None, promoters: float, detractors: float
) -> float:
    """Standard deviation of one answer, in the unit of the margin."""
    if measure == "mean":
        if standard_deviation is None:
            raise OptionError(
                message(
                    "A mean needs standard_deviation, that of one answer: take it from the last wave, or a quarter of "
                    "the length of the scale as a first guess."
                )
            )
        return above_zero(standard_deviation, name="standard_deviation")
    if measure == "nps":
        for_us, against = share(promoters, name="promoters"), share(detractors, name="detractors")
        if for_us + against > 1 + 1e-9:
            raise OptionError(
                message(
                    "promoters {promoters} and detractors {detractors} are more than everybody. They sum to at most 1.",
                    promoters=for_us,
                    detractors=against,
                )
            )
        return 100 * math.sqrt(_varying(for_us + against - (for_us - against) ** 2, "promoters"))
    part = share(expected, name="share_expected")
    return math.sqrt(_varying(part * (1 - part), "share_expected"))


def _varying(variance: float, name: str) -> float:
    if variance > 0:
        return variance
    raise OptionError(
        message(
            "With {name} as given everybody answers alike, and one answer would do. Expect some variety.", name=name
        )
    )


def _too_few_people(invitations: int, n: int, response_rate: float, population: int) -> PopulationError:
    return PopulationError(
        message(
            "{n} answers at a response rate of {rate} need {invitations} people, but the population has {population}. "
            "Ask everybody and accept about {reachable} answers with a wider margin, or raise the response rate.",
            n=n,
            rate=float(response_rate),
            invitations=invitations,
            population=population,
            reachable=max(1, round(population * response_rate)),
        )
    )
