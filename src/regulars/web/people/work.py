"""What the worker does with people: scores every night, and lists that follow the facts."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from regulars.insights.scope import Scope
from regulars.insights.scoring.keeping import score_and_keep
from regulars.language import message
from regulars.web.audit import Event, record
from regulars.web.company.grades import grades_of
from regulars.web.company.models import Company
from regulars.web.company.terms import terms_of
from regulars.web.facts import facts
from regulars.web.jobs.registry import Progress, daily, work
from regulars.web.people.levels.former import follow
from regulars.web.people.projecting import project
from regulars.web.people.stages.work import ask as ask_relationships


@work("people.project", message("Bringing the list of customers up to date"))
def bring_up_to_date(progress: Progress) -> dict[str, Any]:
    """After an import, an undo, a scoring."""
    return project(facts(), progress)


@work("people.score", message("Scoring every customer"))
def score(progress: Progress) -> dict[str, Any]:
    """Score as of the last day in the data, keep the scores in the facts, bring them into the list."""
    company = Company.current()
    found = score_and_keep(
        facts(),
        scope=Scope.whole(purpose="nightly scores"),
        terms=terms_of(company),
        grades=grades_of(company),
        progress=progress,
        waiting=progress,
    )
    written = project(facts(), progress)
    follow(facts(), progress)
    with transaction.atomic():
        record(Event.CUSTOMERS_SCORED, customers=len(found.rows), day=str(found.as_of or ""))
    return {**written, "scored": len(found.rows), "day": str(found.as_of or ""), **ask_relationships(progress)}


daily("people.score", at="03:00")
