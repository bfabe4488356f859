"""What the worker does with messages: every minute it sends what is due, every five it reads what came back."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from regulars.language import message
from regulars.web.jobs.registry import Progress, every, work
from regulars.web.messages.bounces.receiving import fetch
from regulars.web.messages.sending import send_due


@work("messages.send", message("Sending messages"))
def send(progress: Progress) -> dict[str, Any]:
    """One round."""
    return asdict(send_due())


@work("messages.fetch", message("Reading mail that came back"))
def receive(progress: Progress) -> dict[str, Any]:
    """One look."""
    return asdict(fetch())


every("messages.send", minutes=1)
every("messages.fetch", minutes=5)
