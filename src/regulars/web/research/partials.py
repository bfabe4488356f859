"""Answers of those who left before the end become responses too, marked as such, once nobody will go on with them."""

from __future__ import annotations

import logging
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from regulars.survey import Questionnaire, read_answers
from regulars.survey.quality import straight
from regulars.web.files.models import StoredFile
from regulars.web.ids import in_no_order
from regulars.web.research.fieldwork.grouping import NO_LANGUAGE, Group, common
from regulars.web.research.models import Channel, OutboxRow, Partial, Response, State, Version
from regulars.web.research.models.partial import DAY, GRACE, IDLE, INVITED, TAPPED
from regulars.web.research.scoring import score_of

log = logging.getLogger(__name__)


def settle(now: datetime | None = None) -> dict[str, int]:
    """All whose time is over: what was answered becomes a response, what is empty goes."""
    counts = {"responses": 0, "empty": 0}
    for pk in list(_over(now or timezone.now())):
        if (kept := _settle(pk)) is not None:
            counts["responses" if kept else "empty"] += 1
    return counts


def move_files(part: Partial, response: int, ids: Iterable[str]) -> None:
    """Files that count go with the response; the others go with the partial."""
    owned = StoredFile.objects.filter(owner_type=Partial._meta.label_lower, owner_id=str(part.pk))
    owned.filter(public_id__in=list(ids)).update(owner_type=Response._meta.label_lower, owner_id=str(response))


def _over(now: datetime) -> Iterable[int]:
    """Idle for days, or for weeks where the personal address leads back to it; or for one, where the study has closed.

    One tap on a website is whole without its words.
    """
    closed, anonymous = Q(study__state=State.CLOSED) | Q(study__closes_at__lte=now), Q(study__privacy="anonymous")
    leads_back = Q(link__channel=Channel.PERSONAL, key__isnull=False) & ~anonymous
    waiting = Q(at__lt=now - IDLE) & ~leads_back
    waiting |= Q(at__lt=now - INVITED)
    # Of an anonymous one the day alone is known, and it may have been late.
    waiting |= closed & (Q(at__lt=now - GRACE) & ~anonymous | Q(at__lt=now - GRACE - DAY))
    tapped = Q(at__lt=now - TAPPED) & ~anonymous | Q(at__lt=now - TAPPED - DAY)
    waiting |= Q(link__channel=Channel.WIDGET) & tapped
    return Partial.objects.filter(waiting).order_by("pk").values_list("pk", flat=True)


@transaction.atomic
def _settle(pk: int) -> bool | None:
    """True: a response; False: nothing was answered; None: somebody else was quicker."""
    part = Partial.objects.select_for_update(of=("self",)).select_related("study", "link").filter(pk=pk).first()
    if part is None:
        return None
    if Response.objects.filter(nonce=part.nonce).exists():
        part.delete()
        return None
    version = Version.objects.filter(questionnaire=part.study.questionnaire_id, number=part.version).first()
    kept = version is not None and _become(part, version.definition)
    part.delete()
    return kept


def _become(part: Partial, asked: Questionnaire) -> bool:
    read = read_answers(asked, part.typed, today=part.day)
    if read.empty:
        return False
    channel = part.link.channel if part.link else Channel.LINK
    made = Response.objects.create(
        **_from_where(part, channel),
        study=part.study,
        version=part.version,
        customer_id=part.customer_id,
        channel=channel,
        test=part.test,
        nonce=part.nonce,
        at=part.at,
        day=part.day,
        complete=channel == Channel.WIDGET,
        answers=dict(read.answers),
        # Nobody consents by leaving. What could not be read stays beside the answers: there is nobody to ask.
        put_aside={**read.aside, **{name: part.typed[name] for name in read.errors if part.typed.get(name)}},
        files=dict(read.files),
        straight=straight(asked, read.answers),
        score=score_of(asked, read.answers),
    )
    if not part.test:
        OutboxRow.objects.create(response=made)
    move_files(part, made.pk, read.files.values())
    return True


def _from_where(part: Partial, channel: str) -> dict[str, Any]:
    """Of anonymous people, what many have in common."""
    group = Group(part.cell_id, part.link_id, part.language)
    if part.study.privacy != "anonymous":
        return {"unit_id": part.unit_id, "link_id": group.link, "cell_id": group.cell, "language": group.language}
    if channel == Channel.PERSONAL and not part.test:
        group = common(part.study_id, group)
    unit = part.unit_id if group.link is not None else None
    language = group.language or NO_LANGUAGE
    return {"id": in_no_order(), "unit_id": unit, "link_id": group.link, "cell_id": group.cell, "language": language}
