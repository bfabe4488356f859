"""Taking a page along."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from regulars.language import Language
from regulars.web.audit import Event, record
from regulars.web.jobs.models import Job
from regulars.web.jobs.starting import start


@transaction.atomic
def take_along(*, page: str, ending: str, query: str, language: Language, by: Any) -> Job:
    """Start the making of a file; that somebody takes figures along stands in the trail."""
    job = start("worth.file", by=by, page=page, ending=ending, query=query, language=language.value, user=by.pk)
    record(Event.RESULTS_EXPORTED, target=job, by=by, survey=page, kind=ending.upper())
    return job
