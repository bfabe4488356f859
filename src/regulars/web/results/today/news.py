"""What changed since somebody last looked: counted, each with the list that it leads to."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from regulars.language import Message, message, plural
from regulars.web.accounts.roles import Permission
from regulars.web.cases.models import Case
from regulars.web.facts import facts
from regulars.web.research.models import Study
from regulars.web.research.models.study import State
from regulars.web.results.today.parts import Part
from regulars.web.results.today.todo import low

WAVES = 3


@dataclass(frozen=True)
class News:
    """One line. ``bad``: it is nothing to be glad of."""

    words: Message
    url: str = ""
    bad: bool = False


def news(user: Any, parts: frozenset[Part], since: datetime, now: datetime) -> Iterator[News]:
    """Low answers, cases that came and went, waves that began."""
    if Part.ANSWERS in parts:
        day = timezone.localdate(since)
        if count := low(user).filter(at__gt=since, at__lte=now).order_by().count():
            url = f"{reverse('inbox:responses')}?{urlencode({'score': 'low', 'since': day.isoformat()})}"
            yield News(plural("{count} new low answer", "{count} new low answers", count), url, bad=True)
    if Part.CASES in parts:
        rows = Case.objects.visible_to(user, Permission.SEE_CASES).order_by()
        if count := rows.filter(opened__gt=since, opened__lte=now).count():
            url = f"{reverse('cases:cases')}?show=all&order=latest"
            yield News(plural("{count} new case", "{count} new cases", count), url, bad=True)
        if count := rows.filter(closed__gt=since, closed__lte=now).count():
            url = f"{reverse('cases:cases')}?show=closed"
            yield News(plural("{count} case closed", "{count} cases closed", count), url)
    if Part.WAVES in parts:
        yield from _waves(user, since, now)


def _waves(user: Any, since: datetime, now: datetime) -> Iterator[News]:
    began = Q(opens_at__gt=since, opens_at__lte=now) | Q(opens_at=None, created__gt=since, created__lte=now)
    rows = Study.objects.visible_to(user, Permission.SEE_RESULTS).filter(began, state=State.OPEN)
    known = set(facts().surveys())
    for one in rows.select_related("questionnaire")[:WAVES]:
        name = one.questionnaire.name
        url = reverse("results:report", args=[name]) if name in known else ""
        if one.wave:
            yield News(message("A wave has begun: {study}, {wave}", study=one.title, wave=one.wave), url)
        else:
            yield News(message("Answers are being asked for: {study}", study=one.title), url)
