"""Secrets in the database, unreadable without the key of the install: a copy of the database gives nobody the power to
send in the company's name.
"""

from __future__ import annotations

from base64 import urlsafe_b64encode
from hashlib import sha256

from cryptography.fernet import Fernet, InvalidToken
from django.conf import settings

from regulars.language import message
from regulars.web.messages.errors import OutboxError


def seal(text: str) -> str:
    """Unreadable from now on; nothing stays nothing."""
    return _box().encrypt(text.encode()).decode() if text else ""


def opened(sealed: str) -> str:
    """What was sealed. Raises ``OutboxError`` when the install has another key since."""
    if not sealed:
        return ""
    try:
        return _box().decrypt(sealed.encode()).decode()
    except InvalidToken as error:
        raise OutboxError(
            message("The address of this gateway was sealed with another key. Remove the gateway and add it again.")
        ) from error


def _box() -> Fernet:
    return Fernet(urlsafe_b64encode(sha256(b"regulars.messages.seal:" + settings.SECRET_KEY.encode()).digest()))
