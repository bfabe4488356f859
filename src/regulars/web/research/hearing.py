"""Who hears of a response once it is stored. The guest waits for whoever listens: hand it on, work elsewhere.

A response that was stored in the moment of a power cut is heard by nobody. Whoever must not miss one looks again.
"""

from __future__ import annotations

import logging
from collections.abc import Callable

log = logging.getLogger(__name__)
Hearer = Callable[[int, "int | None"], None]
_HEARERS: list[Hearer] = []


def on_response(hearer: Hearer) -> Hearer:
    """Hear of each that counts and whose study shows single answers: ``hearer(key, score)``, after the commit."""
    _HEARERS.append(hearer)
    return hearer


def heard(key: int, score: int | None) -> None:
    """Tell all. Whoever fails spoils neither the guest's thanks nor what others hear."""
    for hearer in _HEARERS:
        try:
            hearer(key, score)
        except Exception:
            log.exception("nobody heard of response %s", key)
