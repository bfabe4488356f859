"""Owners hear once of what is overdue; again when its day was moved and has passed too."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from regulars.language import Day, Language, message, render
from regulars.web.absolute import absolute
from regulars.web.messages.queueing import queue_all
from regulars.web.messages.writing import Letter
from regulars.web.research.programme.models import STANDING, Action, Stage


def tell(today: date) -> int:
    """Queue a notice for each owner of a stage or action whose day has passed; how many."""
    told = 0
    for model in (Stage, Action):
        late = model.objects.filter(
            state__in=STANDING, due__lt=today, told_at=None, owner__isnull=False, programme__closed_at=None
        ).select_related("owner", "programme")
        for one in late:
            with transaction.atomic():
                if not model.objects.filter(pk=one.pk, told_at=None).update(told_at=timezone.now()):
                    continue
                queue_all(letters=[_letter(one)], by=None)
                told += 1
    return told


def _letter(one: Stage | Action) -> Letter:
    language = Language.parse(one.owner.language or "") or Language.ENGLISH
    programme = one.programme.name.in_language(language.tag)
    what = render(one.kind_words, language) if isinstance(one, Stage) else one.title
    return Letter(
        kind="notice",
        to=one.owner.email,
        subject=render(message("Overdue: {what}", what=what), language),
        body=render(
            message(
                "“{what}” of the programme “{programme}” was due on {day} and is not done. Do it, or move its day.",
                what=what,
                programme=programme,
                day=Day(one.due),
            ),
            language,
        ),
        nonce=f"overdue:{one._meta.model_name}:{one.pk}:{one.due:%Y%m%d}",
        language=language,
        link=absolute(reverse("programme:programme", args=[one.programme.public_id])),
        link_words=render(message("Open the programme"), language),
        about=f"programme:{one.programme.public_id}",
    )
