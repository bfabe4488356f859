"""Where somebody comes from, and what that page hands over."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest
from django.urls import reverse

from regulars.web.accounts.access import may
from regulars.web.accounts.roles import Permission
from regulars.web.back import own_page
from regulars.web.company.models import Unit
from regulars.web.facts import facts
from regulars.web.words import say


def titles() -> dict[str, str]:
    """Surveys by their titles."""
    return {name: say(facts().survey(name).title) or name for name in facts().surveys()}


def preset(request: HttpRequest) -> dict[str, str]:
    """The one unit and the survey that the page before was about."""
    codes = request.GET.getlist("unit")
    rows = Unit.objects.visible_to(request.user, Permission.SET_TARGETS)
    unit = rows.filter(code=codes[0]).first() if len(codes) == 1 else None
    found = {} if unit is None else {"unit": unit.public_id}
    survey = request.GET.get("survey", "")
    return {**found, "survey": survey} if survey in facts().surveys() else found


def back_of(request: HttpRequest, usual: str) -> str:
    """The page where the link stood; the list where it is none of ours."""
    return own_page(request.POST.get("back") or request.GET.get("back") or "") or reverse(usual)


def address_to_note(request: HttpRequest, *, survey: str = "", units: Any = ()) -> str:
    """Where an event of this page is noted; nothing for whoever may not."""
    if not may(request.user, Permission.SET_TARGETS):
        return ""
    asked = [("survey", survey)] if survey else []
    asked += [("unit", code) for code in units] + [("back", request.get_full_path())]
    return f"{reverse('landmarks:note-new')}?{urlencode(asked)}"
