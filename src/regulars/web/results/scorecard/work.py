"""The pages as PDF and workbook."""

from __future__ import annotations

from typing import Any

from django.http import QueryDict

from regulars.insights.report import Report
from regulars.language import Language, message
from regulars.web.accounts.access import UnitScope
from regulars.web.accounts.models import User
from regulars.web.jobs.registry import Progress, work
from regulars.web.results.scorecard import making  # noqa: F401  it enters the pages
from regulars.web.results.scorecard.tabs import TABS, wish_of
from regulars.web.results.work import made


@work("scorecard.file", message("Scorecard as a file"))
def make_file(progress: Progress, *, tab: str, ending: str, query: str, language: str, user: int) -> dict[str, Any]:
    """The page's report, as its reader sees it: with the rights that the reader has now."""

    def report(scope: UnitScope) -> Report:
        wish = wish_of(QueryDict(query), User.objects.get(pk=user), scope, purpose=f"file of {tab}")
        return TABS[tab].make(wish)

    return made(progress, report, f"{tab}.{ending}", Language(language), user)
