"""An address as it is compared: a hash, so that a list of whom not to write to needs no addresses.

An address is that of a mailbox, a telephone number, or the public id of a gateway (for a team).
"""

from __future__ import annotations

import time
from base64 import urlsafe_b64encode
from hashlib import sha256

from babel.core import get_global
from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from regulars.web.company.models import Company
from regulars.web.people.identifiers import telephone

LENGTH = 43
LONGEST = 254  # characters of an address (RFC 5321)


def tidied(address: str) -> str:
    """Without blanks around it. A mailbox with its domain in small letters, a telephone number in E.164."""
    name, at, domain = address.strip().rpartition("@")
    if at:
        return f"{name}@{domain.lower()}"
    return number_of(domain) or domain


def hashed(address: str) -> str:
    """The same for every way of writing an address. Not by the install's key: a new key must not forget anybody.

    >>> hashed("Mei@Example.com ") == hashed("mei@example.com"), len(hashed("a@b.c"))
    (True, 43)
    """
    return hash_of(tidied(address))


def hash_of(address: str) -> str:
    """The hash of an address that is tidied already."""
    digest = sha256(b"regulars.messages:" + address.casefold().encode()).digest()
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


def is_number(address: str) -> bool:
    """Whether a short message could go there."""
    return bool(number_of(address))


def number_of(text: str, country: str = "") -> str:
    """A telephone number in E.164, one without its country read as of this country; empty for what is none.

    >>> number_of("138-0013-8000", "CN"), number_of("0086 13800138000", "CN"), number_of("+44 7911 123456", "CN")
    ('+8613800138000', '+8613800138000', '+447911123456')
    >>> number_of("room 12", "CN"), number_of("12345", "CN")
    ('', '')
    """
    return telephone(text, country or home_country())


def home_country() -> str:
    """Where a number without a country belongs: as the company's rules say, else where its clock stands."""
    return _chosen_country() or clock_country()


def clock_country() -> str:
    """Where the company's clock stands."""
    found = get_global("zone_territories").get(Company.current().zone, "")
    return found if len(found) == 2 and found.isalpha() else "CN"


# Lists have a hundred thousand numbers: the rules are asked once for a while, and at once after they changed here.
_FOR = 10.0  # seconds
_kept: dict[str, tuple[float, str]] = {}


def _chosen_country() -> str:
    until, country = _kept.get("country", (0.0, ""))
    if time.monotonic() > until:
        from regulars.web.messages.models.rules import Rules

        country = Rules.current().country
        _kept["country"] = time.monotonic() + _FOR, country
    return country


def forget_country() -> None:
    """The next number asks again."""
    _kept.clear()
