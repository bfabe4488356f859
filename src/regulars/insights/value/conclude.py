"""The sentence, its reason and its reservations, written from the results by rules."""

from __future__ import annotations

from regulars.insights.value.estimate import Estimates
from regulars.insights.value.specify import Question
from regulars.language import Count, Estimate, Kind, Message, message
from regulars.methods import BetaGeoNBD

TITLE = message("Value of customers")


def no_purchases(question: Question) -> Message:
    """Said, not drawn."""
    if question.totals.customers:
        return message(
            "{lines} lines and no transaction: on no day did a customer keep more than was returned.",
            lines=Count(question.totals.lines),
        )
    if question.totals.lines:
        return message(
            "{lines} lines, none of a known customer. Map a column of customers to see what they are worth.",
            lines=Count(question.totals.lines),
        )
    return message("There are no purchases yet. Import some: regulars import purchases FILE.")


def conclusion(question: Question, found: Estimates) -> Message:
    """The one sentence: who carries the revenue, and whether they come back."""
    share, low, high = found.repeat
    back = Estimate(share, low, high, Kind.SHARE)
    if found.spread is None:
        return message("{back} of {n} customers came back.", back=back, n=Count(len(question.customers)))
    top_low, top_high = found.spread.top_share_interval(0.2)
    return message(
        "The top fifth of customers brings {top} of the revenue; {back} of all came back.",
        top=Estimate(found.spread.top_share(0.2), top_low, top_high, Kind.SHARE),
        back=back,
    )


def reason(question: Question, found: Estimates) -> Message | None:
    """What is to be expected, and whether such forecasts have held."""
    if found.purchases is None:
        return found.refused
    total = found.purchases
    expected = Estimate(total.value, total.expected_low, total.expected_high, digits=0)
    if found.holdout is None:
        return message(
            "The customers of today will buy about {expected} times in {weeks} weeks.",
            expected=expected,
            weeks=question.terms.horizon,
        )
    return message(
        "The customers of today will buy about {expected} times in {weeks} weeks. {verdict}",
        expected=expected,
        weeks=question.terms.horizon,
        verdict=found.holdout.words,
    )


def notes(question: Question, found: Estimates) -> tuple[Message, ...]:
    """What a careful reader has to know before using the numbers."""
    said: list[Message] = []
    if question.totals.anonymous_lines:
        said.append(
            message(
                "{lines} lines without a known customer count in totals and in no model of customers.",
                lines=Count(question.totals.anonymous_lines),
            )
        )
    once = int((question.customers.frequency == 0).sum())
    if once and isinstance(found.model, BetaGeoNBD):
        said.append(
            message(
                "Of {count} customers who bought on one day only, the model cannot tell who has left: for them the "
                "chance of being active is not shown.",
                count=Count(once),
            )
        )
    if found.spread is not None and found.spread.n_negative:
        said.append(
            message(
                "{count} customers returned more than they bought; they are left out of the concentration.",
                count=Count(found.spread.n_negative),
            )
        )
    if found.model is not None and found.refused is not None:
        said.append(message("There is no forecast in money. {reason}", reason=found.refused))
    for model in (found.model, found.spending):
        said += [] if model is None else list(model.notes)
    return tuple(said)
