"""What a message says of where an answer goes: each app knows it of its own messages, told by what they are about."""

from __future__ import annotations

from collections.abc import Callable

from regulars.web.messages.models import Outgoing

Headers = Callable[[Outgoing], dict[str, str]]
_HEADERS: dict[str, Headers] = {}


def replies(about: str, headers: Headers) -> None:
    """Messages about ``about:...`` carry these headers, such as ``Reply-To``; called by an app's ``ready``."""
    _HEADERS[about] = headers


def headers_of(outgoing: Outgoing) -> dict[str, str]:
    """Those of a message; of most there are none."""
    found = _HEADERS.get(outgoing.about.partition(":")[0])
    return found(outgoing) if found else {}
