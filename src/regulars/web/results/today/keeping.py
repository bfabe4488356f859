"""Counts over all customers, kept for a few minutes: who opens the page again does not have them counted again."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from typing import TypeVar

from django.core.cache import cache

from regulars.web.accounts.access import UnitScope

SECONDS = 300
Found = TypeVar("Found")


def kept(what: str, scope: UnitScope, make: Callable[[UnitScope], Found]) -> Found:
    """What was counted for the same units within the last minutes, else counted now."""
    units = "all" if scope.unit_ids is None else ",".join(str(one) for one in sorted(scope.unit_ids))
    key = f"today.{what}.{hashlib.sha256(units.encode()).hexdigest()[:32]}"
    known = cache.get(key)
    if known is None:
        known = make(scope)
        cache.set(key, known, SECONDS)
    return known
