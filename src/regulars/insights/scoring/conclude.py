"""The sentence about a scoring, and what a careful reader has to know."""

from __future__ import annotations

from regulars.insights.scoring.estimate import Scores
from regulars.insights.scoring.specify import Question
from regulars.insights.scoring.standing_out import StandingOut
from regulars.language import Count, Day, Estimate, Kind, Message, message, plural
from regulars.methods import BetaGeoNBD


def conclusion(question: Question, found: Scores | None) -> Message:
    """How many were scored, as of when."""
    if question.until is None:
        return message("There are no purchases of known customers yet. Import some: regulars import purchases FILE.")
    day = Day(question.until)
    if found is None or found.value is None:
        return plural(
            "{count} customer is scored as of {day}, without a value in money.",
            "{count} customers are scored as of {day}, without a value in money.",
            len(question.keys),
            day=day,
        )
    return plural(
        "{count} customer is scored as of {day}.",
        "{count} customers are scored as of {day}.",
        len(question.keys),
        day=day,
    )


def _standing_out(one: StandingOut) -> Message:
    share = Estimate(one.share, kind=Kind.SHARE)
    if one.lines is not None:
        return message(
            "Customer {customer} has {share} of all purchase lines ({lines}). If this is not one person but everybody "
            "without a card, name the id under walk_ins in the mapping, take the import back and import again: such "
            "sales then count as anonymous, and no longer shape the models.",
            customer=one.customer,
            share=share,
            lines=Count(one.lines),
        )
    return message(
        "Customer {customer} brought {share} of the net amount of all. Sums and shares of value hang on this one "
        "customer; look at the others by their own.",
        customer=one.customer,
        share=share,
    )


def notes(question: Question, found: Scores | None) -> tuple[Message, ...]:
    """Who has no score, and why."""
    said: list[Message] = []
    only_returned = len(question.keys) - len(question.customers)
    if only_returned:
        said.append(
            plural(
                "{count} customer never kept more than was returned and has no forecast.",
                "{count} customers never kept more than was returned and have no forecast.",
                only_returned,
            )
        )
    said += [_standing_out(one) for one in question.standing_out]
    if found is None:
        return tuple(said)
    once = int((question.customers.frequency == 0).sum())
    if once and isinstance(found.model, BetaGeoNBD):
        said.append(
            message(
                "Of {count} customers who bought on one day only, the model cannot tell who has left.",
                count=Count(once),
            )
        )
    if found.refused is not None:
        said.append(found.refused)
    for model in (found.model, found.spending):
        said += [] if model is None else list(model.notes)
    return tuple(said)
