"""The results as PDF and workbook."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.http import QueryDict
from django.urls import reverse
from django.utils import translation

from regulars.documents import write_report
from regulars.insights.report import Report
from regulars.language import Language, Text, message
from regulars.web.accounts.access import UnitScope, scope_of
from regulars.web.accounts.models import User
from regulars.web.accounts.roles import Permission
from regulars.web.company.models import Company
from regulars.web.files.actions import keep
from regulars.web.files.kinds import Kind
from regulars.web.jobs.registry import Progress, work
from regulars.web.results.chapters import in_chapters
from regulars.web.results.errors import NoLongerAllowedError
from regulars.web.results.lenses import lens_of, seen
from regulars.web.results.reading import asked
from regulars.web.results.tracking import reading as tracking
from regulars.web.words import CODES

STEPS = 3


@work("results.file", message("Results as a file"))
def make_file(progress: Progress, *, survey: str, ending: str, query: str, language: str, user: int) -> dict[str, Any]:
    """The page's report, as its reader sees it: with the rights that the reader has now."""

    def report(scope: UnitScope) -> Report:
        return asked(survey, QueryDict(query), scope, purpose="file of results").report()

    return made(progress, report, f"{survey}.{ending}", Language(language), user)


@work("results.chapters", message("Report in four chapters as a file"))
def make_chapters(
    progress: Progress, *, survey: str, ending: str, query: str, language: str, user: int
) -> dict[str, Any]:
    """The same in four chapters."""

    def report(scope: UnitScope) -> Report:
        return in_chapters(asked(survey, QueryDict(query), scope, purpose="file of results"), scope)

    return made(progress, report, f"{survey}-chapters.{ending}", Language(language), user)


@work("results.lens", message("One lens of a survey as a file"))
def make_lens(
    progress: Progress, *, survey: str, ending: str, query: str, language: str, user: int, lens: str
) -> dict[str, Any]:
    """The same through one lens."""

    def report(scope: UnitScope) -> Report:
        found = asked(survey, QueryDict(query), scope, purpose="file of results")
        return seen(lens_of(lens, found, scope), found, scope)

    return made(progress, report, f"{survey}-{lens}.{ending}", Language(language), user)


@work("results.tracking", message("Tracking as a file"))
def make_tracking(progress: Progress, *, ending: str, query: str, language: str, user: int) -> dict[str, Any]:
    """The same of the four indicators."""

    def report(scope: UnitScope) -> Report:
        return tracking.asked(QueryDict(query), scope, purpose="file of tracking").report()

    return made(progress, report, f"tracking.{ending}", Language(language), user)


def made(
    progress: Progress, report: Callable[[UnitScope], Report], name: str, language: Language, user: int
) -> dict[str, Any]:
    """Ask, lay out, keep."""
    progress(message("Reading the answers"), 0, STEPS)
    reader = User.objects.get(pk=user)
    with translation.override(CODES[language]):
        scope = scope_of(reader, Permission.EXPORT)
        if scope.empty:
            raise NoLongerAllowedError(
                message("Your roles no longer allow taking results along. An administrator can give you one that does.")
            )
        found = report(scope)
        progress(message("Laying out the pages"), 1, STEPS)
        with tempfile.TemporaryDirectory(prefix="regulars-results-") as folder:
            path = Path(folder) / name
            write_report(found, path, language, company=Text.of(Company.current().name))
            progress(message("Keeping the file"), 2, STEPS)
            file = keep(path, name=path.name, by=reader, accept=(Kind.PDF, Kind.XLSX))
    progress(message("Keeping the file"), STEPS, STEPS)
    return {"url": reverse("files:download", args=[file.public_id])}
