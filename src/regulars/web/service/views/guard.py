"""Loading what a page is about, as far as the reader may see it."""

from __future__ import annotations

from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404

from regulars.web.accounts.access import may
from regulars.web.accounts.roles import Permission
from regulars.web.research.models import Questionnaire, Version
from regulars.web.service.models import Finding, Visit


def checklist_of(public_id: str) -> tuple[Questionnaire, Version]:
    """A checklist that can be filled in: published, and made for it."""
    found = get_object_or_404(Questionnaire, public_id=public_id)
    version = found.latest
    if version is None or version.definition.subject is None:
        raise Http404
    return found, version


def visit_of(request: HttpRequest, public_id: str) -> Visit:
    """One visit."""
    rows = Visit.objects.open_to(request.user).select_related("unit", "team", "person", "by", "questionnaire")
    return get_object_or_404(rows, public_id=public_id)


def finding_of(request: HttpRequest, public_id: str) -> Finding:
    """One finding."""
    rows = Finding.objects.open_to(request.user).select_related(
        "visit__unit", "visit__team", "visit__questionnaire", "visit__person", "owner", "done_by"
    )
    return get_object_or_404(rows, public_id=public_id)


def sees_people(request: HttpRequest) -> bool:
    """Whether those who were observed are named: to those who lead, not to those who only read figures."""
    return may(request.user, Permission.VISIT) and may(request.user, Permission.SEE_RESULTS)
