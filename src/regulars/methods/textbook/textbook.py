"""What the textbooks say, tested on own data: a figure, an interval and a verdict for each claim."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cache
from typing import Any

import numpy as np

from regulars.language import Message, message
from regulars.methods.columns import Floats, IntoColumn, Ints, Scale
from regulars.methods.errors import TooFewAnswersError
from regulars.methods.intervals import check_confidence
from regulars.methods.registry import method
from regulars.methods.resampling import check_resamples, check_seed
from regulars.methods.result import Result
from regulars.methods.textbook.claims import CLAIMS, TAKEN, Claim
from regulars.methods.textbook.figures import Figure, nothing
from regulars.methods.textbook.given import Given, given_of


class TextbookVerdict(StrEnum):
    """How own data stand to a claim."""

    AS_CLAIMED = "as claimed"
    LESS = "less than claimed"
    MORE = "more than claimed"
    UNCLEAR = "cannot be told"
    NOT_ASKED = "not asked: columns missing"


@dataclass(frozen=True)
class Answer:
    """One claim with the figure of own data; NaN where it was not asked."""

    claim: Claim
    figure: Figure
    verdict: TextbookVerdict
    lacking: tuple[str, ...] = ()

    @property
    def asked(self) -> bool:
        """Whether the data have the columns that it takes."""
        return not self.lacking


@dataclass(frozen=True, kw_only=True)
class Textbook(Result):
    """One row a claim, in the order of the table of claims. Shares are 0 to 1, ``times_as_easy`` is a ratio.

    ``figure`` is the company's own, ``claimed_low`` and ``claimed_high`` are the textbook's (infinite where there is no
    upper end). ``figure_n`` customers are behind a figure, ``figure_needed`` are enough to judge it. ``lacking`` names
    the columns and numbers that a claim not asked would take. ``n`` counts the customers of the table.
    """

    kept_back = ("reasons",)

    claims: tuple[str, ...]
    figure: Floats
    figure_low: Floats
    figure_high: Floats
    claimed_low: Floats
    claimed_high: Floats
    verdict: tuple[TextbookVerdict, ...]
    figure_n: Ints
    figure_needed: Ints
    figure_interval: tuple[str, ...]
    lacking: tuple[tuple[str, ...], ...]
    reasons: tuple[tuple[Message, ...], ...]

    def answers(self) -> Iterator[Answer]:
        """Each claim with what was found."""
        of = {claim.key: claim for claim in CLAIMS}
        for at, key in enumerate(self.claims):
            figure = Figure(
                float(self.figure[at]),
                float(self.figure_low[at]),
                float(self.figure_high[at]),
                int(self.figure_n[at]),
                int(self.figure_needed[at]),
                self.figure_interval[at],
                self.reasons[at],
            )
            yield Answer(of[key], figure, self.verdict[at], self.lacking[at])

    @property
    def notes(self) -> tuple[Message, ...]:
        """What to beware of, why a figure cannot be told, and what the claims not asked would take."""
        found = [
            message(
                "These are claims about other companies. Neither claim nor verdict says what would happen if you "
                "changed something."
            )
        ]
        for answer in self.answers():
            told = (*answer.figure.notes, answer.claim.caution) if answer.asked else ()
            found.extend(note for note in told if note not in found)
            if answer.asked and 0 < answer.figure.n < answer.figure.needed:
                found.append(
                    message(
                        "Too few to judge “{claim}”: {n} customers, it takes {needed}.",
                        claim=answer.claim.words,
                        n=answer.figure.n,
                        needed=answer.figure.needed,
                    )
                )
            if not answer.asked:
                found.append(
                    message(
                        "Not asked: “{claim}” It lacks: {columns}.",
                        claim=answer.claim.words,
                        columns=tuple(TAKEN[name] for name in answer.lacking),
                    )
                )
        return tuple(found)


@method(
    message("Does what the textbooks say hold for our customers?"),
    rows=("L18", "L23", "M39", "S17", "V22"),
    samples=False,
)
def textbook(
    value: IntoColumn | None = None,
    *,
    margin: IntoColumn | None = None,
    left: IntoColumn | None = None,
    rating: IntoColumn | None = None,
    problem: IntoColumn | None = None,
    complained: IntoColumn | None = None,
    returned: IntoColumn | None = None,
    periods: int | None = None,
    discount_rate: float | None = None,
    customers: int | None = None,
    logged: int | None = None,
    prospects: int | None = None,
    prospects_won: int | None = None,
    scale: Scale = (1, 5),
    satisfied_from: float | None = None,
    yes: Any = None,
    counts: IntoColumn | None = None,
    missing: Collection[Any] = (),
    confidence: float = 0.95,
    n_resamples: int = 1000,
    seed: int = 0,
) -> Textbook:
    """Each claim that the columns allow to test, with own figure, interval and verdict; the others are named.

    As claimed: the whole interval lies within what is claimed. Less or more: it lies wholly below or above. Anything
    else, and a figure from too few customers, cannot be told. Each verdict holds at its own level; of many claims some
    are judged wrongly.

    Parameters:
        value: revenue of each customer; one row a customer. Those with a negative total are left out and counted.
        margin: margin of each customer in one period.
        left: whether the customer left; yes and no, 1 and 0.
        rating: satisfaction on ``scale``, said before leaving.
        problem: whether the customer had a problem; asked of a random sample, empty for the others.
        complained: whether those with a problem complained.
        returned: whether a lost customer who was approached returned; empty for all others.
        periods: how many periods of profit count.
        discount_rate: for one period, above -1.
        customers: how many customers there were in the time of the log.
        logged: how many of them complained.
        prospects: how many prospects were approached as the lost customers were.
        prospects_won: how many of them became customers.
        scale: lowest and highest rating.
        satisfied_from: lowest rating that says satisfied; the second highest point when omitted, 4 of 5.
        yes: the value that means yes, where the columns have a word of their own.
        counts: how many customers each row stands for; exactly as if the row were repeated.
        missing: codes that mean "not known".
        confidence: level of each interval.
        n_resamples: how many resamples, at least 100; 0 gives no interval, and no verdict, where there is no other.
        seed: the same seed gives the same intervals.

    Source: the claims [koch1998], [reichheld1990], [tarp1986], [goodman1999], [reichheld1996], [griffin2001],
    [jones1995], [oliver1999]; intervals [beach1983], [efron1993], [wilson1927], [katz1978], [newcombe1998b].

    >>> result = textbook(rating=[5, 2, 5, 2], left=[1, 1, 0, 0], counts=[30, 20, 80, 20])
    >>> for answer in result.answers():
    ...     if answer.asked:
    ...         print(answer.claim.key, round(answer.figure.value, 3), answer.verdict.value)
    said_satisfied 0.6 cannot be told
    satisfied_and_gone 0.273 as claimed
    stayed_more 0.227 as claimed
    """
    check_confidence(confidence)
    given = given_of(
        {
            "value": value,
            "margin": margin,
            "left": left,
            "rating": rating,
            "problem": problem,
            "complained": complained,
            "returned": returned,
        },
        {
            "periods": periods,
            "discount_rate": discount_rate,
            "customers": customers,
            "logged": logged,
            "prospects": prospects,
            "prospects_won": prospects_won,
        },
        counts=counts,
        scale=scale,
        satisfied_from=satisfied_from,
        yes=yes,
        missing=missing,
        confidence=confidence,
        n_resamples=check_resamples(n_resamples),
        seed=check_seed(seed),
    )
    ask = cache(lambda figure: figure(given))  # two claims about one figure: it is worked out once
    return _result([_answer(claim, given, ask) for claim in CLAIMS], given)


def _answer(claim: Claim, given: Given, ask: Callable[[Callable[[Given], Figure]], Figure]) -> Answer:
    lacking = claim.lacking(given.known)
    if lacking:
        empty = replace(nothing(claim.caution), notes=())
        return Answer(claim, empty, TextbookVerdict.NOT_ASKED, lacking)
    try:
        figure = ask(claim.ask)
    except TooFewAnswersError as error:
        why = message("“{claim}” cannot be told: {why}", claim=claim.words, why=error.message)
        return Answer(claim, nothing(why), TextbookVerdict.UNCLEAR)
    return Answer(claim, figure, judged(figure, claim.low, claim.high))


def judged(figure: Figure, low: float, high: float) -> TextbookVerdict:
    """The verdict on a figure against a range; without an interval, or from too few, it cannot be told.

    >>> judged(Figure(0.7, 0.66, 0.74, 500, 200, "wilson"), 0.75, 0.85).value
    'less than claimed'
    """
    if figure.n < figure.needed or np.isnan([figure.low, figure.high]).any():
        return TextbookVerdict.UNCLEAR
    if figure.high < low:
        return TextbookVerdict.LESS
    if figure.low > high:
        return TextbookVerdict.MORE
    return TextbookVerdict.AS_CLAIMED if low <= figure.low and figure.high <= high else TextbookVerdict.UNCLEAR


def _result(answers: list[Answer], given: Given) -> Textbook:
    figures = [answer.figure for answer in answers]
    return Textbook(
        claims=tuple(answer.claim.key for answer in answers),
        figure=np.array([figure.value for figure in figures]),
        figure_low=np.array([figure.low for figure in figures]),
        figure_high=np.array([figure.high for figure in figures]),
        claimed_low=np.array([answer.claim.low for answer in answers]),
        claimed_high=np.array([answer.claim.high for answer in answers]),
        verdict=tuple(answer.verdict for answer in answers),
        figure_n=np.array([figure.n for figure in figures], dtype=np.int64),
        figure_needed=np.array([figure.needed for figure in figures], dtype=np.int64),
        figure_interval=tuple(str(figure.interval) for figure in figures),
        lacking=tuple(answer.lacking for answer in answers),
        reasons=tuple(figure.notes for figure in figures),
        n=int(given.counts.sum()),
        confidence=given.confidence,
    )
