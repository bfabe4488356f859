"""The address at which somebody leaves the list: a hash of theirs and a language, signed. Nothing is stored for it.

So it works for as long as the install keeps its key, also when the message itself was erased long ago.
"""

from __future__ import annotations

from django.core import signing
from django.urls import reverse

from regulars.language import Language
from regulars.web.messages.addresses import LENGTH

_SIGNER = signing.Signer(salt="regulars.messages.leave", sep="~")


def unsubscribe_path(address_hash: str, language: Language) -> str:
    """The path."""
    return reverse("messages:leave", args=[token_of(address_hash, language)])


def token_of(address_hash: str, language: Language) -> str:
    """What stands in the path."""
    return _SIGNER.sign(f"{address_hash}.{language.value}")


def opened(token: str) -> tuple[str, Language] | None:
    """Whose hash, in which language; None for what we never wrote."""
    try:
        address_hash, _, language = _SIGNER.unsign(token).partition(".")
    except signing.BadSignature:
        return None
    return (address_hash, Language.parse(language) or Language.ENGLISH) if len(address_hash) == LENGTH else None
