"""Where something can have happened, as guests are asked it; and the address of the form for each."""

from __future__ import annotations

from django.http import HttpRequest
from django.urls import reverse

from regulars.web.company.models import Unit, UnitMembership
from regulars.web.research.codes import base_of


def places() -> list[Unit]:
    """Open units that have none below them: guests know hotels, not regions."""
    parents = UnitMembership.objects.filter(unit__closed=None).values("parent")
    return list(Unit.objects.filter(closed=None).exclude(pk__in=parents).order_by("code"))


def address_of(request: HttpRequest, unit: Unit | None) -> str:
    """As it stands on a poster."""
    path = reverse("help:tell-unit", args=[unit.public_id]) if unit else reverse("help:tell")
    return f"{base_of(request)}{path}"
