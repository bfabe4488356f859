"""Public ids: random, so that an address tells nothing and cannot be counted up."""

from __future__ import annotations

import os
import secrets
from typing import Any

from django.db import models

# No vowels and nothing that looks like something else: no words by accident, easy to read out.
ALPHABET = "23456789bcdfghjkmnpqrstvwxz"
LENGTH = 12


def new_id() -> str:
    """57 random bits."""
    return "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))


def new_ids(count: int) -> list[str]:
    """As many at once, for rows that come by the hundred thousand: ``secrets`` asks the system for each letter."""
    letters: list[str] = []
    while len(letters) < count * LENGTH:
        # 243 is the largest multiple of 27 in a byte: what lies above would favour the first letters.
        letters += [ALPHABET[byte % 27] for byte in os.urandom(count * LENGTH) if byte < 243]
    text = "".join(letters[: count * LENGTH])
    return [text[start : start + LENGTH] for start in range(0, len(text), LENGTH)]


def in_no_order() -> int:
    """A key of a row that tells nothing of when. Below zero: the others go on counting where they were."""
    return -1 - secrets.randbits(62)


class PublicIdField(models.CharField):
    """The name of an object in addresses and files."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**{"max_length": LENGTH, "unique": True, "default": new_id, "editable": False, **options})
