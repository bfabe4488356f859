"""The sentence about a scoring, and what a careful reader has to know."""

from __future__ import annotations

from regulars.insights.scoring.estimate import Scores
from regulars.insights.scoring.specify import Question
from regulars.language import Count, Day, Message, message, plural
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
