"""How long what is kept. Which kinds there are and for how long by default: ``keeping.yaml``."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from django.apps import apps
from django.db import connection, models, transaction
from django.db.models import Q
from django.utils import timezone

from regulars.language import Message, message
from regulars.survey.definition import ItemKind
from regulars.web.audit import Event, record
from regulars.web.audit.models import Entry
from regulars.web.channels.link.door import definition
from regulars.web.jobs.registry import Progress
from regulars.web.messages.models import Outgoing
from regulars.web.messages.models.outgoing import REACHED
from regulars.web.people.models import Contact, Customer
from regulars.web.people.rights.models import Keeping, Round
from regulars.web.research.events.models import Happening
from regulars.web.research.events.models.happening import OPEN
from regulars.web.research.models import Response

AT_ONCE = 500
HALF_A_YEAR = 180
PROPOSED = "customers"


@dataclass(frozen=True)
class Kind:
    """``old``: the rows that are kept for longer than since then; ``clear``: what is done with some of them."""

    title: Message
    meaning: Message
    old: Callable[[datetime], models.QuerySet[Any]]
    clear: Callable[[models.QuerySet[Any]], int] | None
    least: int = 1


@dataclass(frozen=True)
class Rule:
    """A kind with what holds for it."""

    key: str
    kind: Kind
    days: int
    on: bool

    @property
    def since(self) -> datetime:
        """What is older is old."""
        return timezone.now() - timedelta(days=self.days)

    @property
    def count(self) -> int:
        """How much would go today."""
        return self.kind.old(self.since).count()


def _messages(since: datetime) -> models.QuerySet[Any]:
    waits = [one for one in REACHED if one in ("waiting", "sending")]
    return Outgoing.objects.filter(created__lt=since).exclude(text="").exclude(state__in=waits)


def _without_words(rows: models.QuerySet[Any]) -> int:
    return rows.update(text="", html="", subject="")


def _deleted(rows: models.QuerySet[Any]) -> int:
    count = rows.count()
    rows.delete()
    return count


def _contacts(since: datetime) -> models.QuerySet[Any]:
    return Contact.objects.filter(day__lt=since.date())


def _happenings(since: datetime) -> models.QuerySet[Any]:
    return Happening.objects.filter(received__lt=since).exclude(state__in=OPEN)


def _attachments(since: datetime) -> models.QuerySet[Any]:
    return apps.get_model("details", "Attachment")._base_manager.filter(at__lt=since)


_ASKED = ("pk", "answers", "study__questionnaire__public_id", "version")


def _words(since: datetime) -> models.QuerySet[Any]:
    """Answers that still hold words."""
    rows = Response.objects.filter(at__lt=since)
    held = rows.values_list(*_ASKED).iterator(2_000)
    return rows.filter(pk__in=[pk for pk, answers, asked, version in held if _written(answers, asked, version)])


def _written(answers: Mapping[str, Any], questionnaire: str, version: int) -> list[str]:
    """The questions that were answered in words of one's own; a choice is none."""
    known = definition(questionnaire, version)
    asked = {one.key for one in known.items if one.kind is ItemKind.TEXT and not one.options} if known else set()
    return [key for key in answers if key in asked and answers[key]]


def _answers_without_words(rows: models.QuerySet[Any]) -> int:
    count = 0
    for pk, answers, asked, version in rows.values_list(*_ASKED):
        gone = _written(answers, asked, version)
        rest = {key: value for key, value in answers.items() if key not in gone}
        count += Response.objects.filter(pk=pk).update(answers=rest, put_aside={})
    return count


def _views(since: datetime) -> models.QuerySet[Any]:
    return Entry.objects.filter(event=Event.CUSTOMER_SEEN, at__lt=since)


def _views_deleted(rows: models.QuerySet[Any]) -> int:
    """Past the model, which lets nobody remove entries; the database lets these go."""
    count: int = rows._raw_delete(rows.db)
    return count


def _customers(since: datetime) -> models.QuerySet[Any]:
    """Neither bought nor answered since, nor came into the list since; no talk, message or request of theirs."""
    day = since.date()
    quiet = (Q(score=None) | Q(score__last_day=None) | Q(score__last_day__lt=day)) & (
        Q(score=None) | Q(score__rating_day=None) | Q(score__rating_day__lt=day)
    )
    rows = Customer.objects.filter(quiet, added__lt=since)
    rows = rows.exclude(pk__in=Response.objects.filter(customer__isnull=False, at__gte=since).values("customer"))
    rows = rows.exclude(pk__in=Contact.objects.filter(day__gte=day).values("customer"))
    return rows.exclude(claims__sort="erase", claims__state="waiting")


KINDS: dict[str, Kind] = {
    "messages": Kind(
        message("Words of messages"), message("That a message was sent stays; what it said goes."), _messages,
        _without_words,
    ),
    "contacts": Kind(
        message("Talks that were noted"), message("The whole note goes."), _contacts, _deleted
    ),
    "happenings": Kind(
        message("Stays, deliveries and the like"), message("Events that are decided go."), _happenings, _deleted
    ),
    "attachments": Kind(
        message("Files put to customers"), message("The file goes with its line."), _attachments, _deleted
    ),
    "words": Kind(
        message("What was written in answers"),
        message("Ratings and choices stay. The facts are copied anew without the words."),
        _words,
        _answers_without_words,
    ),
    "views": Kind(
        message("Who looked at whom"), message("Kept for half a year at least."), _views, _views_deleted, HALF_A_YEAR
    ),
    PROPOSED: Kind(
        message("Customers without a purchase or an answer"),
        message("They are proposed for erasure; somebody decides."),
        _customers,
        None,
    ),
}  # fmt: skip


@cache
def defaults() -> dict[str, int]:
    """Days by kind."""
    found = yaml.safe_load((Path(__file__).parent / "keeping.yaml").read_text("utf-8"))
    return {key: int(found[key]) for key in KINDS}


def rules() -> list[Rule]:
    """All kinds, with the company's own days where it has set some."""
    own = {one.kind: one for one in Keeping.objects.all()}
    return [
        Rule(key, kind, own[key].days if key in own else defaults()[key], key in own and own[key].on)
        for key, kind in KINDS.items()
        if key != "attachments" or apps.is_installed("regulars.web.people.details")
    ]


def rule(key: str) -> Rule:
    """One of them."""
    return next(one for one in rules() if one.key == key)


@transaction.atomic
def change(*, key: str, days: int, on: bool, by: Any) -> bool:
    """The company's own; whether something was different."""
    now = rule(key)
    if (now.days, now.on) == (days, on):
        return False
    Keeping.objects.update_or_create(kind=key, defaults={"days": max(days, now.kind.least), "on": on})
    record(Event.RETENTION_CHANGED, by=by, kind=key, days=days, on=on)
    return True


def clear_away(progress: Progress) -> dict[str, int]:
    """Every kind that is on, some hundred rows at a time; what was done stands in the list and in the trail."""
    done: dict[str, int] = {}
    for one in rules():
        if not one.on or one.kind.clear is None:
            continue
        progress(one.kind.title)
        if count := _clear(one):
            done[one.key] = count
    if done.get("words"):
        from regulars.web.research.copying import rebuild

        rebuild()
    return done


def _clear(one: Rule) -> int:
    pks = list(one.kind.old(one.since).order_by().values_list("pk", flat=True))
    model, count = one.kind.old(one.since).model, 0
    assert one.kind.clear is not None  # noqa: S101 - the caller asked
    for start in range(0, len(pks), AT_ONCE):
        with transaction.atomic():
            count += one.kind.clear(model._base_manager.filter(pk__in=pks[start : start + AT_ONCE]))
    if count:
        with transaction.atomic():
            Round.objects.create(kind=one.key, count=count)
            record(Event.RETENTION_DONE, kind=one.key, count=count)
        if connection.vendor == "sqlite":
            from regulars.web.people.rights.tracing import settle

            settle()
    return count


def proposed() -> models.QuerySet[Customer]:
    """Customers whom the rule proposes to erase; none while it is off."""
    one = rule(PROPOSED)
    return one.kind.old(one.since) if one.on else Customer.objects.none()
