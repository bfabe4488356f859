"""Telling those who must know that the report of a study is due."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils import timezone

from regulars.language import Day, Language, message, render
from regulars.web.absolute import absolute
from regulars.web.accounts.access import scope_of
from regulars.web.accounts.models import User
from regulars.web.accounts.roles import Permission
from regulars.web.jobs.clock import company_zone
from regulars.web.messages.actions import queue_all
from regulars.web.messages.writing import Letter
from regulars.web.research.fieldwork.models import Fieldwork
from regulars.web.research.models import Study


def alarm(study: Study, fieldwork: Fieldwork, now: datetime) -> int:
    """Once, from the day on which the report is due; how many were told."""
    if fieldwork.due is None or fieldwork.alarmed_at or now.astimezone(company_zone()).date() < fieldwork.due:
        return 0
    letters = [_letter(user, study, fieldwork) for user in told(study)]
    queue_all(letters=letters)
    Fieldwork.objects.filter(pk=fieldwork.pk, alarmed_at=None).update(alarmed_at=timezone.now())
    return len(letters)


def told(study: Study) -> Iterator[User]:
    """Who signed the plan, and who manages the studies of the company."""
    planned: Any = getattr(study, "planned", None)
    signed = planned.plan.signed_by_id if planned else None
    for user in User.objects.filter(is_active=True).order_by("pk"):
        if user.pk == signed or scope_of(user, Permission.MANAGE_STUDIES).whole:
            yield user


def _letter(user: User, study: Study, fieldwork: Fieldwork) -> Letter:
    language = Language.parse(getattr(user, "language", "") or "") or Language.ENGLISH
    title = study.title.in_language(language.tag) or study.questionnaire.title.in_language(language.tag)
    words = message(
        "The report of “{study}” is due today, {day}. Its page shows how many answered and what is open.",
        study=title,
        day=Day(fieldwork.due),
    )
    return Letter(
        kind="notice",
        to=user.email,
        subject=render(message("Report due: {study}", study=title), language),
        body=render(words, language),
        nonce=f"due:{study.public_id}:{fieldwork.due}:{user.pk}",
        language=language,
        link=absolute(reverse("research:study", args=[study.public_id])),
        link_words=render(message("Open the study"), language),
    )
