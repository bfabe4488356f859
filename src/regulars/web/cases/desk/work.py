"""The mail of the morning, and the index of cases."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from regulars.language import Language, Message, message, plural, render
from regulars.web.absolute import absolute
from regulars.web.accounts.access import may
from regulars.web.accounts.models import User
from regulars.web.accounts.roles import Permission
from regulars.web.cases.desk import table
from regulars.web.cases.desk.indexing import index_missing
from regulars.web.cases.desk.models import Digest
from regulars.web.cases.desk.morning import SAID
from regulars.web.cases.models import Case
from regulars.web.cases.queries import end_of_day
from regulars.web.jobs.clock import company_zone
from regulars.web.jobs.registry import Progress, daily, every, work
from regulars.web.messages.actions import queue_all
from regulars.web.messages.models import Rules
from regulars.web.messages.writing import Letter

SATURDAY = 5


@work("desk.digest", message("Writing the mails of the morning"))
def digest(progress: Progress) -> dict[str, Any]:
    """Every few minutes; whoever's hour has come is written to once on that day, if there is anything to do."""
    return {"told": tell(timezone.now())}


def tell(now: datetime) -> int:
    """To how many it was written."""
    zone = company_zone()
    there = now.astimezone(zone)
    if there.weekday() >= SATURDAY or Rules.current().is_quiet(now):
        return 0
    day, told = there.date(), 0
    rows = Digest.objects.filter(on=True, hour__lte=there.hour, user__is_active=True).exclude(told=day)
    with timezone.override(zone):
        for one in rows.select_related("user"):
            told += _one(one, day, now)
    return told


@transaction.atomic
def _one(one: Digest, day: date, now: datetime) -> bool:
    # Two clocks that look at once: one of them moves the day on, and only that one writes.
    if not Digest.objects.filter(pk=one.pk, told=one.told).update(told=day) or not may(one.user, Permission.WORK_CASES):
        return False
    lines = counted(one.user, now)
    if not lines:
        return False
    queue_all(letters=[_letter(one.user, day, lines)])
    return True


def counted(user: User, now: datetime) -> list[Message]:
    """What there is to say; nothing where nothing is to do."""
    rows = Case.objects.visible_to(user, Permission.WORK_CASES)
    own, before = rows.filter(owner=user), now - timedelta(days=1)
    late = own.overdue(now).count()
    due = own.filter(next_due__gte=now, next_due__lt=end_of_day(now)).count()
    fresh = own.ours().filter(opened__gte=before).count()
    found = [
        plural("{count} case of yours is late.", "{count} cases of yours are late.", late) if late else None,
        plural("{count} case of yours is due today.", "{count} cases of yours are due today.", due) if due else None,
        plural("{count} case of yours is new.", "{count} cases of yours are new.", fresh) if fresh else None,
    ]
    if may(user, Permission.APPROVE):
        led = Case.objects.visible_to(user, Permission.APPROVE).exclude(owner=user).overdue(now).count()
        words = plural("{count} case of your team is late.", "{count} cases of your team are late.", led)
        found.append(words if led else None)
    found += [say(user, now) for say in SAID]
    return [one for one in found if one is not None]


def _letter(user: User, day: date, lines: list[Message]) -> Letter:
    language = Language.parse(user.language or "en") or Language.ENGLISH
    return Letter(
        "notice",
        user.email,
        render(message("Your day: {what}", what=lines[0]), language),
        "\n\n".join(render(one, language) for one in lines),
        nonce=f"digest:{user.public_id}:{day}",
        language=language,
        link=absolute(reverse("desk:day")),
        link_words=render(message("Open my day"), language),
    )


@work("desk.index", message("Making cases findable"))
def index(progress: Progress) -> dict[str, Any]:
    """Once a night: whatever was missed, and nothing left of what was struck out."""
    count = index_missing(progress)
    table.forget_the_gone()
    return {"cases": count}


every("desk.digest", minutes=5)
daily("desk.index", at="02:40")
