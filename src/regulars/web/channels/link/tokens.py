"""The token in the form: which address and version it was made for, and a nonce. Signed; nothing is stored.

Not Django's token against forged requests: that one guards what a browser sends by itself, a session. There is none
here, so there is nothing to forge; and in-app browsers lose cookies and referrers, so it would refuse honest guests.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import timedelta

from django.core import signing

OLDEST = timedelta(days=30)
_SIGNER = signing.TimestampSigner(salt="regulars.channels.link", sep="~")


@dataclass(frozen=True)
class Token:
    """What a form says of itself. The nonce makes two posts of one form one response."""

    address: str
    version: int
    nonce: str

    def sealed(self) -> str:
        """As it stands in the form."""
        return _SIGNER.sign(f"{self.address}.{self.version}.{self.nonce}")


def new_token(address: str, version: int) -> str:
    """For a form that is about to be shown."""
    return Token(address, version, secrets.token_urlsafe(12)).sealed()


def opened(text: str, address: str) -> Token | None:
    """The token of a form; None when it is broken, too old or of another address."""
    try:
        where, version, nonce = _SIGNER.unsign(text, max_age=OLDEST).split(".", 2)
    except (signing.BadSignature, ValueError):
        return None
    return Token(where, int(version), nonce) if where == address else None
