"""The figures of one customer: satisfaction, value with its predictive range, chance of being one, net so far."""

from __future__ import annotations

from regulars.insights.customer.satisfaction import Rating
from regulars.insights.customer.specify import Question, Standing
from regulars.insights.report import Figure
from regulars.language import NO_CURRENCY, Count, Day, Estimate, Kind, Message, message
from regulars.methods.value.rfm import TITLES, Segment


def figures(question: Question) -> tuple[Figure, ...]:
    """Those that can be told."""
    standing = question.standing
    found = [_satisfaction(question.satisfaction.last if question.satisfaction else None)]
    if standing is not None:
        found += [_value(standing), _alive(standing), _net(standing)]
    return tuple(figure for figure in found if figure is not None)


def segment_in_words(standing: Standing) -> Message | None:
    """The name of the segment."""
    return TITLES[Segment(standing.segment)] if standing.segment else None


def _satisfaction(last: Rating | None) -> Figure | None:
    if last is None:
        return None
    return Figure(
        key="satisfaction",
        label=message("Last rating"),
        estimate=Estimate(last.value, digits=0),
        note=message("{rating}, {item}", rating=last.words, item=last.item),
        definition=message(
            "The latest answer to the question about the whole, on its own scale; one answer of one person, and no "
            "estimate."
        ),
    )


def _value(standing: Standing) -> Figure | None:
    if standing.value is None or standing.margin is None or standing.discount_rate is None:
        return None
    weeks = standing.horizon_weeks or 0
    return Figure(
        key="value",
        label=message("To be expected in {weeks} weeks", weeks=weeks),
        estimate=predicted(
            standing.value, standing.predicted_low, standing.predicted_high, standing.currency or NO_CURRENCY
        ),
        method=message("80% predictive range: what one customer does varies that much"),
        note=_purchases(standing),
        definition=message(
            "Expected from this customer in {weeks} weeks: margin {margin} of revenue, discounted by {rate} a year. "
            "In eight of ten cases or more what comes lies within the range.",
            weeks=weeks,
            margin=Estimate(standing.margin, kind=Kind.SHARE, digits=0),
            rate=Estimate(standing.discount_rate, kind=Kind.SHARE, digits=0),
        ),
        exact_digits=0,
    )  # fmt: skip


def predicted(value: float, low: float | None, high: float | None, currency: str) -> Estimate:
    """An expected value with its range; where the range is a sure nothing, whole money will do."""
    return Estimate(value, low, high, Kind.MONEY, currency, digits=0 if low == high else None)


def _purchases(standing: Standing) -> Message | None:
    if standing.expected_purchases is None or standing.chance_of_none is None:
        return None
    return message(
        "{expected} purchases expected; none at all: {chance}",
        expected=Estimate(standing.expected_purchases, digits=1),
        chance=Estimate(standing.chance_of_none, kind=Kind.SHARE, digits=0),
    )


def _alive(standing: Standing) -> Figure | None:
    if standing.alive is None:
        return None
    return Figure(
        key="alive",
        label=message("Still a customer"),
        estimate=Estimate(standing.alive, kind=Kind.SHARE, digits=0),
        note=None
        if standing.recency_days is None
        else message("{days} days since the last purchase", days=Count(standing.recency_days)),
        definition=message(
            "Chance that the customer has not silently left, from how often and how lately they bought compared with "
            "all others."
        ),
    )


def _net(standing: Standing) -> Figure | None:
    if standing.net is None:
        return None
    return Figure(
        key="net",
        label=message("Brought in so far"),
        estimate=Estimate(float(standing.net), kind=Kind.MONEY, currency=standing.currency or NO_CURRENCY),
        note=None if standing.first_day is None else message("since {day}", day=Day(standing.first_day)),
        definition=message("Sum of all lines, returns taken off. A total, not an estimate."),
        exact_digits=2,
    )
