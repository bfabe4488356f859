"""Studies and questionnaires are the company's: who manages a part of it may look at them and make links there."""

from __future__ import annotations

from django.http import HttpRequest
from django.shortcuts import get_object_or_404

from regulars.web.accounts.access import needs
from regulars.web.accounts.roles import Permission
from regulars.web.research.models import Link, Questionnaire, Study

for_the_company = needs(Permission.MANAGE_STUDIES, whole=True)


def study_of(request: HttpRequest, public_id: str) -> Study:
    """One study."""
    rows = Study.objects.visible_to(request.user, Permission.MANAGE_STUDIES).select_related("questionnaire")
    return get_object_or_404(rows, public_id=public_id)


def link_of(request: HttpRequest, public_id: str) -> Link:
    """One link of a unit of theirs."""
    rows = Link.objects.visible_to(request.user, Permission.MANAGE_STUDIES)
    return get_object_or_404(rows.select_related("unit", "study__questionnaire"), public_id=public_id)


def questionnaire_of(public_id: str) -> Questionnaire:
    """One questionnaire."""
    return get_object_or_404(Questionnaire, public_id=public_id)


def seen_by(request: HttpRequest) -> int | None:
    """The revision of the draft that the form was made of."""
    sent = request.POST.get("seen", "")
    return int(sent) if sent.isdecimal() and len(sent) < 19 else None
