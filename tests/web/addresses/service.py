"""Addresses of service: whoever visits fills in; whoever reads results sees how the standards are kept."""

from __future__ import annotations

from typing import Any

from tests.web.addresses.shape import Address

VISITORS = ("administrator", "analyst", "manager", "colleague", "agent", "interviewer")
READERS = ("administrator", "analyst", "manager", "colleague", "viewer", "dealer")
OWN = ("administrator", "analyst", "manager")
FOREIGN = ("colleague", "agent", "interviewer")


def _list(world: Any) -> dict[str, Any]:
    from regulars.web.service.actions import adopt

    return {"public_id": adopt(name="procedural-standards", by=None).public_id}


def _visit(world: Any) -> dict[str, Any]:
    from datetime import date

    from regulars.web.ids import new_id
    from regulars.web.service.actions import adopt, store

    made = adopt(name="procedural-standards", by=None)
    visit = store(
        version=made.latest,
        unit=world.units.lakeside,
        team=None,
        person=None,
        day=date(2026, 11, 2),
        answers={"greeted": 2, "waits": 5, "why-greeted": "Nobody looked up"},
        nonce=new_id(),
        by=world.people.administrator,
    )
    return {"public_id": visit.public_id}


def _with_visit(world: Any) -> dict[str, Any]:
    _visit(world)
    return {}


def _finding(world: Any) -> dict[str, Any]:
    from regulars.web.service.models import Finding

    _visit(world)
    return {"public_id": Finding.objects.get().public_id}


def _seen(world: Any) -> dict[str, Any]:
    from regulars.web.research.models import Questionnaire

    _visit(world)
    return {"public_id": Questionnaire.objects.get().public_id}


ROWS = [
    Address("service:checklists", VISITORS, arguments=_with_visit),
    Address("service:checklists", VISITORS, note="empty"),
    Address(
        "service:adopt",
        ("administrator", "analyst"),
        method="post",
        data=lambda world: {"name": "procedural-standards"},
        good=(302,),
    ),
    Address(
        "service:fill",
        VISITORS,
        arguments=_list,
        data=lambda world: {"unit": world.units.lakeside.public_id, "day": "2026-11-02"},
        good=(200, 400),  # the unit is none of the colleague's
        note="of a unit",
    ),
    Address("service:fill", VISITORS, arguments=_list),
    Address("service:visit", OWN, foreign=FOREIGN, arguments=_visit),
    Address("service:take-back", OWN, foreign=FOREIGN, arguments=_visit, method="post", good=(302,)),
    Address("service:findings", VISITORS, arguments=_with_visit),
    Address("service:findings", VISITORS, note="empty"),
    Address("service:finding", OWN, foreign=FOREIGN, arguments=_finding),
    Address("service:finding-done", OWN, foreign=FOREIGN, arguments=_finding, method="post", good=(302,)),
    Address("standards:standards", READERS, arguments=_with_visit),
    Address("standards:standard", READERS, arguments=_seen),
]
