"""Each morning whoever has to keep a promise hears, once, that it is overdue or that more is wanted."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from regulars.language import Day, Language, message, plural, render
from regulars.web.absolute import absolute
from regulars.web.accounts.access import may
from regulars.web.accounts.models import User
from regulars.web.accounts.roles import Permission
from regulars.web.jobs.registry import Progress, daily, work
from regulars.web.messages.actions import queue_all
from regulars.web.messages.writing import Letter
from regulars.web.people.panels import address_of
from regulars.web.people.promises.expected import changes as differs
from regulars.web.people.promises.models import Expectation, Promise, today


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


@work("promises.changes", message("Telling of customers who want something else"))
def changes(progress: Progress) -> dict[str, Any]:
    """To whoever has an open promise to keep to them, and to who noted what was; not to who noted the change."""
    rows = list(changed().select_related("customer"))
    counts: Counter[User] = Counter()
    for one in rows:
        counts.update(_concerned(one))
    with transaction.atomic():
        queue_all(letters=[_told(person, count) for person, count in counts.items()])
        Expectation.objects.filter(pk__in=[one.pk for one in rows]).update(told=timezone.now())
    return {"told": len(counts), "changes": len(rows)}


def changed() -> Any:
    """Changes of the last week that nobody was told of yet; a first note is none."""
    return Expectation.objects.filter(differs(), told=None, changed__gte=timezone.now() - timedelta(days=7))


def _concerned(one: Expectation) -> set[User]:
    owners = User.objects.filter(pk__in=one.customer.promises.open().values("owner"))
    noted = User.objects.filter(
        pk__in=one.customer.expectations.filter(topic=one.topic, pk__lt=one.pk).order_by("-pk").values("by")[:1]
    )
    able = (person for person in (owners | noted).filter(is_active=True) if may(person, Permission.SEE_CUSTOMERS))
    return {person for person in able if person.pk != one.by_id}


def _told(person: User, count: int) -> Letter:
    language = Language.parse(person.language or "en") or Language.ENGLISH
    return Letter(
        "notice",
        person.email,
        render(
            plural("A customer wants something else than before", "{count} things that customers want changed", count),
            language,
        ),
        render(
            message("It concerns a promise that you keep, or something that you noted. See whether both still fit."),
            language,
        ),
        nonce=f"changes:{person.public_id}:{today()}",
        language=language,
        link=absolute(f"{reverse('people:needs')}?show=mine"),
        link_words=render(message("See what changed"), language),
    )


daily("promises.alarm", at="08:00")
daily("promises.changes", at="08:05")
