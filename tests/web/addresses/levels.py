"""Addresses of service levels: seen by who sees customers, written by administrators."""

from __future__ import annotations

from typing import Any

from tests.web.addresses.people import EXPORT, OTHER, SEE
from tests.web.addresses.shape import Address

WRITE = ("administrator",)


def _in_force(world: Any) -> dict[str, Any]:
    from django.utils import timezone

    from regulars.web.people.levels.matrix import plain, proposal
    from regulars.web.people.levels.models import Version

    Version.objects.get_or_create(
        number=1,
        defaults={"levels": plain(proposal()), "since": timezone.localdate(), "published": timezone.now()},
    )
    return {}


def _row(world: Any) -> dict[str, str]:
    _in_force(world)
    return {"promise": "complaints", "level": "low"}


ROWS = [
    Address("levels:levels", (*SEE, *OTHER), arguments=_in_force),
    Address("levels:levels", (*SEE, *OTHER), note="empty"),
    Address("levels:edit", WRITE),
    Address("levels:edit", WRITE, arguments=_in_force, note="next"),
    Address("levels:act", WRITE, method="post", data=lambda world: {"do": "drop"}, good=(302,)),
    Address("levels:kept", (*SEE, *OTHER), arguments=_in_force),
    Address("levels:kept", (*SEE, *OTHER), note="empty"),
    Address("levels:behind", (*SEE, *OTHER), arguments=_row),
    Address("levels:file", (*EXPORT, *OTHER), arguments=_in_force, method="post", data=lambda world: {"days": "90"}),
]
