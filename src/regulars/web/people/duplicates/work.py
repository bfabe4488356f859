"""What the worker does: the facts follow a decision; the finder looks, every night and after imports."""

from __future__ import annotations

from typing import Any

from django.urls import reverse

from regulars.language import message
from regulars.web.facts import facts
from regulars.web.jobs.registry import Progress, daily, every, work
from regulars.web.people.duplicates.finding import find
from regulars.web.people.duplicates.following import follow
from regulars.web.people.duplicates.merging import FACTS

FIND = "duplicates.find"


@work(FACTS, message("Bringing purchases and answers to the customer who is left"))
def bring(progress: Progress) -> dict[str, Any]:
    """After a merge, or after one was taken back."""
    progress(message("Waiting until nobody else writes to the facts"))
    return {**follow(facts()), "url": reverse("duplicates:merges")}


@work(FIND, message("Looking for customers who are the same"))
def look(progress: Progress) -> dict[str, Any]:
    """Over everybody."""
    return {**find(facts(), progress), "url": reverse("duplicates:pairs")}


every(FACTS, minutes=15)  # of a decision whose work was cut short
daily(FIND, at="04:15")
