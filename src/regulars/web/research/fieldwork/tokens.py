"""The personal address: worked out from whom it is for, so that a reminder has it again and nothing is stored."""

from __future__ import annotations

from hashlib import sha256

from django.utils.crypto import salted_hmac

from regulars.web.absolute import absolute

# 96 bits: nobody finds one by trying, and an SMS has room for it.
LENGTH = 24


def token_of(public_id: str) -> str:
    """What stands in the address of an ``Asked``."""
    return salted_hmac("regulars.fieldwork.personal", public_id, algorithm="sha256").hexdigest()[:LENGTH]


def hash_of(token: str) -> str:
    """As it is stored: who reads the database cannot open the address."""
    return sha256(token.encode()).hexdigest()


def place_of(token: str) -> str:
    """What answers that are not all given are kept under, of a person whose answers are no secret from the company."""
    return salted_hmac("regulars.fieldwork.place", token, algorithm="sha256").hexdigest()


def address_of(public_id: str) -> str:
    """The whole address."""
    return absolute(f"/s/to/{token_of(public_id)}")
