"""What the public page leaves for the clock."""

from __future__ import annotations

from regulars.language import message
from regulars.web.jobs.registry import Progress, every, work
from regulars.web.research.fieldwork.spending import write_down


@work("link.spent", message("Note which anonymous invitations were used"))
def spent(progress: Progress) -> None:
    """For many at once. How many is not told: what is done is kept with its second."""
    write_down()


every("link.spent", minutes=1)
