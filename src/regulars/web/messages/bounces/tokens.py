"""The address to which a mail comes back, with the message's name in it, signed.

Some mailboxes report without the mail's own headers; the address that they report to is then all that says which
message it was. Whoever knows one can report about that message only, which is their own.
"""

from __future__ import annotations

import hashlib
import hmac
import re
from collections.abc import Iterable

from django.conf import settings

from regulars.web.ids import ALPHABET, LENGTH

_SHORT = 16
# Small letters alone: many a mail server writes the part before the @ in small letters.
_TOKEN = re.compile(rf"\+([{ALPHABET}]{{{LENGTH}}})\.([0-9a-f]{{{_SHORT}}})@", re.IGNORECASE)


def return_address(public_id: str, usual: str) -> str:
    """Where this message comes back to: by its own address where the setting ends in a plus."""
    name, _, host = settings.REGULARS_BOUNCES_ADDRESS.rpartition("@")
    if not host:
        return usual
    return f"{name}{public_id}.{_signed(public_id)}@{host}" if name.endswith("+") else f"{name}@{host}"


def found_in(addresses: Iterable[str]) -> str:
    """The public id that one of these addresses carries; empty for a forged one, and for none."""
    for address in addresses:
        for public_id, signature in _TOKEN.findall(address.lower()):
            if hmac.compare_digest(signature, _signed(public_id)):
                return public_id
    return ""


def _signed(public_id: str) -> str:
    key = b"regulars.messages.bounces:" + settings.SECRET_KEY.encode()
    return hmac.new(key, public_id.encode(), hashlib.sha256).hexdigest()[:_SHORT]
