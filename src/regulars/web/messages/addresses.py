"""An address as it is compared: a hash, so that a list of whom not to write to needs no addresses."""

from __future__ import annotations

from base64 import urlsafe_b64encode
from hashlib import sha256

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

LENGTH = 43
LONGEST = 254  # characters of an address (RFC 5321)


def tidied(address: str) -> str:
    """Without blanks around it, the domain in small letters."""
    name, at, domain = address.strip().rpartition("@")
    return f"{name}{at}{domain.lower()}"


def hashed(address: str) -> str:
    """The same for every way of writing an address. Not by the install's key: a new key must not forget anybody.

    >>> hashed("Mei@Example.com ") == hashed("mei@example.com"), len(hashed("a@b.c"))
    (True, 43)
    """
    digest = sha256(b"regulars.messages:" + tidied(address).casefold().encode()).digest()
    return urlsafe_b64encode(digest).decode().rstrip("=")


def is_address(address: str) -> bool:
    r"""Whether mail could go there.

    >>> is_address("mei@example.com"), is_address("mei@"), is_address("a@b.example\nBcc: c@d.example")
    (True, False, False)
    """
    try:
        validate_email(address)
    except ValidationError:
        return False
    return len(address) <= LONGEST
