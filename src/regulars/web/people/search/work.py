"""What the search does by the clock, and when somebody asks."""

from __future__ import annotations

from typing import Any

from regulars.language import message
from regulars.web.jobs.registry import Progress, daily, work
from regulars.web.people.search.indexing import WORK, index_missing
from regulars.web.people.search.table import forget_the_gone


@work(WORK, message("Making customers findable"))
def index(progress: Progress) -> dict[str, Any]:
    """After many customers came or changed."""
    return {"customers": index_missing(progress)}


@work("search.tidy", message("Tidying the index of customers"))
def tidy(progress: Progress) -> dict[str, Any]:
    """Once a night: whoever was missed, and nothing left of who is gone."""
    count = index_missing(progress)
    forget_the_gone()
    return {"customers": count}


daily("search.tidy", at="02:30")
