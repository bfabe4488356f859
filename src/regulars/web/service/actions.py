"""Filling in a checklist, and working on what was found."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from regulars.facts.questionnaires import checklists
from regulars.insights.visits import score_of
from regulars.language import message
from regulars.survey import Questionnaire as Definition
from regulars.survey.blocks.ratings import WHY
from regulars.web.accounts.models import User
from regulars.web.audit import Event, record
from regulars.web.company.models import Unit
from regulars.web.research.actions import create_questionnaire, publish
from regulars.web.research.models import Questionnaire, Version
from regulars.web.research.teams.models import Team
from regulars.web.service.errors import VisitError
from regulars.web.service.models import Finding, Visit

LONGEST_NOTE = 1000


@transaction.atomic
def adopt(*, name: str, by: User | None) -> Questionnaire:
    """A checklist that comes with Regulars becomes the company's own: its copy stays as the company changes it."""
    if name not in {one.name for one in checklists()}:
        raise VisitError(
            message(
                "There is no checklist {name}. There are: {known}.",
                name=name[:60],
                known=tuple(one.name for one in checklists()),
            )
        )
    made = create_questionnaire(made_from=name, name=name, by=by)
    publish(questionnaire=made, by=by)
    return made


def store(
    *,
    version: Version,
    unit: Unit,
    team: Team | None,
    person: User | None,
    day: date,
    answers: Mapping[str, Any],
    nonce: str,
    by: User,
) -> Visit:
    """Keep a visit, and note every item below its threshold as a finding. Sent twice, it is there once."""
    definition = version.definition
    if definition.subject is None:
        raise VisitError(message("{name} is no checklist.", name=version.questionnaire.shown_title))
    try:
        with transaction.atomic():
            visit = Visit.objects.create(
                questionnaire=version.questionnaire,
                version=version.number,
                unit=unit,
                team=team,
                person=person,
                day=day,
                answers=dict(answers),
                score=score_of(definition, answers),
                nonce=nonce,
                by=by,
            )
            count = _note_findings(visit, definition)
            record(Event.VISIT_STORED, target=visit, by=by, questionnaire=version.questionnaire.name, count=count)
    except IntegrityError:
        known = Visit.objects.filter(nonce=nonce, by=by).first()
        if known is None:
            raise
        return known
    return visit


def _note_findings(visit: Visit, definition: Definition) -> int:
    """One for each item below its threshold; one that is open already for the same unit, team and person goes on."""
    open_ = {
        one.item: one
        for one in Finding.objects.standing()
        .open()
        .filter(
            visit__questionnaire=visit.questionnaire,
            visit__unit=visit.unit,
            visit__team=visit.team,
            visit__person=visit.person,
        )
    }
    count = 0
    for item in definition.items:
        answer = visit.answers.get(item.key)
        if item.threshold is None or not isinstance(answer, int) or answer >= item.threshold:
            continue
        count += 1
        if item.key in open_:
            open_[item.key].again.add(visit)
            continue
        Finding.objects.create(
            visit=visit,
            item=item.key,
            answer=answer,
            threshold=item.threshold,
            note=str(visit.answers.get(WHY + item.key) or "")[:LONGEST_NOTE],
        )
    return count


@transaction.atomic
def take_back(*, visit: Visit, by: User) -> None:
    """It counts no more, and its findings are gone from the lists; the trail knows that it was there.

    A finding that a later visit saw too is from now on that visit's.
    """
    if Visit.objects.filter(pk=visit.pk, taken_back_at=None).update(taken_back_at=timezone.now(), taken_back_by=by):
        for finding in visit.findings.all():
            later = finding.again.standing().order_by("day", "pk").first()
            if later is not None:
                finding.again.remove(later)
                finding.visit, finding.answer = later, later.answers[finding.item]
                finding.save(update_fields=["visit", "answer"])
        record(Event.VISIT_TAKEN_BACK, target=visit, by=by)


@transaction.atomic
def plan(*, finding: Finding, fields: Mapping[str, Any], by: User) -> list[str]:
    """What is to be done, by whom, until when."""
    changed = [name for name, value in fields.items() if getattr(finding, name) != value]
    for name in changed:
        setattr(finding, name, fields[name])
    if changed:
        finding.save(update_fields=changed)
        record(Event.FINDING_CHANGED, target=finding, by=by, fields=changed)
    return changed


@transaction.atomic
def settle(*, finding: Finding, by: User) -> None:
    """It is mended. Two people press the button at once: it is settled once."""
    if Finding.objects.filter(pk=finding.pk, done_at=None).update(done_at=timezone.now(), done_by=by):
        record(Event.FINDING_DONE, target=finding, by=by)


@transaction.atomic
def reopen(*, finding: Finding, by: User) -> None:
    """It was not."""
    if Finding.objects.filter(pk=finding.pk).exclude(done_at=None).update(done_at=None, done_by=None):
        record(Event.FINDING_REOPENED, target=finding, by=by)
