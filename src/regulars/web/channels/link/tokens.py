"""The token in the form: which address and version it was made for, when, and a nonce. Signed; nothing is stored.

Not Django's token against forged requests: that one guards what a browser sends by itself, a session. There is none
here, so there is nothing to forge; and in-app browsers lose cookies and referrers, so it would refuse honest guests.
"""

from __future__ import annotations

import secrets
import time
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from hashlib import sha256

from django.core import signing
from django.utils.crypto import salted_hmac

OLDEST = timedelta(days=30)
_SEP = "~"
_SIGNER = signing.TimestampSigner(salt="regulars.channels.link", sep=_SEP)
_LATER = "!"  # before the nonce of a form that was given out for one whose own time is unknown


@dataclass(frozen=True)
class Token:
    """What a form says of itself. The nonce makes two posts of one form one response. ``made``: in whole seconds."""

    address: str
    version: int
    nonce: str
    made: datetime | None = None

    def sealed(self) -> str:
        """As it stands in the form."""
        return _SIGNER.sign(f"{self.address}.{self.version}.{self.nonce}")

    def seconds(self, now: datetime) -> float | None:
        """How long ago its page was opened; None where nobody knows."""
        return None if self.made is None or self.nonce.startswith(_LATER) else (now - self.made).total_seconds()


def new_token(address: str, version: int, *, again: bool = False) -> Token:
    """For a form that is about to be shown. ``again``: it was filled in before."""
    nonce = (_LATER if again else "") + secrets.token_urlsafe(12)
    return Token(address, version, nonce, datetime.fromtimestamp(int(time.time()), UTC))


def opened(text: str, address: str) -> Token | None:
    """The token of a form; None when it is broken, too old or of another address."""
    try:
        where, version, nonce = _SIGNER.unsign(text, max_age=OLDEST).split(".", 2)
        made = signing.b62_decode(text.split(_SEP)[1])
    except (signing.BadSignature, ValueError, IndexError):
        return None
    return Token(where, int(version), nonce, datetime.fromtimestamp(made, UTC)) if where == address else None


def key_of(nonce: str) -> str:
    """What stands in the address at which somebody may go on later; the same whenever they ask."""
    return salted_hmac("regulars.channels.link.later", nonce, algorithm="sha256").hexdigest()[:32]


def hashed(key: str) -> str:
    """As it is stored: who reads the database cannot open the address."""
    return sha256(key.encode()).hexdigest()
