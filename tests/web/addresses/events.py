"""Addresses of events: those who manage studies of the whole company; calls are for those who enter answers there."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from tests.web.addresses.research import _open_study
from tests.web.addresses.shape import EVERYBODY, Address

WHOLE = ("administrator", "analyst")
CALLERS = ("administrator", "agent", "interviewer")


def _kind(world: Any, key: str = "stay") -> Any:
    from regulars.web.research.events.kinds import kinds

    return kinds()[key]


def _trigger(world: Any, **fields: Any) -> Any:
    from regulars.web.research.events.actions import add_trigger, switch

    made = add_trigger(kind=_kind(world), study=_open_study(world), fields=fields, by=None)
    switch(trigger=made, on=True, by=None)
    return made


def _customer(world: Any) -> Any:
    from regulars.web.people.models import Customer

    given = {"name": "Mei", "email": "mei@example.com", "phone": "13800138000", "unit": world.units.lakeside}
    return Customer.objects.create(number="C1", key=17, **given)


def _happening(world: Any, **fields: Any) -> Any:
    from django.utils import timezone

    from regulars.web.research.events.asking import round_of
    from regulars.web.research.events.taking import happened

    made = _trigger(world, **{"wait_minutes": 600, **fields})
    now = timezone.now() - timedelta(minutes=1)
    found = happened(
        kind="stay", source="desk", key="R-1", customer=_customer(world), unit=world.units.lakeside, at=now,
        details={"nights": 2},
    )  # fmt: skip
    round_of()
    assert made.pk
    found.refresh_from_db()
    return found


def _call(world: Any) -> Any:
    return _happening(world, way="phone", wait_minutes=0).call


def _source(world: Any) -> Any:
    from regulars.web.research.events.sources import add

    return add(key="desk", name="Desk", kind=None, by=None)[0]


def _left_alone(world: Any) -> Any:
    from regulars.web.research.events.actions import leave_alone
    from regulars.web.research.events.models import Exclusion

    leave_alone(customer=_customer(world), kind=None, by=None)
    return Exclusion.objects.get()


def _of(make: Any) -> Any:
    return lambda world: {"public_id": make(world).public_id}


def _with(make: Any) -> Any:
    def arguments(world: Any) -> dict[str, str]:
        make(world)
        return {}

    return arguments


def _sent(**data: str) -> Any:
    return lambda world: data


_NEW = {"wait": "1", "wait_unit": "days", "clock": "10:00", "share": "50", "rest_days": "30", "window_days": "14"}

ROWS = [
    Address("events:events", WHOLE, note="empty"),
    Address("events:events", WHOLE, arguments=_with(_happening)),
    Address("events:happenings", WHOLE, arguments=_with(_happening)),
    Address("events:happening", WHOLE, arguments=_of(_happening)),
    Address(
        "events:happening-act", WHOLE, arguments=_of(_happening), method="post", data=_sent(do="stop"), good=(302,)
    ),
    Address(
        "events:happening-act",
        WHOLE,
        arguments=_of(_happening),
        method="post",
        data=_sent(do="leave-kind"),
        good=(302,),
        note="left alone",
    ),
    Address("events:ask-again", WHOLE, arguments=_of(_left_alone), method="post", good=(302,)),
    Address("events:import", WHOLE),
    Address("events:import-take", WHOLE, method="post", data=_sent(rows="", kind="stay"), good=(302,)),
    Address("events:kinds", WHOLE),
    Address("events:kind-add", WHOLE),
    Address("events:kind", WHOLE, arguments=_of(_kind)),
    Address("events:purchases", WHOLE, method="post", data=_sent(taken="1"), good=(302,)),
    Address("events:sources", WHOLE, arguments=_with(_source)),
    Address("events:sources", WHOLE, method="post", data=_sent(name="Till", key="till"), note="added"),
    Address("events:source-act", WHOLE, arguments=_of(_source), method="post", data=_sent(do="rotate")),
    Address("events:trigger-add", WHOLE, arguments=lambda world: {"kind": "stay"}),
    Address(
        "events:trigger-add",
        WHOLE,
        arguments=lambda world: {"kind": "stay"},
        method="post",
        data=lambda world: {**_NEW, "study": _open_study(world).public_id, "way": "email"},
        good=(302,),
    ),
    Address("events:trigger", WHOLE, arguments=_of(_trigger)),
    Address("events:trigger-act", WHOLE, arguments=_of(_trigger), method="post", data=_sent(do="off"), good=(302,)),
    Address("events:trial", WHOLE, arguments=_of(_trigger)),
    Address("events:calls", CALLERS),
    Address("events:calls", CALLERS, arguments=_with(_call), note="with one"),
    Address(
        "events:call-note", CALLERS, arguments=_of(_call), method="post", data=_sent(outcome="no-answer"), good=(302,)
    ),
    Address("incoming:events", EVERYBODY, arguments=lambda world: {"source": "desk"}, method="post", good=(401,)),
    Address("incoming:events", EVERYBODY, arguments=lambda world: {"source": "desk"}, good=(405,), note="looked at"),
]
