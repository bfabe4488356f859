"""The last word as the page of a case shows it."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.utils import timezone

from regulars.language import Day, Message, message
from regulars.web.cases.models import Case
from regulars.web.cases.states import Outcome, State
from regulars.web.cases.verdicts.asking import ask_of
from regulars.web.cases.verdicts.models import Ask, Sort


def _day(at: datetime) -> Day:
    return Day(timezone.localtime(at).date())


def lines(case: Case) -> list[tuple[Ask, Message, Message]]:
    """What was asked or will be: the question, how it stands."""
    return [(ask, _question(ask), _standing(ask)) for ask in case.asks.select_related("by", "led_to")]


def _question(ask: Ask) -> Message:
    if ask.sort == Sort.VERDICT:
        return ask.question
    return message("After {day} days: {question}", day=ask.day, question=ask.question)


def _standing(ask: Ask) -> Message:
    if ask.answer_words is not None and ask.answered_at is not None:
        day = _day(ask.answered_at)
        if ask.by:
            return message(
                "{answer} ({day}, by telephone, noted by {name})",
                answer=ask.answer_words,
                day=day,
                name=ask.by.shown_name,
            )
        return message("{answer} ({day})", answer=ask.answer_words, day=day)
    if ask.skipped_words is not None:
        return ask.skipped_words
    if ask.asked_at is not None:
        return message("asked on {day}, no answer yet", day=_day(ask.not_before or ask.asked_at))
    return message("will be asked on {day}", day=_day(ask.due))


def closing(case: Case) -> Message | None:
    """When it closes by itself."""
    if case.state != State.RESPONDED or not case.workflow.verdict or case.responded is None:
        return None
    if case.workflow.cause and not case.cause:
        return message("It closes by itself once the root cause is noted and the customer has spoken or stays silent.")
    day = _day(case.responded + timedelta(days=case.workflow.patience))
    return message("It closes by itself when the customer is satisfied, or on {day} if they say nothing.", day=day)


def to_note(case: Case, *, make: bool = False) -> Ask | None:
    """The question whose answer somebody may note from a call; of several the latest. ``make``: write it if need be."""
    if case.state == State.CLOSED:
        recheck = case.asks.filter(sort=Sort.RECHECK, round=case.reopened, answer=None).order_by("-day")
        if found := next((one for one in recheck if one.asked_at or one.to_call), None):
            return found
    answered = case.state == State.RESPONDED or (case.state == State.CLOSED and case.outcome == Outcome.SILENT)
    if not answered or not case.workflow.verdict:
        return None
    found = case.asks.filter(sort=Sort.VERDICT, round=case.reopened).first()
    if found is None:
        return ask_of(case) if make else Ask(case=case, sort=Sort.VERDICT, round=case.reopened)
    return found if found.answer is None else None
