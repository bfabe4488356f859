"""Addresses of targets and events: seen by whoever sees results, changed by whoever may set them for that unit."""

from __future__ import annotations

from datetime import date
from typing import Any

from tests.web.addresses.shape import Address
from tests.web.results.samples import facts_in

SEE = ("administrator", "analyst", "manager", "colleague", "viewer", "dealer")
SET, OTHER = ("administrator", "analyst", "manager"), ("colleague",)


def _facts(world: Any) -> dict[str, str]:
    facts_in(world.home)
    return {}


def _target(world: Any) -> dict[str, str]:
    from regulars.web.results.landmarks.models import Target

    facts_in(world.home)
    days = {"first": date(2026, 1, 1), "last": date(2099, 12, 31)}
    return {"public_id": Target.objects.create(indicator="nps", value=30, unit=world.units.lakeside, **days).public_id}


def _note(world: Any) -> dict[str, str]:
    from regulars.web.results.landmarks.models import Happening

    facts_in(world.home)
    day = date(2026, 5, 4)
    return {
        "public_id": Happening.objects.create(words="lobby", unit=world.units.lakeside, first=day, last=day).public_id
    }


ROWS = [
    Address("landmarks:targets", SEE, arguments=_facts),
    Address("landmarks:target-new", (*SET, *OTHER), arguments=_facts),
    Address("landmarks:target", SET, OTHER, _target),
    Address("landmarks:target-end", SET, OTHER, _target, method="post", good=(302,)),
    Address("landmarks:notes", SEE, arguments=_facts),
    Address("landmarks:note-new", (*SET, *OTHER), arguments=_facts),
    Address("landmarks:note", SET, OTHER, _note),
    Address("landmarks:note-remove", SET, OTHER, _note, method="post", good=(302,)),
]
