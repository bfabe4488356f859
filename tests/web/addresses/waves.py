"""Addresses of carrying a study out: those who manage studies of the whole company."""

from __future__ import annotations

from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from tests.web.addresses.shape import Address

WHOLE = ("administrator", "analyst")


def _study(world: Any) -> dict[str, str]:
    from django.utils import timezone
    from tests.web.fieldwork.waves import cell, customers, fieldwork, study

    made = study(timezone.now())
    cell(made, "lakeside", 1, unit=world.units.lakeside)
    customers(3, unit=world.units.lakeside)
    fieldwork(made)
    return {"public_id": made.public_id}


def _plain(world: Any) -> dict[str, str]:
    from django.utils import timezone
    from tests.web.fieldwork.waves import study

    return {"public_id": study(timezone.now()).public_id}


def _cell(world: Any) -> dict[str, str]:
    return {**_study(world), "key": "lakeside"}


def _draw(world: Any) -> dict[str, str]:
    from regulars.web.research.fieldwork.drawing import draw_people
    from regulars.web.research.fieldwork.models import Fieldwork

    found = _study(world)
    draw = draw_people(fieldwork=Fieldwork.objects.select_related("study").get(), by=None)
    return {**found, "draw_id": draw.public_id}


def _drawn(world: Any) -> dict[str, str]:
    return {"public_id": _draw(world)["public_id"]}


def _asked(world: Any) -> dict[str, str]:
    from regulars.web.research.fieldwork.models import Asked

    return {**_drawn(world), "asked_id": Asked.objects.first().public_id}


def _list(world: Any) -> dict[str, str]:
    from regulars.web.research.fieldwork.lists.storing import keep
    from regulars.web.research.models import Study

    found = _plain(world)
    sent = SimpleUploadedFile("guests.csv", b"name,email\nMei,mei@example.com\nLi,nowhere\n")
    made = keep(study=Study.objects.get(), sent=sent, by=None)
    return {**found, "list_id": made.public_id}


def _carried(world: Any) -> dict[str, str]:
    return {"seed": "7", "reminders": "4, 9", "email-share": "100", "email-response": "20"}


def _part(world: Any) -> dict[str, str]:
    return {"label_en": "Everybody", "wanted": "5", "quota": "5"}


def _file(world: Any) -> dict[str, Any]:
    return {"file": SimpleUploadedFile("guests.csv", b"email\nmei@example.com\n")}


ROWS = [
    Address("fieldwork:carry", WHOLE, arguments=_study),
    Address("fieldwork:carry", WHOLE, arguments=_plain, note="empty"),
    Address("fieldwork:carry", WHOLE, arguments=_plain, method="post", data=_carried, good=(302,)),
    Address("fieldwork:cell-new", WHOLE, arguments=_plain),
    Address("fieldwork:cell-new", WHOLE, arguments=_plain, method="post", data=_part, good=(302,)),
    Address("fieldwork:cell", WHOLE, arguments=_cell),
    Address("fieldwork:cell", WHOLE, arguments=_cell, method="post", data=_part, good=(302,)),
    Address("fieldwork:cell-drop", WHOLE, arguments=_cell, method="post", good=(302,)),
    Address("fieldwork:wording", WHOLE, arguments=_study),
    Address("fieldwork:wording", WHOLE, arguments=_plain, method="post", good=(302,)),
    Address(
        "fieldwork:wording-preview",
        WHOLE,
        arguments=lambda world: {**_study(world), "kind": "reminder", "language": "zh"},
    ),
    Address("fieldwork:draws", WHOLE, arguments=_drawn),
    Address("fieldwork:draws", WHOLE, arguments=_plain, note="empty"),
    Address("fieldwork:draws", WHOLE, arguments=_study, data=lambda world: {"number": ""}, note="foreseen"),
    Address("fieldwork:draw", WHOLE, arguments=_study, method="post", good=(302,)),
    Address("fieldwork:draw-undo", WHOLE, arguments=_draw, method="post", good=(302,)),
    Address("fieldwork:act", WHOLE, arguments=_study, method="post", data=lambda world: {"do": "hold"}, good=(302,)),
    Address("fieldwork:list-send", WHOLE, arguments=_plain, method="post", data=_file, good=(302,)),
    Address("fieldwork:list", WHOLE, arguments=_list),
    Address(
        "fieldwork:list", WHOLE, arguments=_list, method="post", data=lambda world: {"email": "email"}, good=(302,)
    ),
    Address("fieldwork:list-bad", WHOLE, arguments=_list),
    Address(
        "fieldwork:list-act", WHOLE, arguments=_list, method="post", data=lambda world: {"do": "take"}, good=(302,)
    ),
    Address("fieldwork:asked", WHOLE, arguments=_drawn),
    Address("fieldwork:asked", WHOLE, arguments=_plain, note="empty"),
    Address("fieldwork:asked-export", WHOLE, arguments=_drawn),
    Address(
        "fieldwork:asked-act",
        WHOLE,
        arguments=_asked,
        method="post",
        data=lambda world: {"do": "take-back"},
        good=(302,),
    ),
]
