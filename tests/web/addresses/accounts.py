"""Addresses of accounts: people are the administrators' matter, one's own account everybody's."""

from __future__ import annotations

from typing import Any

from tests.web.addresses.pages import ACCOUNTS
from tests.web.addresses.shape import EVERYBODY, Address

ADMINISTRATOR = ("administrator",)


def _agent(world: Any) -> dict[str, str]:
    return {"public_id": world.people.agent.public_id}


def invited(world: Any) -> Any:
    """An open invitation."""
    from regulars.web.accounts.models import Invitation

    return Invitation.objects.create(email="new@example.com", role="viewer", by=world.people.administrator)


def _invited(world: Any) -> dict[str, str]:
    return {"public_id": invited(world).public_id}


def _token(world: Any) -> dict[str, str]:
    invitation = invited(world)
    token = invitation.new_token()
    invitation.save()
    return {"token": token}


def _post(url: str, arguments: Any = lambda world: {}, good: tuple[int, ...] = (302,)) -> Address:
    return Address(url, ADMINISTRATOR, method="post", arguments=arguments, good=good)


ROWS = [
    Address("accounts:profile", ACCOUNTS),
    Address("accounts:end-sessions", ACCOUNTS, method="post", good=(302,)),
    Address("accounts:roles", ACCOUNTS),
    Address("accounts:people", ADMINISTRATOR),
    Address("accounts:invite", ADMINISTRATOR),
    Address("accounts:people-file", ADMINISTRATOR),
    Address("accounts:person", ADMINISTRATOR, arguments=_agent),
    Address("accounts:welcome", EVERYBODY, arguments=_token),
    _post("accounts:invite-file"),
    _post("accounts:take", _agent),
    _post("accounts:deactivate", _agent),
    _post("accounts:reactivate", _agent),
    _post("accounts:reset", _agent),
    _post("accounts:invite-again", _invited),
    _post("accounts:withdraw", _invited),
    _post("accounts:invitation-link", _invited, good=(200,)),
]
