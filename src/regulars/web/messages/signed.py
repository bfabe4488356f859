"""Addresses of ours with the name of something in them, signed: ``back+name.signature@example.com``."""

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


def signed_address(own: str, public_id: str, purpose: str, usual: str) -> str:
    """The address ``own`` with a name in it where it ends in a plus before the @; ``usual`` where there is none."""
    name, _, host = own.rpartition("@")
    if not host:
        return usual
    return f"{name}{public_id}.{signature(public_id, purpose)}@{host}" if name.endswith("+") else f"{name}@{host}"


def found_in(addresses: Iterable[str], purpose: str) -> str:
    """The public id that one of these addresses carries; empty for a forged one, and for none."""
    for address in addresses:
        for public_id, given in _TOKEN.findall(address.lower()):
            if fits(given, public_id, purpose):
                return str(public_id)
    return ""


def signature(words: str, purpose: str, length: int = _SHORT) -> str:
    """What nobody writes who has not the key of the install."""
    key = f"regulars.{purpose}:".encode() + settings.SECRET_KEY.encode()
    return hmac.new(key, words.encode(), hashlib.sha256).hexdigest()[:length]


def fits(given: str, words: str, purpose: str) -> bool:
    """Whether a signature is ours."""
    return hmac.compare_digest(given.encode(), signature(words, purpose, len(given)).encode()) and len(given) >= 8
