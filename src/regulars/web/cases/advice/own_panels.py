"""The options on the page of a case, what the trail says of them, and a word of warning in the answer."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django.utils import timezone

from regulars.language import Message, Money, Text, message
from regulars.web.accounts.roles import Permission
from regulars.web.cases.advice.adviser import option, options
from regulars.web.cases.advice.forms import ChooseForm
from regulars.web.cases.advice.limits import Left, budget_of, left_of, may_approve, within_limits
from regulars.web.cases.advice.models import Choice, Gesture, Stand, month_of
from regulars.web.cases.answering import hint
from regulars.web.cases.history import sort
from regulars.web.cases.models import Case
from regulars.web.cases.panels import Asked, panel
from regulars.web.company.models import Company

FIRST = 3
MARKS = {Stand.ASKED: "warn", Stand.REFUSED: "neg", Stand.CHOSEN: "ok", Stand.GIVEN: "ok", Stand.DROPPED: ""}


def advice(asked: Asked) -> Mapping[str, Any] | None:
    """What was chosen, and what could be; nothing where no gesture is known."""
    case = asked.case
    rows = case.choices.select_related("gesture", "by", "approval__by", "approval__decided_by", "promise")
    chosen = [_line(one, asked) for one in rows]
    free = _free(asked) if asked.works and case.is_open else []
    none_known = not free and not chosen and not Gesture.objects.filter(on=True).exists()
    if not (free or chosen) and not (none_known and case.is_open and asked.may(Permission.MANAGE_CASES)):
        return None
    return {"chosen": chosen, "first": free[:FIRST], "rest": free[FIRST:], "left": left_in(case), "none": none_known}


def _free(asked: Asked) -> list[dict[str, Any]]:
    known = asked.case.customer is not None and asked.may(Permission.EDIT_CUSTOMERS)
    return [
        {
            "one": one,
            "form": ChooseForm(gesture=one.gesture, customer=known),
            "alone": within_limits(asked.request.user, asked.case, one.gesture.cost),
        }
        for one in options(asked.case)
    ]


def _line(choice: Choice, asked: Asked) -> dict[str, Any]:
    approval = getattr(choice, "approval", None)
    waits, user = choice.stand == Stand.ASKED, asked.request.user
    decides = (
        waits and approval is not None and approval.by_id != user.pk and asked.may(Permission.APPROVE)
        and may_approve(user, asked.case, choice.amount)
    )  # fmt: skip
    return {
        "one": choice,
        "mark": MARKS[Stand(choice.stand)],
        "amount": Money(choice.amount, Company.current().currency),
        "approval": approval,
        "decides": decides,
        "waits": waits,
        "chosen": choice.stand == Stand.CHOSEN,
        "sees": sees(choice.gesture, asked.case),
        "option": option(choice.gesture, asked.case, choice.amount) if decides else None,
        "answers": asked.works and asked.case.ours and choice.stand in (Stand.CHOSEN, Stand.GIVEN),
    }


def left_in(case: Case) -> Left | None:
    """The budget that this case draws on, this month."""
    month = month_of(timezone.localdate())
    found = budget_of(case.unit, month)
    return left_of(found, month) if found else None


def sees(gesture: Gesture, case: Case) -> str:
    """What the customer sees, in their language."""
    tag = case.language or (case.customer.language if case.customer else "") or "en"
    return gesture.sees.in_language(tag)


def not_yet(case: Case, words: str) -> list[Message]:
    """What waits for approval is not promised."""
    waits = Gesture.objects.filter(choices__case=case, choices__stand=Stand.ASKED)
    return [message("“{name}” still waits for approval: do not promise it yet.", name=one.name) for one in waits]


def _told(template: Message) -> Any:
    def say(data: dict[str, Any]) -> Message:
        amount = Money(Decimal(str(data.get("amount", 0))), str(data.get("currency", "")))
        return message("{what}: {name}, {amount}", what=template, name=Text(data.get("name") or {}), amount=amount)

    return say


sort("gesture-asked", _told(message("Asked for approval")))
sort("gesture-approved", _told(message("Approved")))
sort("gesture-refused", _told(message("Not approved")))
sort("gesture-chosen", _told(message("Chosen for the customer")))
sort("gesture-given", _told(message("Given to the customer")))
sort("gesture-dropped", _told(message("Not used after all")))
hint(not_yet)
panel("options", "advice/panel.html", advice, rank=25)
