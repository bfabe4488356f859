"""Writing a plan, signing it, and making the studies that carry it out."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.db import IntegrityError, transaction
from django.utils import timezone

from regulars.language import Text, message
from regulars.survey.definition import SampleKind
from regulars.survey.plans import Event as Listening
from regulars.survey.plans import Plan as Definition
from regulars.survey.plans import Wave, reckon, waves
from regulars.survey.questionnaire import strictest
from regulars.web.accounts.models import User
from regulars.web.audit import Event, record
from regulars.web.company.models import Company
from regulars.web.research import privacy
from regulars.web.research.actions import create_study
from regulars.web.research.events.planned import listen
from regulars.web.research.fieldwork.carrying import carry_out
from regulars.web.research.models import Questionnaire, Study
from regulars.web.research.plans.errors import (
    NotSignedError,
    PlanChangedError,
    PlanNameError,
    PlanPrivacyError,
    SignedError,
)
from regulars.web.research.plans.models import Plan, PlannedWave


def create_plan(*, content: Mapping[str, Any], by: User | None) -> Plan:
    """A plan that is not signed yet. Raises ``EntryError``, ``PlanNameError``, ``PlanPrivacyError``."""
    definition = Definition.from_dict(content)
    _keep_promise(definition)
    try:
        with transaction.atomic():
            made = Plan.objects.create(
                name=definition.name, title=definition.title, content=definition.to_dict(), by=by
            )
            record(Event.PLAN_MADE, target=made, by=by)
    except IntegrityError:
        raise PlanNameError(
            message("There is already a plan {name}. Choose another short name.", name=definition.name)
        ) from None
    return made


def change_plan(*, plan: Plan, content: Mapping[str, Any], by: User | None, seen: str | None = None) -> None:
    """Its fields; the name stays. ``seen``: ``Plan.state`` as it was opened.

    Raises ``EntryError``, ``SignedError``, ``PlanChangedError``, ``PlanPrivacyError``.
    """
    definition = Definition.from_dict({**content, "name": plan.name})
    _keep_promise(definition)
    data = definition.to_dict()
    with transaction.atomic():
        now = Plan.objects.select_for_update().get(pk=plan.pk)
        if now.signed_at is not None:
            raise SignedError(message("This plan is signed. Take the signature back before you change it."))
        _check_seen(now, seen)
        changed = sorted(name for name in {*data, *now.content} if data.get(name) != now.content.get(name))
        if not changed:
            return
        now.content, now.title, now.changed = data, definition.title, timezone.now()
        now.save(update_fields=["content", "title", "changed"])
        record(Event.PLAN_CHANGED, target=now, by=by, changed=changed)


def sign(*, plan: Plan, by: User, seen: str | None = None) -> None:
    """What stands there holds from now on. ``seen``: ``Plan.state`` as it was read, for nobody signs what is new."""
    with transaction.atomic():
        now = Plan.objects.select_for_update().get(pk=plan.pk)
        if now.signed_at is not None:
            raise SignedError(message("This plan is signed already."))
        _check_seen(now, seen)
        _keep_promise(now.plan())
        now.signed_at, now.signed_by = timezone.now(), by
        now.save(update_fields=["signed_at", "signed_by"])
        record(Event.PLAN_SIGNED, target=plan, by=by)


def take_back(*, plan: Plan, by: User) -> None:
    """The signature; not once a wave is being carried out."""
    with transaction.atomic():
        now = Plan.objects.select_for_update().get(pk=plan.pk)
        if now.waves.exists():
            raise SignedError(message("Its waves have been made. What was agreed stays; write a new plan."))
        if now.signed_at is None:
            return
        now.signed_at = now.signed_by = None
        now.save(update_fields=["signed_at", "signed_by"])
        record(Event.PLAN_REOPENED, target=now, by=by)


def make_studies(*, plan: Plan, by: User) -> list[Study]:
    """A study for each wave that has none: its dates, parts and quotas, what was promised. Each runs by itself.

    A plan that asks after events has one study, and a trigger that asks for it.
    """
    definition = plan.plan()
    with transaction.atomic():
        now = Plan.objects.select_for_update().get(pk=plan.pk)
        if now.signed_at is None:
            raise NotSignedError(message("Sign the plan first: what is carried out is what was agreed."))
        questionnaire = Questionnaire.objects.filter(name=definition.questionnaire).first()
        if questionnaire is None:
            raise NotSignedError(
                message("There is no questionnaire {name}. Make it first.", name=definition.questionnaire)
            )
        there = set(now.waves.values_list("number", flat=True))
        quota = None if definition.kind is SampleKind.CENSUS else reckon(definition).n
        made = [
            _study(now, wave, definition, questionnaire, quota, by)
            for wave in waves(definition)
            if wave.number not in there
        ]
        if isinstance(definition.frequency, Listening) and not there:
            made = [_listening(now, definition, definition.frequency, questionnaire, quota, by)]
        if made:
            record(Event.PLAN_WAVES_MADE, target=now, by=by, waves=len(made))
    return made


def _keep_promise(definition: Definition) -> None:
    """Refused while it is written, not when its waves are made: by then somebody has signed it."""
    asked = Questionnaire.objects.filter(name=definition.questionnaire).first()
    least = privacy.own(asked) if asked else definition.privacy
    if strictest(least, definition.privacy) != definition.privacy:
        raise PlanPrivacyError(
            message(
                "The questionnaire “{title}” promises more privacy than this plan. Promise as much in the plan.",
                title=asked.title,
            )
        )


def _check_seen(now: Plan, seen: str | None) -> None:
    if seen is not None and seen != now.state:
        raise PlanChangedError(
            message("Somebody changed this plan after you opened it. Nothing of yours is stored yet; read it first.")
        )


def _study(
    plan: Plan, wave: Wave, definition: Definition, questionnaire: Questionnaire, quota: int | None, by: User
) -> Study:
    several = len(waves(definition)) > 1
    numbered = {tag: f"{words} · {wave.number}" for tag, words in definition.title.words.items()}
    study = create_study(
        questionnaire=questionnaire,
        by=by,
        title=Text(numbered) if several else definition.title,
        privacy=definition.privacy,
        sample=definition.kind.value,
        wave=wave.first.isoformat()[:7],
        opens_at=_begin(wave.first),
        closes_at=_begin(wave.last + timedelta(days=1)),
        quota=quota,
    )
    PlannedWave.objects.create(plan=plan, number=wave.number, study=study)
    carry_out(study=study, plan=definition, wave=wave)
    return study


def _listening(
    plan: Plan,
    definition: Definition,
    frequency: Listening,
    questionnaire: Questionnaire,
    quota: int | None,
    by: User,
) -> Study:
    study = create_study(
        questionnaire=questionnaire,
        by=by,
        title=definition.title,
        privacy=definition.privacy,
        sample=definition.kind.value,
        opens_at=_begin(definition.first),
        quota=quota,
    )
    PlannedWave.objects.create(plan=plan, number=1, study=study)
    listen(study=study, plan=definition, frequency=frequency, by=by)
    return study


def _begin(day: date) -> datetime:
    """The first instant of a day where the company is at home."""
    return datetime.combine(day, time(), tzinfo=ZoneInfo(Company.current().zone or "UTC"))
