"""Taking results along."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from regulars.language import Language
from regulars.survey import Survey
from regulars.web.audit import Event, record
from regulars.web.jobs.models import Job
from regulars.web.jobs.starting import start


@transaction.atomic
def take_along(
    *, survey: Survey, ending: str, query: str, language: Language, by: Any, chapters: bool = False, lens: str = ""
) -> Job:
    """Start the making of a file; that somebody takes figures along stands in the trail."""
    work = "results.lens" if lens else "results.chapters" if chapters else "results.file"
    more = {"lens": lens} if lens else {}
    job = start(
        work, by=by, survey=survey.name, ending=ending, query=query, language=language.value, user=by.pk, **more
    )
    record(Event.RESULTS_EXPORTED, target=job, by=by, survey=survey.name, kind=ending.upper())
    return job


@transaction.atomic
def take_tracking_along(*, ending: str, query: str, language: Language, by: Any) -> Job:
    """The same of the four indicators, which belong to no one survey."""
    job = start("results.tracking", by=by, ending=ending, query=query, language=language.value, user=by.pk)
    record(Event.RESULTS_EXPORTED, target=job, by=by, kind=ending.upper())
    return job
