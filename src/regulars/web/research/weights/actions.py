"""Weighting a study: margins typed, weights applied, taken back, made anew."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.utils import timezone

from regulars.language import message
from regulars.web.audit import Event, record
from regulars.web.jobs.starting import start
from regulars.web.research.models import Response, Study
from regulars.web.research.weights.errors import WeightsError
from regulars.web.research.weights.margins import Margin, kept
from regulars.web.research.weights.models import State, Weighting
from regulars.web.research.weights.reckoning import Reckoned, reckon

_AT_ONCE = 5_000


@transaction.atomic
def draft(*, study: Study, margins: Sequence[Margin], most: float | None, by: Any) -> Weighting:
    """Keep margins to look at what they would do; in place of a draft that was there."""
    study.weightings.filter(state=State.DRAFT).delete()
    made = Weighting.objects.create(study=study, margins=[one.to_dict() for one in margins], most=most, by=by)
    record(Event.WEIGHTS_DRAFTED, target=study, by=by, margins=[one.key for one in margins])
    return made


@transaction.atomic
def drop(*, weighting: Weighting, by: Any) -> None:
    """A draft is not needed any more."""
    if Weighting.objects.filter(pk=weighting.pk, state=State.DRAFT).delete()[0]:
        record(Event.WEIGHTS_DROPPED, target=weighting.study, by=by)


@transaction.atomic
def apply(*, weighting: Weighting, by: Any) -> Reckoned:
    """Every answer gets its weight, and from now on all results use it. Raises what ``reckon`` raises."""
    Study.objects.select_for_update().get(pk=weighting.study_id)
    now = Weighting.objects.select_related("study__questionnaire").get(pk=weighting.pk)
    if now.state != State.DRAFT:
        raise WeightsError(message("This weighting was applied already. Look at the page again."))
    return _hold(now, by)


@transaction.atomic
def again(*, study: Study, by: Any) -> Reckoned:
    """The same margins, with the answers that have come since. Raises what ``reckon`` raises."""
    Study.objects.select_for_update().get(pk=study.pk)
    before = study.weightings.filter(state=State.HOLDS).first()
    if before is None:
        raise WeightsError(message("This study is not weighted. Enter margins first."))
    return _hold(Weighting(study=study, margins=before.margins, most=before.most), by)


@transaction.atomic
def take_back(*, weighting: Weighting, by: Any) -> None:
    """Each answer counts as one again."""
    study = Study.objects.select_for_update().get(pk=weighting.study_id)
    changed = Weighting.objects.filter(pk=weighting.pk, state=State.HOLDS).update(
        state=State.BACK, ended_at=timezone.now(), copied_at=None
    )
    if not changed:
        raise WeightsError(message("This weighting does not hold any more. Look at the page again."))
    study.responses.exclude(weight=None).update(weight=None)
    record(Event.WEIGHTS_TAKEN_BACK, target=study, by=by)
    start("weights.copy", by=by)


def _hold(weighting: Weighting, by: Any) -> Reckoned:
    study, now = weighting.study, timezone.now()
    done = reckon(study, kept(weighting.margins), weighting.most)
    study.weightings.filter(state=State.HOLDS).update(state=State.REPLACED, ended_at=now)
    weighting.state, weighting.way, weighting.n = State.HOLDS, done.way, done.found.n
    weighting.design_effect, weighting.n_effective = done.found.design_effect, done.found.n_effective
    weighting.smallest, weighting.largest = done.found.smallest, done.found.largest
    weighting.trimmed, weighting.at, weighting.by, weighting.copied_at = done.trimmed, now, by, None
    weighting.save()
    by_weight: dict[float, list[int]] = defaultdict(list)
    for pk, weight in zip(done.pks, done.weights.tolist(), strict=True):
        by_weight[weight].append(pk)
    for weight, pks in by_weight.items():  # as many as there are combinations of parts: few
        for place in range(0, len(pks), _AT_ONCE):
            Response.objects.filter(pk__in=pks[place : place + _AT_ONCE]).update(weight=weight)
    record(
        Event.WEIGHTS_APPLIED,
        target=study,
        by=by,
        margins=[one["key"] for one in weighting.margins],
        n=weighting.n,
        design_effect=round(done.found.design_effect, 4),
    )
    start("weights.copy", by=by)
    return done
