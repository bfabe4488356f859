"""A page as PDF and workbook; every page in the night, so that nobody waits for it in the morning."""

from __future__ import annotations

import logging
import time
from collections.abc import Iterator
from typing import Any

from django.http import QueryDict

from regulars.insights.report import Report
from regulars.insights.worth import PAGES
from regulars.language import Language, RegularsError, message
from regulars.web.accounts.access import UnitScope, may, scope_of
from regulars.web.accounts.models import User
from regulars.web.accounts.roles import Permission
from regulars.web.jobs.registry import Progress, daily, work
from regulars.web.results.today import figures as today
from regulars.web.results.work import made
from regulars.web.worth.making import is_kept
from regulars.web.worth.reading import asked
from regulars.web.worth.steps.making import counted_lines

LONGEST = 3 * 3600  # seconds of a night: with hundreds of units the last of them wait until somebody asks
DAY = "today"
PURPOSE = "page on value and loyalty"
log = logging.getLogger(__name__)


@work("worth.file", message("A page on value and loyalty as a file"))
def make_file(progress: Progress, *, page: str, ending: str, query: str, language: str, user: int) -> dict[str, Any]:
    """The page's report, as its reader sees it: with the rights that the reader has now."""

    def report(scope: UnitScope) -> Report:
        sees = may(User.objects.get(pk=user), Permission.SEE_CUSTOMERS)
        return asked(page, QueryDict(query), scope, segments=sees, purpose="file on value and loyalty").report()

    return made(progress, report, f"{page}.{ending}", Language(language), user)


@work("worth.ready", message("Pages on value and loyalty, made ready"))
def make_ready(progress: Progress) -> dict[str, Any]:
    """Every page as it opens, and the day, for the whole company and then for each part of it that somebody sees.

    What still holds is left. A page that cannot be made keeps the others waiting for nothing: it says so itself.
    """
    began, made, failed = time.monotonic(), 0, 0
    counted_lines()
    steps = [(key, scope) for scope in scopes() for key in (*PAGES, DAY)]
    for number, (key, scope) in enumerate(steps):
        if time.monotonic() - began > LONGEST:
            break
        title = today.TITLE if key == DAY else PAGES[key].title
        progress(message("Working out “{page}”", page=title), number, len(steps))
        try:
            made += _make(key, scope)
        except RegularsError as error:
            log.warning("%s: %s", key, error)
            failed += 1
    progress(message("Every page is ready"), len(steps), len(steps))
    return {"pages": len(steps), "made": made, "failed": failed}


def _make(key: str, scope: UnitScope) -> bool:
    """Whether there was anything to do."""
    if key == DAY:
        return today.make_ready(scope)
    found = asked(key, QueryDict(""), scope, segments=False, purpose=PURPOSE)
    if is_kept(key, found.wish()):
        return False
    found.report()
    return True


def scopes() -> Iterator[UnitScope]:
    """The whole company, then the parts of it that people see, the largest first; each once."""
    yield UnitScope(None, None)
    found = {scope_of(user, Permission.SEE_RESULTS) for user in User.objects.filter(is_active=True)}
    parts = [one for one in found if not one.whole and not one.empty]
    yield from sorted(parts, key=lambda one: (-len(one.codes or ()), sorted(one.codes or ())))


daily("worth.ready", at="04:30")  # after the scores of 03:00 and the tending of the facts, which the worker does first
