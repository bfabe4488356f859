"""Addresses of the scorecard: whoever sees results; steps and series for whoever plans, or imports, for all."""

from __future__ import annotations

from typing import Any

from tests.web.addresses.shape import Address
from tests.web.results.samples import facts_in

SEE = ("administrator", "analyst", "manager", "colleague", "viewer", "dealer")
EXPORT = ("administrator", "analyst", "manager", "colleague")


def _facts(world: Any) -> dict[str, str]:
    facts_in(world.home)
    return {}


def _tab(world: Any) -> dict[str, str]:
    return {**_facts(world), "key": "signals"}


def _step(world: Any) -> dict[str, str]:
    from regulars.web.results.scorecard.models import Remedy

    facts_in(world.home)
    return {"public_id": Remedy.objects.create(title="More cooks", problem="waiting", days=3, removes=20).public_id}


ROWS = [
    Address("scorecard:scorecard", SEE, arguments=_facts),
    Address("scorecard:signals", SEE, arguments=_facts),
    Address("scorecard:problems", SEE, arguments=_facts),
    Address("scorecard:agreement", SEE, arguments=_facts),
    Address("scorecard:staff", SEE, arguments=_facts),
    Address("scorecard:links", SEE, arguments=_facts),
    Address("scorecard:file", EXPORT, arguments=_tab, method="post", good=(302,)),
    Address(
        "scorecard:settle",
        ("administrator", "analyst"),
        arguments=_step,
        method="post",
        data=lambda world: {"do": "done"},
        good=(302,),
    ),
    Address(
        "scorecard:forget",
        ("administrator", "analyst"),
        arguments=_facts,
        method="post",
        data=lambda world: {"name": "On time"},
        good=(302,),
    ),
]
