"""What is due, what is late, and what died. Asked every minute."""

from __future__ import annotations

from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models import F, Q
from django.urls import reverse

from regulars.language import Language, message, render
from regulars.web.absolute import absolute
from regulars.web.imports.feeds.models import Feed, Run, State
from regulars.web.imports.feeds.running import BROKEN
from regulars.web.jobs.models import State as JobState
from regulars.web.jobs.starting import start
from regulars.web.messages.actions import queue_all
from regulars.web.messages.writing import Letter
from regulars.web.words import stored


def begin(feed: Feed, *, by: object = None, trial: bool = False) -> Run | None:
    """Start a run by the worker; None where one is under way: the database allows no second."""
    try:
        with transaction.atomic():
            one = Run.objects.create(feed=feed, by=by, trial=trial)
            one.job = start("feeds.run", by=by, run=one.public_id)
            one.save(update_fields=["job"])
            return one
    except IntegrityError:
        return None


def tick(now: datetime) -> list[str]:
    """Start what is due; the names of what was started."""
    bury(now)
    _go_on()
    due = Feed.objects.filter(paused=False, stopped={}, next_at__lte=now)
    return [one.name for one in due if begin(one) is not None]


def bury(now: datetime) -> None:
    """Runs whose job is over: the worker died while it was at it."""
    dead = Run.objects.filter(state=State.RUNNING, job__state__in=[JobState.DONE, JobState.FAILED])
    dead.update(state=State.FAILED, ended=now, problem=stored(BROKEN))


def _go_on() -> None:
    """Somebody has named the columns anew since it stopped."""
    Feed.objects.exclude(stopped={}).filter(mapping__changed__gt=F("stopped_at")).update(stopped={}, stopped_at=None)


def late(now: datetime) -> list[Feed]:
    """Those that had no good run for longer than allowed."""
    return [one for one in Feed.objects.filter(alarm_hours__isnull=False, paused=False) if one.late(now)]


def alarm(now: datetime) -> int:
    """Tell the owners, once until it is good again."""
    told = 0
    for feed in late(now):
        if feed.alarmed_at is not None or not feed.owner_id or not feed.owner.is_active:
            continue
        with transaction.atomic():
            if not Feed.objects.filter(Q(alarmed_at=None), pk=feed.pk).update(alarmed_at=now):
                continue
            queue_all(letters=[_letter(feed, now)])
            told += 1
    return told


def _letter(feed: Feed, now: datetime) -> Letter:
    language = Language.parse(feed.owner.language or "en") or Language.ENGLISH
    since = message(
        "There was no good run for more than {hours} hours. Nothing new comes in until somebody looks.",
        hours=feed.alarm_hours,
    )
    return Letter(
        "notice",
        feed.owner.email,
        render(message("The scheduled import “{name}” is late", name=feed.name), language),
        render(since, language),
        nonce=f"feed:{feed.public_id}:{now:%Y%m%d%H%M}",
        language=language,
        link=absolute(reverse("feeds:feed", args=[feed.public_id])),
        link_words=render(message("Open the page"), language),
    )
