"""The policies on the page of a case."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from regulars.language import Message, message
from regulars.web.cases.history import sort
from regulars.web.cases.panels import Asked, panel
from regulars.web.cases.policies.models import Applied, Policy


def policies(asked: Asked) -> Mapping[str, Any] | None:
    """Those that were applied, and those that can be."""
    applied = list(Applied.objects.filter(case=asked.case).select_related("version__policy"))
    taken = {one.version.policy_id for one in applied}
    rows = Policy.objects.filter(retired=None, versions__published__isnull=False).distinct()
    free = list(rows.exclude(pk__in=taken)) if asked.works else []
    return {"applied": applied, "free": free} if applied or free else None


def _applied(data: Mapping[str, Any]) -> Message:
    number = str(data.get("number", "?"))
    return message("Policy “{title}” applied, version {number}", title=_title(data), number=number)


def _title(data: Mapping[str, Any]) -> str:
    found = Policy.objects.filter(public_id=data.get("policy", "")).first()
    return found.shown_title if found else "?"


sort("policy", _applied)
sort("policy-off", lambda data: message("Policy “{title}” taken off again", title=_title(data)))
panel("policies", "policies/panel.html", policies, side=True, rank=40)
