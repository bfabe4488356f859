"""Answering a customer: by which way, and what is said before it goes. Other apps bring ways and hints."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from regulars.language import Message, message
from regulars.web.cases.actions.stepping import step
from regulars.web.cases.errors import CaseError
from regulars.web.cases.history import sort
from regulars.web.cases.models import Case, Channel
from regulars.web.cases.states import Step

Give = Callable[[Case, str, Any], Mapping[str, Any]]
Hint = Callable[[Case, str], "list[Message]"]


@dataclass(frozen=True)
class Way:
    """How an answer reaches the customer. ``offered``: what the form says of it, None where it cannot be used.

    ``give(case, words, by)`` sends it, in the transaction of the step, and says what the trail is to keep; a way
    without it was gone by hand.
    """

    key: str
    said: Message
    offered: Callable[[Case], Message | None]
    give: Give | None = None
    rank: int = 50


_WAYS: dict[str, Way] = {}
_HINTS: list[Hint] = []


def way(one: Way) -> Way:
    """Add one; called by an app's ``ready``."""
    _WAYS[one.key] = one
    return one


def hint(one: Hint) -> Hint:
    """Add somebody who looks through an answer: ``hint(case, words)`` says what could be better, and stops nothing."""
    _HINTS.append(one)
    return one


def ways_of(case: Case) -> list[tuple[str, Message]]:
    """Those that can be used, the first of them proposed."""
    ordered = sorted(_WAYS.values(), key=lambda one: one.rank)
    return [(one.key, words) for one in ordered if (words := one.offered(case)) is not None]


def hints_for(case: Case, words: str) -> list[Message]:
    """What could be better in an answer."""
    return [one for look in _HINTS for one in look(case, words)] if words.strip() else []


@transaction.atomic
def answer(*, case: Case, words: str, by: Any, way: str = "", seen: int | None = None) -> None:
    """Give the answer, and note it: both or neither. Raises ``CaseError`` for a way that cannot be used here."""
    possible = [key for key, _ in ways_of(case)]
    chosen = way or possible[0]
    if chosen not in possible:
        raise CaseError(message("The answer cannot go this way any more. Choose another."))
    give = _WAYS[chosen].give
    more = dict(give(case, words, by)) if give else {}
    step(case=case, step=Step.RESPOND, by=by, words=words, seen=seen, more={"way": chosen, **more})


def said(data: Mapping[str, Any]) -> Message:
    """What the trail tells of an answer."""
    known = _WAYS.get(str(data.get("way", "")))
    return message("Answered: {way}", way=known.said) if known else Step.RESPOND.said


sort(Step.RESPOND.value, said)
way(Way("phone", message("by telephone"), lambda _: message("I told them by telephone"), rank=20))
way(Way("counter", message("in person"), lambda _: message("I told them in person"), rank=30))
way(
    Way(
        "review", message("on the review page"),
        lambda case: message("It stands on the review page") if case.channel == Channel.REVIEW else None, rank=5,
    )
)  # fmt: skip
