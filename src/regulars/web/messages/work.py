"""What the worker does with messages: every minute it sends what is due."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from regulars.language import message
from regulars.web.jobs.registry import Progress, every, work
from regulars.web.messages.sending import send_due


@work("messages.send", message("Sending messages"))
def send(progress: Progress) -> dict[str, Any]:
    """One round."""
    return asdict(send_due())


every("messages.send", minutes=1)
