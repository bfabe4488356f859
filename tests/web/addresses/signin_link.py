"""The address of a sign-in link: whoever holds it may open it."""

from __future__ import annotations

from typing import Any

from tests.web.addresses.shape import EVERYBODY, Address


def _of_the_manager(world: Any) -> dict[str, str]:
    from regulars.web.accounts.signin_links import make_link

    return {"token": make_link(user=world.people.manager)}


ROWS = [
    Address("accounts:signin-link", EVERYBODY, arguments=_of_the_manager),
    Address("accounts:signin-link", EVERYBODY, arguments=_of_the_manager, method="post", good=(302,)),
]
