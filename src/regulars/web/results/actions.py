"""Taking results along."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import transaction

from regulars.language import Language
from regulars.survey import Survey
from regulars.web.audit import Event, record
from regulars.web.jobs.models import Job
from regulars.web.jobs.starting import start


@transaction.atomic
def make_along(
    work: str,
    *,
    ending: str,
    query: str,
    language: Language,
    by: Any,
    about: Mapping[str, str] | None = None,
    **more: str,
) -> Job:
    """Start the making of a file; that somebody takes figures along, and ``about`` what, stands in the trail."""
    job = start(work, by=by, ending=ending, query=query, language=language.value, user=by.pk, **more)
    record(Event.RESULTS_EXPORTED, target=job, by=by, kind=ending.upper(), **(about or {}))
    return job


def take_along(
    *, survey: Survey, ending: str, query: str, language: Language, by: Any, chapters: bool = False, lens: str = ""
) -> Job:
    """A survey: its results, its four chapters, or one lens."""
    work = "results.lens" if lens else "results.chapters" if chapters else "results.file"
    more = {"lens": lens} if lens else {}
    about = {"survey": survey.name}
    return make_along(
        work, ending=ending, query=query, language=language, by=by, about=about, survey=survey.name, **more
    )
