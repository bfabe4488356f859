"""Making a study, changing it, opening and closing it."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import Any

from django.db import transaction

from regulars.language import message
from regulars.survey.questionnaire import strictest
from regulars.web.accounts.models import User
from regulars.web.audit import Event, record
from regulars.web.facts import facts
from regulars.web.research import privacy
from regulars.web.research.errors import NotPublishedError, StateError
from regulars.web.research.models import Questionnaire, State, Study

CHANGEABLE = ("title", "privacy", "sample", "wave", "opens_at", "closes_at", "quota")


def create_study(*, questionnaire: Questionnaire, by: User | None, **fields: Any) -> Study:
    """A study that nobody can answer yet. It promises what its questionnaire promises, or more."""
    if questionnaire.draft.get("subject"):
        raise StateError(
            message("“{title}” is a checklist for staff. Fill it in under Checklists.", title=questionnaire.title)
        )
    values = {"title": questionnaire.title, "privacy": privacy.own(questionnaire), **fields}
    privacy.check(Study(questionnaire=questionnaire, title=values["title"]), values["privacy"])
    with transaction.atomic():
        made = Study.objects.create(questionnaire=questionnaire, by=by, **values)
        record(Event.STUDY_CREATED, target=made, by=by, questionnaire=questionnaire.name)
    return made


def change_study(*, study: Study, by: User | None, **fields: Any) -> None:
    """Title, privacy, sample, wave, dates, quota. Raises ``PrivacyError`` where a promise would be taken back."""
    changed = sorted(name for name in CHANGEABLE if name in fields and getattr(study, name) != fields[name])
    if not changed:
        return
    with transaction.atomic():
        if "privacy" in changed:
            privacy.check(study, fields["privacy"])
        for name in changed:
            setattr(study, name, fields[name])
        study.save(update_fields=changed)
        record(Event.STUDY_CHANGED, target=study, by=by, changed=changed)
        if "privacy" in changed and study.responses.exists():
            # Pages ask us as well; the command line and notebooks only know the facts.
            transaction.on_commit(partial(_tell_facts, study.questionnaire), robust=True)


def open_study(*, study: Study, by: User | None) -> None:
    """Let it be answered, for the first time or again."""
    version = study.questionnaire.latest
    if version is None:
        raise NotPublishedError(
            message("“{title}” has no published version yet. Publish its questionnaire first.", title=study.title)
        )
    with transaction.atomic():
        if not Study.objects.filter(pk=study.pk).exclude(state=State.OPEN).update(state=State.OPEN):
            raise StateError(message("“{title}” is already open.", title=study.title))
        record(Event.STUDY_OPENED, target=study, by=by, version=version.number)
    study.state = State.OPEN


def close_study(*, study: Study, by: User | None) -> None:
    """No new pages; whoever has one open may still send it."""
    with transaction.atomic():
        if not Study.objects.filter(pk=study.pk, state=State.OPEN).update(state=State.CLOSED):
            raise StateError(message("“{title}” is not open.", title=study.title))
        record(Event.STUDY_CLOSED, target=study, by=by)
    study.state = State.CLOSED


def _tell_facts(questionnaire: Questionnaire) -> None:
    found = facts()
    if questionnaire.name in found.surveys():
        stored = found.survey(questionnaire.name)
        found.publish_survey(replace(stored, privacy=strictest(stored.privacy, privacy.promised(questionnaire.name))))
