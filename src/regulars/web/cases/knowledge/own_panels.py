"""The card of cases like this one."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse

from regulars.web.accounts.roles import Permission
from regulars.web.cases.knowledge.alike import alike, counts
from regulars.web.cases.models import Case
from regulars.web.cases.panels import Asked, panel


def like(asked: Asked) -> Mapping[str, Any] | None:
    """Those in sight of the reader; nothing where there is nothing alike."""
    case = asked.case
    rows = Case.objects.visible_to(asked.request.user, Permission.SEE_CASES)
    likes, found = alike(case, rows), counts(case, rows, asked.now)
    if not likes and (found is None or found.lately + found.before < 2):
        return None
    address = f"{reverse('cases:cases')}?{urlencode({'show': 'all', 'cause': case.cause})}" if case.cause else ""
    return {"likes": likes, "counts": found, "all": address}


panel("alike", "knowledge/panel.html", like, side=True, rank=25)
