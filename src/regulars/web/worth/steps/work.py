"""The five steps as a file."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.core.exceptions import PermissionDenied

from regulars.insights.report import Report
from regulars.language import Day, Language, message
from regulars.web.accounts.access import UnitScope
from regulars.web.jobs.registry import Progress, work
from regulars.web.results.work import made
from regulars.web.worth.steps.making import report_of
from regulars.web.worth.steps.models import Kept


@work("steps.file", message("Value in five steps as a file"))
def make_file(progress: Progress, *, ending: str, query: str, language: str, user: int) -> dict[str, Any]:
    """With what was settled in each step, as notes."""
    return made(progress, noted, f"value-in-five-steps.{ending}", Language(language), user)


def noted(scope: UnitScope) -> Report:
    """The report, and what holds of each step."""
    if not scope.whole:
        raise PermissionDenied
    found = report_of(scope)
    kept = {one.step: one for one in Kept.objects.filter(undone=None).select_related("by")}
    notes = tuple(
        message(
            "{step}: settled on {day} by {who}. {note}",
            step=one.title, day=Day(kept[one.key].at.date()), who=_name(kept[one.key]), note=kept[one.key].note,
        )
        for one in found.sections
        if one.key in kept
    )  # fmt: skip
    return replace(found, notes=notes)


def _name(one: Kept) -> Any:
    return one.by.shown_name if one.by else message("somebody who has left")
