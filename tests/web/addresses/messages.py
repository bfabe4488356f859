"""Addresses of messages: those who manage studies of the whole company; leaving the list is for the whole world."""

from __future__ import annotations

from typing import Any

from tests.web.addresses.shape import EVERYBODY, Address

WHOLE = ("administrator", "analyst")


def _message(world: Any) -> dict[str, str]:
    from regulars.web.messages.actions import queue
    from regulars.web.messages.writing import Letter

    letter = Letter("invitation", "guest@example.com", "How was it?", "Please tell us.", nonce="one")
    return {"public_id": queue(letter=letter).public_id}


def _blocked(world: Any) -> dict[str, str]:
    from regulars.web.messages.actions import suppress
    from regulars.web.messages.models import Reason

    return {"public_id": suppress(reason=Reason.BOUNCED, source="hand", address="guest@example.com").public_id}


def _token(world: Any) -> dict[str, str]:
    from regulars.language import Language
    from regulars.web.messages.addresses import hashed
    from regulars.web.messages.tokens import unsubscribe_path

    return {"token": unsubscribe_path(hashed("guest@example.com"), Language.ENGLISH).strip("/").rpartition("/")[2]}


def _with_one(world: Any) -> dict[str, str]:
    _message(world)
    return {}


ROWS = [
    Address("messages:messages", WHOLE, arguments=_with_one),
    Address("messages:messages", WHOLE, note="empty"),
    Address("messages:hold", WHOLE, method="post", data=lambda world: {"held": "1"}, good=(302,)),
    Address("messages:message", WHOLE, arguments=_message),
    Address("messages:preview", WHOLE, arguments=_message),
    Address(
        "messages:act", WHOLE, arguments=_message, method="post", data=lambda world: {"act": "cancel"}, good=(302,)
    ),
    Address("messages:blocked", WHOLE),
    Address("messages:allow", WHOLE, arguments=_blocked, method="post", good=(302,)),
    Address("messages:leave", EVERYBODY, arguments=_token),
    Address("messages:leave", EVERYBODY, arguments=_token, method="post", note="pressed"),
    Address("messages:leave", EVERYBODY, arguments=lambda world: {"token": "forged"}, good=(404,), note="forged"),
]
