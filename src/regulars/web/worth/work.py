"""A page as PDF and workbook."""

from __future__ import annotations

from typing import Any

from django.http import QueryDict

from regulars.insights.report import Report
from regulars.language import Language, message
from regulars.web.accounts.access import UnitScope, may
from regulars.web.accounts.models import User
from regulars.web.accounts.roles import Permission
from regulars.web.jobs.registry import Progress, work
from regulars.web.results.work import made
from regulars.web.worth.reading import asked


@work("worth.file", message("A page on value and loyalty as a file"))
def make_file(progress: Progress, *, page: str, ending: str, query: str, language: str, user: int) -> dict[str, Any]:
    """The page's report, as its reader sees it: with the rights that the reader has now."""

    def report(scope: UnitScope) -> Report:
        sees = may(User.objects.get(pk=user), Permission.SEE_CUSTOMERS)
        return asked(page, QueryDict(query), scope, segments=sees, purpose="file on value and loyalty").report()

    return made(progress, report, f"{page}.{ending}", Language(language), user)
