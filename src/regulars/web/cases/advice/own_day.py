"""What waits for somebody's approval, on the page of the day."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.urls import reverse

from regulars.language import Day, Money, message
from regulars.web.accounts.roles import Permission
from regulars.web.cases.advice.models import Approval
from regulars.web.cases.today import AskedDay, Row, part
from regulars.web.company.models import Company
from regulars.web.words import say


def _waiting(asked: AskedDay) -> Any:
    rows = Approval.objects.visible_to(asked.user, Permission.APPROVE)
    return rows.filter(yes=None).exclude(by=asked.user)


def _rows(asked: AskedDay) -> Iterable[Row]:
    currency, url = Company.current().currency, reverse("advice:approvals")
    for one in _waiting(asked).select_related("choice__gesture", "by").order_by("at", "pk")[: asked.most]:
        amount = say(message("{amount}", amount=Money(one.amount, currency)))
        about = " · ".join(text for text in (amount, one.by.shown_name if one.by else "") if text)
        title = f"{one.case_id} {one.choice.gesture.shown_name}"
        yield Row(title, url, about, message("since {day}", day=Day(one.at.date())))


part("approvals", message("To approve"), _rows, lambda asked: _waiting(asked).count(), rank=15)
