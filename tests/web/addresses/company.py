"""Addresses of the company: for administrators; logo and colour for everybody."""

from __future__ import annotations

from typing import Any

from tests.web.addresses.shape import EVERYBODY, Address

PNG = bytes.fromhex(  # one white dot
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de0000000c49444154789c63f8ffff3f0005fe02fe0def46b8"
    "0000000049454e44ae426082"
)
ONLY = ("administrator",)


def _lakeside(world: Any) -> dict[str, Any]:
    return {"public_id": world.units.lakeside.public_id}


def _move(world: Any) -> dict[str, Any]:
    return {**_lakeside(world), "pk": world.units.lakeside.memberships.get().pk}


def _calendar(world: Any) -> dict[str, Any]:
    from regulars.web.company.models import Calendar

    return {"public_id": Calendar.objects.create(name="Desk", hours=[[]] * 7).public_id}


def _with_logo(world: Any) -> dict[str, Any]:
    from django.core.files.uploadedfile import SimpleUploadedFile

    from regulars.web.company.actions import change_logo

    change_logo(sent=SimpleUploadedFile("logo.png", PNG), by=world.people.administrator)
    return {}


ROWS = [
    Address("company:settings", ONLY),
    Address("company:part", ONLY, arguments=lambda world: {"part": "colour"}),
    Address("company:grades", ONLY),
    Address("company:logo", ONLY),
    Address("company:rate-add", ONLY, method="post", good=(400,)),
    Address("company:rates", ONLY),
    Address("company:rates-import", ONLY, method="post", good=(400,)),
    Address("company:rate-remove", ONLY, method="post", good=(302,)),
    Address("company:mail-test", ONLY, method="post", good=(302,)),
    Address("company:units", ONLY),
    Address("company:unit-add", ONLY),
    Address("company:units-import", ONLY),
    Address("company:units-apply", ONLY, method="post", good=(302,)),
    Address("company:unit", ONLY, arguments=_lakeside),
    Address("company:unit-move", ONLY, arguments=_lakeside, method="post", good=(302,)),
    Address("company:unit-move-back", ONLY, arguments=_move, method="post", good=(302,)),
    Address("company:calendars", ONLY),
    Address("company:calendar-add", ONLY),
    Address("company:calendar", ONLY, arguments=_calendar),
    Address("company:calendar-copy", ONLY, arguments=_calendar, method="post", good=(302,)),
    Address("company:calendar-remove", ONLY, arguments=_calendar, method="post", good=(302,)),
    Address("company:public-logo", EVERYBODY, arguments=_with_logo),
]
