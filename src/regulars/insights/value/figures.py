"""The tiles: how many came back, what is to be expected, how much hangs on few."""

from __future__ import annotations

from regulars.insights.report import Figure
from regulars.insights.value.estimate import Estimates
from regulars.insights.value.specify import Question
from regulars.insights.wording import interval_in_words
from regulars.language import NO_CURRENCY, Count, Estimate, Kind, Money, message


def tiles(question: Question, found: Estimates) -> tuple[Figure, ...]:
    """Net revenue, repeat rate, concentration, forecast."""
    figures = [_revenue(question), _repeat(question, found), _top_fifth(found), _future(question, found)]
    return tuple(figure for figure in figures if figure is not None)


def currency(question: Question) -> str:
    """The currency of the amounts; ISO's "no currency" where the facts do not say."""
    return question.totals.currency or NO_CURRENCY


def _revenue(question: Question) -> Figure:
    totals = question.totals
    return Figure(
        key="net_revenue",
        label=message("Net revenue of known customers"),
        estimate=Estimate(float(totals.net), kind=Kind.MONEY, currency=currency(question)),
        note=message(
            "{customers} customers; returns of {returns} taken off",
            customers=Count(totals.customers),
            returns=Money(-totals.return_amount, currency(question), 0),
        ),
        definition=message("Sum of all lines of known customers, returns taken off. A total, not an estimate."),
        exact_digits=3,
    )


def _repeat(question: Question, found: Estimates) -> Figure:
    share, low, high = found.repeat
    return Figure(
        key="repeat_rate",
        label=message("Came back"),
        estimate=Estimate(share, low, high, Kind.SHARE),
        n=len(question.customers),
        method=interval_in_words("wilson"),
        note=None
        if found.between_days is None
        else message("median {days} days between purchases", days=Count(round(found.between_days))),
        definition=message(
            "Share of customers with a second transaction on a later day. Customers who came lately had less time."
        ),
    )


def _top_fifth(found: Estimates) -> Figure | None:
    spread = found.spread
    if spread is None:
        return None
    low, high = spread.top_share_interval(0.2)
    return Figure(
        key="top_fifth",
        label=message("Held by the top fifth"),
        estimate=Estimate(spread.top_share(0.2), low, high, Kind.SHARE),
        n=spread.n,
        method=message("linearisation, if these customers were a random draw"),
        note=message(
            "{holders} customers bring 80%; Gini {gini}",
            holders=Count(spread.holders_of(0.8)),
            gini=Estimate(spread.gini, digits=2),
        ),
        definition=message(
            "Share of the net revenue brought by the fifth of customers who bring most. Measured, never assumed: the "
            "textbooks' 80 by 20 is not a law."
        ),
    )


def _future(question: Question, found: Estimates) -> Figure | None:
    future = found.future
    if future is None:
        return None
    terms = question.terms
    return Figure(
        key="lifetime_value",
        label=message("To be expected in {weeks} weeks", weeks=terms.horizon),
        estimate=Estimate(future.total, future.expected_low, future.expected_high, Kind.MONEY, currency(question)),
        n=future.n,
        method=message("delta method, both models"),
        note=message(
            "{purchases} purchases",
            purchases=Estimate(future.purchases_total, future.purchases_low, future.purchases_high, digits=0),
        ),
        definition=message(
            "Expected from the customers of today: {weeks} weeks, margin {margin} of revenue, discounted by {rate} a "
            "year. The interval is that of the expectation, not of what will happen.",
            weeks=terms.horizon,
            margin=Estimate(terms.margin, kind=Kind.SHARE),
            rate=Estimate(terms.discount_rate, kind=Kind.SHARE),
        ),
        exact_digits=0,
    )
