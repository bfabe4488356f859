"""The link in the foot of a mail: a customer's own page, signed, for ever."""

from __future__ import annotations

from django.core import signing

SIGNER = signing.Signer(salt="regulars.rights.foot", sep="~")


def foot_token(public_id: str) -> str:
    """Nothing is stored for it; a hundred thousand take a second."""
    return SIGNER.sign(f"f.{public_id}")
