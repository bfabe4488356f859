"""What every line of the facts is looked at for: once for each state of them, for all processes of the server."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

from django.conf import settings
from django.core.cache import cache

Found = TypeVar("Found")
_KNOWN: dict[tuple[Path, str], tuple[Any, Any]] = {}


def once(what: str, state: Any, make: Callable[[], Found]) -> Found:
    """What was found of this state of the facts, else looked for now. Nothing of a person may be kept so."""
    here = settings.HOME, what
    known = _KNOWN.get(here)
    if known is None or known[0] != state:
        known = cache.get(f"facts.{what}")
    if known is None or known[0] != state:
        known = state, make()
        cache.set(f"facts.{what}", known, None)
    _KNOWN[here] = known
    found: Found = known[1]
    return found
