"""What the mail of the morning says besides cases: each app adds its sentence."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from regulars.language import Message

Said = Callable[[Any, datetime], Message | None]
SAID: list[Said] = []


def morning(said: Said) -> None:
    """Add a sentence for a user at a moment, None where there is nothing to say; called by an app's ``ready``."""
    SAID.append(said)
