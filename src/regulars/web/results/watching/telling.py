"""The letters: an alert, once for each thing; a digest, once for each of its days."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date, datetime
from functools import partial
from hashlib import sha256
from typing import Any

from django.db import transaction
from django.urls import reverse
from django.utils import timezone, translation

from regulars.documents.view import FigureView, ReportView, view, words
from regulars.language import Language, Message, Text, message, render
from regulars.web.absolute import absolute
from regulars.web.accounts.access import may
from regulars.web.accounts.roles import Permission
from regulars.web.jobs.clock import company_zone
from regulars.web.messages.actions import queue_all
from regulars.web.messages.models import Rules
from regulars.web.messages.writing import Letter
from regulars.web.results.watching.alerting import FALLS, drops, falls, stalls
from regulars.web.results.watching.models import Alert, Rhythm, Subscription
from regulars.web.results.watching.reading import Seen, seen
from regulars.web.words import CODES, stored

log = logging.getLogger(__name__)


def alert(now: datetime) -> int:
    """Look at every subscription that wants alerts; how many letters."""
    if Rules.current().is_quiet(now):
        return 0
    told = 0
    for one in _rows().exclude(drops=False, stalls=False, falls=False):
        told += _safely(one, partial(_alert, one, now))
    return told


def _alert(one: Subscription, now: datetime) -> int:
    found, told = seen(one), 0
    if found is None:
        return 0
    news = [
        *(drops(found) if one.drops else ()),
        *(stalls(found, now) if one.stalls else ()),
        *(falls(found, now) if one.falls else ()),
    ]
    for key, said in news:
        with transaction.atomic():
            if Alert.objects.get_or_create(subscription=one, key=key, defaults={"words": stored(said), "at": now})[1]:
                queue_all(letters=[_alert_letter(found, key, said)])
                told += 1
    return told


def digest(now: datetime) -> int:
    """Whoever's day and hour has come is written to once, where there is something new."""
    if Rules.current().is_quiet(now):
        return 0
    there, told = now.astimezone(company_zone()), 0
    for one in _rows().exclude(rhythm=Rhythm.NEVER):
        day = one.due(there.date())
        if day is None or (one.told is not None and one.told >= day) or (day == there.date() and there.hour < one.hour):
            continue
        told += _safely(one, partial(_digest, one, day))
    return told


def _safely(one: Subscription, tell: Callable[[], int]) -> int:
    """In the reader's language; a report that cannot be made keeps nobody else's mail back."""
    try:
        with translation.override(CODES[language_of(one)]), timezone.override(company_zone()):
            return tell()
    except Exception:
        log.exception("subscription %s", one.public_id)
        return 0


def _digest(one: Subscription, day: date) -> bool:
    found = seen(one)
    state = "" if found is None else _state(found)
    with transaction.atomic():
        # Of two clocks that look at once only the one that moves the day on writes.
        moved = Subscription.objects.filter(pk=one.pk, told=one.told).update(told=day, state=state or one.state)
        if not moved or found is None or (state == one.state and not one.always):
            return False
        queue_all(letters=[_digest_letter(found, day)])
    return True


def language_of(one: Subscription) -> Language:
    """The reader's."""
    return Language.parse(one.user.language or "en") or Language.ENGLISH


def _rows() -> Any:
    return Subscription.objects.filter(user__is_active=True).select_related("user", "unit").order_by("pk")


def _state(found: Seen) -> str:
    """A fingerprint of what the digest says, whatever its language."""
    said = view(found.report, Language.ENGLISH)
    parts = [said.conclusion, str(found.report.source.rows), str(found.report.source.as_of)]
    parts += [f"{one.key} {one.exact_value} {one.exact_interval} {one.n}" for one in said.figures]
    return sha256("\n".join(parts).encode()).hexdigest()


def _name(found: Seen) -> Message | Text | str:
    title = found.asked.survey.title or found.one.survey
    if found.one.unit is None:
        return title
    return message("{survey}, {unit}", survey=title, unit=found.one.unit.shown_name)


def _alert_letter(found: Seen, key: str, said: Message) -> Letter:
    foot = message(
        "You are told this once. What you are told of, and when, you decide on the page of your subscriptions."
    )
    nonce = f"watch:{found.one.public_id}:{key}"
    subject = message("Look at this: {survey}", survey=_name(found))
    if not key.startswith(f"{FALLS}:"):
        return _letter(found, subject, [said, foot], nonce)
    works = may(found.one.user, Permission.WORK_CASES)
    return replace(
        _letter(found, subject, [said, foot], nonce),
        link=absolute(reverse("falls:falls") if works else f"{reverse('people:customers')}?slip=left"),
        link_words=render(message("See who they are"), language_of(found.one)),
    )


def _digest_letter(found: Seen, day: date) -> Letter:
    language = language_of(found.one)
    said = view(found.report, language)
    nonce = f"watch:{found.one.public_id}:digest:{day}"
    return _letter(
        found, message("How things stand: {survey}", survey=_name(found)), _lines(said, found, language), nonce
    )


def _lines(said: ReportView, found: Seen, language: Language) -> list[Message | str]:
    """The one sentence, its reason, a line for each tile, and how those who answered were chosen."""
    tiles = "\n".join(_tile(one) for one in said.figures)
    return [one for one in (said.conclusion, said.reason, tiles, words(found.report.source.sample, language)) if one]


def _tile(one: FigureView) -> str:
    """All that the tile of the page says: value, interval, n, what changed, the target."""
    interval = f" {one.interval}" if one.interval else ""
    return " · ".join(part for part in (f"{one.label} {one.value}{interval}", one.sample, one.note, one.target) if part)


def _letter(found: Seen, subject: Message, parts: Sequence[Message | str], nonce: str) -> Letter:
    one, language = found.one, language_of(found.one)
    return Letter(
        "notice",
        one.user.email,
        render(subject, language),
        "\n\n".join(part if isinstance(part, str) else render(part, language) for part in parts),
        nonce=nonce,
        language=language,
        link=absolute(found.url),
        link_words=render(message("Open the report"), language),
    )
