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


def _short(world: Any) -> dict[str, str]:
    from regulars.web.messages.actions import queue
    from regulars.web.messages.models import Channel
    from regulars.web.messages.writing import Letter

    letter = Letter("invitation", "+8613800138000", "", "Please tell us.", nonce="short", channel=Channel.SMS)
    return {"public_id": queue(letter=letter).public_id}


def _gateway(world: Any) -> dict[str, str]:
    from regulars.web.messages.models import Channel, Gateway, Way

    made = Gateway.objects.create(name="Texts", channel=Channel.SMS, way=Way.HTTP, secret="", host="sms.example.com")
    return {"public_id": made.public_id}


def _came_back(world: Any) -> dict[str, str]:
    from regulars.web.messages.models import Returned, Sort

    Returned.objects.create(key="x", sort=Sort.OTHER, sender="someone@example.com", subject="Question")
    return {}


def _rules(world: Any) -> dict[str, Any]:
    from regulars.web.messages.models import Rules
    from regulars.web.messages.rules import RulesForm

    return {name: getattr(Rules(), name) for name in RulesForm.base_fields}


OWN = ("administrator",)
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
    Address("messages:off", EVERYBODY, arguments=_short),
    Address("messages:off", EVERYBODY, arguments=lambda world: {"public_id": "nothing"}, good=(404,), note="unknown"),
    Address("messages:returned", WHOLE, arguments=_came_back),
    Address("messages:returned", WHOLE, note="empty"),
    Address("messages:rules", OWN),
    Address("messages:rules", OWN, method="post", data=_rules, good=(302,)),
    Address("messages:gateways", OWN, arguments=lambda world: _gateway(world) and {}),
    Address("messages:gateways", OWN, note="empty"),
    Address("messages:gateway-add", OWN, arguments=lambda world: {"channel": "sms"}),
    Address("messages:gateway-add", OWN, arguments=lambda world: {"channel": "team"}),
    Address(
        "messages:gateway-try", OWN, arguments=_gateway, method="post", data=lambda world: {"to": "x"}, good=(302,)
    ),
    Address(
        "messages:gateway-act", OWN, arguments=_gateway, method="post", data=lambda world: {"act": "off"}, good=(302,)
    ),
]
