"""Each morning whoever has to keep a promise that is due, or was, hears of it: once."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils import timezone

from regulars.language import Day, Language, message, render
from regulars.web.absolute import absolute
from regulars.web.jobs.registry import Progress, daily, work
from regulars.web.messages.actions import queue_all
from regulars.web.messages.writing import Letter
from regulars.web.people.panels import address_of
from regulars.web.people.promises.models import Promise, today


@work("promises.alarm", message("Telling of promises that are due"))
def alarm(progress: Progress) -> dict[str, Any]:
    """Overdue ones, to their owners. Nobody's customer is named in a mail: the address leads to the page."""
    rows = Promise.objects.overdue(today()).filter(alarmed_at=None, owner__isnull=False, owner__is_active=True)
    waiting = list(rows.select_related("owner", "customer"))
    with transaction.atomic():
        queue_all(letters=[_letter(one) for one in waiting])
        Promise.objects.filter(pk__in=[one.pk for one in waiting]).update(alarmed_at=timezone.now())
    return {"told": len(waiting)}


def _letter(one: Promise) -> Letter:
    language = Language.parse(one.owner.language or "en") or Language.ENGLISH
    return Letter(
        "notice",
        one.owner.email,
        render(message("A promise of yours is overdue since {day}", day=Day(one.due)), language),
        render(
            message("What was promised stands on the customer’s page. Keep it now, or tell the customer why not."),
            language,
        ),
        nonce=f"promise:{one.public_id}",
        language=language,
        link=absolute(address_of(one.customer, "promises")),
        link_words=render(message("Open the page"), language),
    )


daily("promises.alarm", at="08:00")
