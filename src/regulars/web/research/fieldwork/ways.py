"""How people of a study are written to, and how many of them will answer."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from regulars.web.messages.models import Channel
from regulars.web.research.fieldwork.models import Fieldwork

PERSONAL = (Channel.EMAIL.value, Channel.SMS.value)


def ways_of(fieldwork: Fieldwork) -> dict[str, float]:
    """Channels that write to one person -> share of those asked; posters and telephones are others' work."""
    if not fieldwork.shares:
        return {Channel.EMAIL.value: 1.0}
    return {key: share for key in PERSONAL if (share := _part(fieldwork.shares, key, "share")) > 0}


def response_of(fieldwork: Fieldwork) -> float:
    """Of a hundred who are asked by all channels together, how many will answer; one where nobody said."""
    shares = fieldwork.shares
    found = sum(_part(shares, key, "share") * _part(shares, key, "response") for key in shares)
    return found if 0 < found <= 1 else 1.0


def _part(shares: Mapping[str, Any], key: str, name: str) -> float:
    return float((shares.get(key) or {}).get(name) or 0)
