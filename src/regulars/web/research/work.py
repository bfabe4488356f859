"""What research does by the clock."""

from __future__ import annotations

from typing import Any

from regulars.language import message
from regulars.web.facts import facts
from regulars.web.jobs.registry import Progress, daily, every, work
from regulars.web.research.copying import copy_waiting, rebuild
from regulars.web.research.partials import settle


@work("research.copy", message("Copy responses into the facts"))
def copy(progress: Progress) -> dict[str, Any]:
    """Whatever waits."""
    return {"responses": copy_waiting()}


@work("research.rebuild", message("Copy all responses into the facts anew"))
def anew(progress: Progress) -> dict[str, Any]:
    """After a restore, or when the facts were lost."""
    progress(message("Copying all responses"))
    return {"responses": rebuild().responses}


@work("research.partials", message("Count those who left before the end"))
def partials(progress: Progress) -> dict[str, Any]:
    """Whose time is over."""
    return dict(settle())


@work("facts.tend", message("Put the facts in order"))
def tend(progress: Progress) -> dict[str, Any]:
    """Few files, a short log."""
    return {name: list(files) for name, files in facts().tend().items()}


# Less than a minute, so that with the waiting for the clock and the worker the facts are at most a minute behind.
every("research.copy", seconds=45)
every("research.partials", minutes=15)
daily("facts.tend", at="03:20")
