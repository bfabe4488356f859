"""Loyal customers who fell, on the page of one's day, on Today, and in the mail of the morning."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.urls import reverse

from regulars.language import Day, Message, message, plural
from regulars.web.cases.desk.morning import morning
from regulars.web.cases.today import AskedDay, Row, part
from regulars.web.people.promises.models import today
from regulars.web.words import say
from regulars.web.worth.falls.queries import waiting_for

LABEL = message("Were loyal, and no longer are")


def _rows(asked: AskedDay) -> Iterable[Row]:
    for one in waiting_for(asked.user, today()).select_related("customer", "unit")[: asked.most]:
        about = " · ".join(text for text in (one.unit.shown_name if one.unit else "", say(_said(one.answered))) if text)
        yield Row(one.customer.shown_name, f"{reverse('falls:falls')}#{one.public_id}", about)


def _said(day: Any) -> Message:
    return message("answered {day}", day=Day(day))


def _count(asked: AskedDay) -> int:
    return waiting_for(asked.user, today()).count()


def _told(user: Any, now: datetime) -> Message | None:
    count = waiting_for(user, today()).count()
    if not count:
        return None
    return plural(
        "{count} customer was loyal and no longer is.", "{count} customers were loyal and no longer are.", count
    )


part("falls", LABEL, _rows, _count, rank=15)
morning(_told)
