"""Whom the company follows up of its own accord: nobody to whose level no care is promised."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from regulars.web.people.levels.due import due_to
from regulars.web.people.levels.models import Version
from regulars.web.people.models import CustomerScore


def followed_on(day: date) -> Callable[[CustomerScore], bool]:
    """A question on a customer's scores. Everybody is followed where no version is in force."""
    version = Version.in_force(day)
    if version is None:
        return lambda _: True
    matrix = version.matrix
    return lambda row: matrix[due_to(row).level].contacts > 0
