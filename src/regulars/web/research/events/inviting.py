"""The invitation after an event."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from regulars.web.research.events.models import Happening
from regulars.web.research.models import Study


def invite(study: Study, rows: Sequence[Happening], now: datetime) -> None:
    """Hand the invitations to the outbox, each with its time."""
