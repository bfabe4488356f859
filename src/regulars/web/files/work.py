"""What files need by night."""

from __future__ import annotations

from typing import Any

from regulars.language import message
from regulars.web.files import leaving
from regulars.web.jobs.registry import Progress, daily, work


@work("files.sweep", message("Clearing files that nothing refers to"))
def sweep(progress: Progress) -> dict[str, Any]:
    """Contents without a row."""
    return {"removed": leaving.sweep()}


daily("files.sweep", at="03:40")
