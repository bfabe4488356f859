"""What the page of a case shows of its state."""

from __future__ import annotations

from typing import Any

from django import template

from regulars.language import Message
from regulars.web.accounts.access import may
from regulars.web.cases.causes import causes
from regulars.web.cases.corners import CORNERS
from regulars.web.cases.models import Case
from regulars.web.cases.shown import DO, NEXT, Place, places
from regulars.web.words import current

register = template.Library()


@register.inclusion_tag("cases/parts/corners.html", takes_context=True)
def corners(context: template.Context) -> dict[str, Any]:
    """The pages beside the list that the reader may see."""
    request = context["request"]
    at = request.resolver_match.view_name if request.resolver_match else ""
    return {"corners": [(one, one.url == at) for one in CORNERS if may(request.user, one.needs)]}


@register.simple_tag
def places_of(case: Case) -> list[Place]:
    """The steps above a case."""
    return places(case)


@register.simple_tag
def next_steps(case: Case) -> list[tuple[str, Message]]:
    """Steps that need no words."""
    return [(step.value, DO[step]) for step in NEXT[case.state]]


@register.simple_tag
def cause_name(key: str) -> str:
    """What a cause is called."""
    found = causes().get(key)
    return found.name.in_language(current().tag) if found else key
