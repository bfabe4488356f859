"""Addresses of policies: read by whoever sees cases, written for the whole company."""

from __future__ import annotations

from datetime import date
from typing import Any

from tests.web.addresses.cases import OTHER, SEE, WORK, case_of
from tests.web.addresses.shape import Address

WRITES = ("administrator",)
WORDS = {"title_en": "Refunds", "body_en": "Within 14 days.", "since": "2026-01-01"}


def policy_of(world: Any) -> Any:
    """One in force."""
    from regulars.language import Text
    from regulars.web.cases.policies.actions import publish, write

    by = world.people.administrator
    words = {"title": Text({"en": "Refunds"}), "body": Text({"en": "Within 14 days."}), "since": date(2026, 1, 1)}
    made = write(policy=None, by=by, **words)
    publish(policy=made, by=by)
    return made


def _policy(world: Any) -> dict[str, str]:
    return {"public_id": policy_of(world).public_id}


ROWS = [
    Address("policies:policies", (*SEE, *OTHER)),
    Address("policies:policy", (*SEE, *OTHER), arguments=_policy),
    Address("policies:new", WRITES, method="post", data=lambda world: WORDS, good=(302,)),
    Address("policies:edit", WRITES, arguments=_policy),
    Address("policies:act", WRITES, arguments=_policy, method="post", data=lambda world: {"do": "retire"}, good=(302,)),
    Address(
        "policies:apply", WORK, OTHER, lambda world: {"case": case_of(world).public_id}, method="post",
        data=lambda world: {"policy": policy_of(world).public_id}, good=(302,),
    ),
]  # fmt: skip
