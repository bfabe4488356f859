"""Addresses of posters, widgets, kiosks, the feedback form and interviews."""

from __future__ import annotations

from typing import Any

from tests.web.addresses.research import MANAGERS, _of, _open_study, _study
from tests.web.addresses.shape import EVERYBODY, Address

READERS = ("administrator", "analyst", "manager", "colleague", "agent", "dealer")
ASKERS = ("administrator", "agent", "interviewer")


def _made(world: Any, channel: str, unit: Any = None) -> Any:
    from regulars.web.research.actions import create_links
    from regulars.web.research.models import Channel

    return create_links(
        study=_open_study(world), units=[unit or world.units.lakeside], channel=Channel(channel), by=None
    )[0]


def _widget(world: Any) -> Any:
    return _made(world, "widget")


def _poster(world: Any) -> dict[str, str]:
    return {"public_id": _made(world, "poster").study.public_id}


def _every_poster(world: Any) -> dict[str, str]:
    from regulars.web.research.models import Link

    return {"link": Link.objects.get().public_id, "sheet": "a6", "language": "en,zh", "ask": "heading"}


def _widget_address(world: Any) -> dict[str, str]:
    return {"address": _widget(world).public_id}


ROWS = [
    Address("poster:posters", MANAGERS, arguments=_of(_study)),
    Address("poster:document", MANAGERS, arguments=_poster, data=_every_poster),
    Address("widget:widgets", MANAGERS, arguments=_of(_study)),
    Address("widget:widget", MANAGERS, arguments=_of(_widget)),
    Address("widget:preview", MANAGERS, arguments=_of(_widget)),
    Address("kiosk:kiosks", MANAGERS, arguments=_of(_study)),
    Address("feedback:feedback", READERS),
    Address(
        "feedback:begin",
        MANAGERS,
        method="post",
        data=lambda world: {"units": [world.units.lakeside.public_id]},
        good=(302,),
    ),
    Address("interviewer:start", ASKERS),
    Address(
        "interviewer:interview",
        ASKERS,
        arguments=lambda world: {"public_id": _made(world, "interviewer").public_id, "way": "telephone"},
    ),
    Address("link:widget", EVERYBODY, arguments=_widget_address),
    Address("link:widget-style", EVERYBODY, arguments=lambda world: {"digest": "0"}),
    Address("link:widget-script", EVERYBODY),
]
