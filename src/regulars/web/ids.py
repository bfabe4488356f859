"""Public ids: random, so that an address tells nothing and cannot be counted up."""

from __future__ import annotations

import secrets
from typing import Any

from django.db import models

# No vowels and nothing that looks like something else: no words by accident, easy to read out.
ALPHABET = "23456789bcdfghjkmnpqrstvwxz"
LENGTH = 12


def new_id() -> str:
    """57 random bits."""
    return "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))


class PublicIdField(models.CharField):
    """The name of an object in addresses and files."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**{"max_length": LENGTH, "unique": True, "default": new_id, "editable": False, **options})
