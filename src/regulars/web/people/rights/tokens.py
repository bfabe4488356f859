"""Links to a customer's own page: signed, with nothing stored for them.

The link in the foot of a mail holds for ever, so whoever finds an old mail learns nothing by it: it opens what the
company may write about, and asks for a fresh link. A fresh one was sent to the address of this very customer not long
ago, and is dead once that address changes. The links that take an erasure back and confirm a new address hold for
longer, or go to somebody who has proved nothing yet: they do that one thing, and else no more than the foot.
"""

from __future__ import annotations

from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import dataclass
from datetime import timedelta
from enum import Enum
from hashlib import sha256

from django.core import signing
from django.urls import reverse

from regulars.web.absolute import absolute
from regulars.web.people.models import Customer
from regulars.web.people.rights.foot import SIGNER as FOOT


class Use(Enum):
    """What a link is for, and how long it holds."""

    FOOT = ("f", None)
    FRESH = ("s", timedelta(days=1))
    BACK = ("b", timedelta(days=31))
    ADDRESS = ("m", timedelta(days=2))

    @property
    def letter(self) -> str:
        """Its sign in the link."""
        return self.value[0]


@dataclass(frozen=True)
class Opened:
    """``late``: it was one of ours, and is too old. ``address``: the new one that is to be confirmed."""

    customer: Customer
    use: Use
    late: bool = False
    address: str = ""

    @property
    def known(self) -> bool:
        """Whether it was sent to this person a short while ago, for all that is theirs."""
        return self.use is Use.FRESH and not self.late

    @property
    def takes_back(self) -> bool:
        """Whether an erasure can be taken back by it."""
        return self.use in (Use.FRESH, Use.BACK) and not self.late

    @property
    def confirms(self) -> bool:
        """Whether it proves a new address."""
        return self.use is Use.ADDRESS and not self.late


_LETTERS = {one.letter: one for one in Use}
_TIMED = signing.TimestampSigner(salt="regulars.rights.own", sep="~")


def fresh_token(customer: Customer, use: Use = Use.FRESH, address: str = "") -> str:
    """For a letter to the address that the customer has now; ``address``: to a new one, which it proves."""
    parts = [use.letter, customer.public_id, _mark(customer)]
    if address:
        parts.append(urlsafe_b64encode(address.encode()).decode().rstrip("="))
    return _TIMED.sign(".".join(parts))


def link_of(token: str) -> str:
    """The whole address."""
    return absolute(reverse("my:page", args=[token]))


def opened(token: str) -> Opened | None:
    """Whose it is and what for; None for what we never wrote, or for somebody who is gone."""
    late = False
    try:
        if token.startswith("f."):
            return _found(FOOT.unsign(token).split("."), late=False)
        text = _TIMED.unsign(token)
        life = _LETTERS[text[:1]].value[1]
        try:
            _TIMED.unsign(token, max_age=life)
        except signing.SignatureExpired:
            late = True
    except (signing.BadSignature, KeyError):
        return None
    return _found(text.split("."), late=late)


def _found(parts: list[str], *, late: bool) -> Opened | None:
    use = _LETTERS[parts[0]]
    customer = Customer.objects.filter(public_id=parts[1]).first()
    if customer is None:
        return None
    if use is not Use.FOOT and parts[2] != _mark(customer):
        late = True
    address = urlsafe_b64decode(parts[3] + "=" * (-len(parts[3]) % 4)).decode() if len(parts) > 3 else ""
    return Opened(customer, use, late, address)


def _mark(customer: Customer) -> str:
    return sha256(customer.email.casefold().encode()).hexdigest()[:8]
