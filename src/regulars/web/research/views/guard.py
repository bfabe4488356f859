"""Studies and questionnaires are the company's: who manages a part of it may look at them and make links there."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404

from regulars.web.accounts.access import needs
from regulars.web.accounts.roles import Permission
from regulars.web.research.models import Link, Questionnaire, Study

View = Callable[..., HttpResponse]


def for_the_company(view: View) -> View:
    """A page for those who manage studies of the whole company."""

    @wraps(view)
    def whole(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not request.scope.whole:
            raise PermissionDenied
        return view(request, *args, **kwargs)

    return needs(Permission.MANAGE_STUDIES)(whole)


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
