"""Addresses of teams: for administrators, and for managers of the unit."""

from __future__ import annotations

from typing import Any

from tests.web.addresses.shape import Address

MANAGERS = ("administrator", "manager", "colleague")
OWN = ("administrator", "manager")


def _team(world: Any) -> dict[str, Any]:
    from regulars.language import Text
    from regulars.web.research.teams.actions import add_team

    return {"public_id": add_team(unit=world.units.lakeside, name=Text({"en": "Reception"}), by=None).public_id}


def _member(world: Any) -> dict[str, Any]:
    from regulars.web.research.teams.actions import join
    from regulars.web.research.teams.models import Team

    found = _team(world)
    team = Team.objects.get(public_id=found["public_id"])
    return {**found, "pk": join(team=team, user=world.people.agent, since=None, by=None).pk}


ROWS = [
    Address("teams:teams", MANAGERS),
    Address("teams:team-add", MANAGERS),
    Address("teams:import", MANAGERS),
    Address("teams:import-take", MANAGERS, method="post", good=(302,)),
    Address("teams:team", OWN, foreign=("colleague",), arguments=_team),
    Address(
        "teams:join",
        OWN,
        foreign=("colleague",),
        arguments=_team,
        method="post",
        data=lambda world: {"user": world.people.agent.public_id},
        good=(302,),
    ),
    Address("teams:leave", OWN, foreign=("colleague",), arguments=_member, method="post", good=(302,)),
]
