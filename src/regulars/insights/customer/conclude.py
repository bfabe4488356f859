"""The sentence about a customer, and its reason. No word about a person without its probability."""

from __future__ import annotations

from regulars.insights.customer.satisfaction import Satisfaction
from regulars.insights.customer.specify import Question, Standing
from regulars.insights.scoring import Untold
from regulars.language import Day, Estimate, Kind, Message, message, plural

LIKELY, UNLIKELY = 0.8, 0.2


def conclusion(question: Question) -> Message:
    """Whether the customer still is one, or why that cannot be told."""
    standing = question.standing
    if standing is None:
        return _unscored(question)
    if standing.untold is Untold.NO_PURCHASE or standing.first_day is None or standing.last_day is None:
        return message("Has returned more than was bought so far.")
    if standing.untold is Untold.ONCE:
        return message(
            "Bought once, on {day}; whether there will be a second time cannot be told from one purchase.",
            day=Day(standing.last_day),
        )
    since = Day(standing.first_day)
    if standing.alive is None:
        return message("A customer since {day}; too few customers have bought again to tell more.", day=since)
    chance = Estimate(standing.alive, kind=Kind.SHARE, digits=0)
    if standing.alive >= LIKELY:
        return message("A customer since {day}, and probably still one: {chance}.", day=since, chance=chance)
    if standing.alive <= UNLIKELY:
        return message("A customer since {day}, probably lost: the chance is {chance}.", day=since, chance=chance)
    return message("A customer since {day}; whether still one is open: {chance}.", day=since, chance=chance)


def reason(question: Question) -> Message | None:
    """How often they bought, and what they last said."""
    bought, said = _bought(question.standing), _said(question.satisfaction)
    if bought is None:
        return said if question.total else None
    return message("{bought} {said}", bought=bought, said=said)


def _unscored(question: Question) -> Message:
    if question.purchases:
        return message("Has bought, and is not scored yet.")
    if question.answers:
        return message("Has answered and never bought under this number.")
    return message("Nothing has happened yet that this page may show.")


def _bought(standing: Standing | None) -> Message | None:
    if standing is None or standing.purchases is None or standing.last_day is None:
        return None
    if standing.untold is Untold.ONCE:  # the sentence above has said it
        return None
    return plural(
        "Bought on {count} day, on {day}.",
        "Bought on {count} days, last on {day}.",
        standing.purchases,
        day=Day(standing.last_day),
    )


def _said(satisfaction: Satisfaction | None) -> Message:
    if satisfaction is None:
        return message("Never answered a survey about satisfaction.")
    last, before = satisfaction.last, satisfaction.before
    if last.day is None:
        return message("Last rating: {rating}.", rating=last.words)
    if before is None or (before.low, before.high) != (last.low, last.high) or before.day is None:
        return message("Rated {rating} on {day}.", rating=last.words, day=Day(last.day))
    return message(
        "Rated {rating} on {day}, after {before} on {earlier}.",
        rating=last.words,
        day=Day(last.day),
        before=before.words,
        earlier=Day(before.day),
    )
