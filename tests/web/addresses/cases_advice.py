"""Addresses of gestures: chosen by whoever works on cases, approved by managers, kept by the administrator."""

from __future__ import annotations

from typing import Any

from tests.web.addresses.cases import OTHER, SEE, WORK, case_of
from tests.web.addresses.shape import Address

MANAGES = ("administrator",)
APPROVES = ("administrator", "manager")
BUDGET = {"budget-since": "2026-10", "budget-amount": "500"}


def gesture_of(world: Any) -> Any:
    """Breakfast."""
    from regulars.web.cases.advice.actions import take_over

    return take_over(key="breakfast", by=world.people.administrator)


def choice_of(world: Any, *, amount: int = 60) -> Any:
    """One that the agent of Lakeside chose."""
    from decimal import Decimal

    from regulars.web.cases.advice.choosing import choose

    case, by = case_of(world), world.people.agent
    return choose(case=case, gesture=gesture_of(world), amount=Decimal(amount), by=by, words="Two nights.")


def _gesture(world: Any) -> dict[str, str]:
    return {"public_id": gesture_of(world).public_id}


def _choose(world: Any) -> dict[str, str]:
    return {"case": case_of(world).public_id, "gesture": gesture_of(world).public_id}


def _amount(world: Any) -> dict[str, str]:
    from regulars.web.cases.advice.models import Gesture

    return {f"g{Gesture.objects.get().pk}-amount": "60"}


ROWS = [
    Address("advice:gestures", MANAGES),
    Address("advice:new", MANAGES),
    Address("advice:edit", MANAGES, arguments=_gesture),
    Address("advice:switch", MANAGES, arguments=_gesture, method="post", data=lambda world: {"on": "no"}, good=(302,)),
    Address("advice:take", MANAGES, method="post", data=lambda world: {"key": "voucher"}, good=(302,)),
    Address("advice:budgets", MANAGES),
    Address("advice:budgets", MANAGES, method="post", data=lambda world: BUDGET, good=(302,)),
    Address("advice:limits", MANAGES, method="post", data=lambda world: {"limit-agent_once": "5"}, good=(302,)),
    Address("advice:effect", (*SEE, *OTHER)),
    Address(
        "advice:export", ("administrator", "analyst", "manager", *OTHER), method="post",
        data=lambda world: {"purpose": "call list", "kind": "csv"},
    ),
    Address("advice:approvals", (*APPROVES, *OTHER)),
    Address(
        "advice:decide", APPROVES, OTHER, lambda world: {"public_id": choice_of(world, amount=900).approval.public_id},
        method="post", data=lambda world: {"do": "yes"}, good=(302,),
    ),
    Address("advice:choose", WORK, OTHER, _choose, method="post", data=_amount, good=(302,)),
    Address(
        "advice:settle", WORK, OTHER, lambda world: {"public_id": choice_of(world).public_id}, method="post",
        data=lambda world: {"do": "given"}, good=(302,),
    ),
    Address(
        "advice:words", WORK, OTHER, lambda world: {"public_id": choice_of(world).public_id}, method="post",
        data=lambda world: {"respond-words": "Sorry."},
    ),
]  # fmt: skip
