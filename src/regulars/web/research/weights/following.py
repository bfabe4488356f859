"""The facts follow the weights of the store; and a study that is over is weighted once more, with its last answers.

Under the lock of the copier: a batch that is copied later reads the weights that stand in the store by then.
"""

from __future__ import annotations

import logging
from collections import defaultdict

from django.conf import settings
from django.db.models import Exists, OuterRef
from django.utils import timezone

from regulars.facts.disk import room_needed
from regulars.language import RegularsError, Text
from regulars.web.facts import facts
from regulars.web.research.models import Response
from regulars.web.research.weights import actions
from regulars.web.research.weights.margins import kept
from regulars.web.research.weights.models import State, Weighting
from regulars.web.server.running import turn

log = logging.getLogger(__name__)


def follow() -> int:
    """Bring the facts up to every weighting that they have not followed; how many answers changed."""
    waiting = Weighting.objects.filter(state__in=[State.HOLDS, State.BACK], copied_at=None)
    if not waiting.exists():
        return 0
    changed = 0
    with room_needed(settings.HOME), turn(settings.HOME, "copier"):
        for one in waiting.select_related("study__questionnaire").order_by("pk"):
            name = one.study.questionnaire.name
            weights = dict(one.study.responses.counted().values_list("public_id", "weight"))
            changed += facts().weigh(name, weights)
            say_so(name)
            # Only as it was read: somebody may have taken it back meanwhile.
            Weighting.objects.filter(pk=one.pk, state=one.state, at=one.at).update(copied_at=timezone.now())
    return changed


def say_so(name: str) -> bool:
    """Write beside the facts to what the waves of a survey are weighted."""
    if name not in facts().surveys():
        return False
    margins: dict[str, list[Text]] = defaultdict(list)
    for one in Weighting.objects.filter(state=State.HOLDS, study__questionnaire__name=name).select_related("study"):
        words = [margin.label for margin in kept(one.margins)]
        for wave in _waves(one):
            margins[wave] += [text for text in words if text not in margins[wave]]
    return facts().publish_weightings(name, margins)


def finish() -> int:
    """Weight studies again that are over and have answers without a weight; how many."""
    unweighted = Response.objects.counted().filter(study=OuterRef("study"), weight=None)
    now, done = timezone.now(), 0
    for one in Weighting.objects.filter(Exists(unweighted), state=State.HOLDS).select_related("study"):
        if not one.study.over(now):
            continue
        try:
            actions.again(study=one.study, by=None)
            done += 1
        except RegularsError as error:  # a part nobody has counted yet: the page of the weights says so too
            log.warning("study %s was not weighted again: %s", one.study.public_id, error)
    return done


def _waves(weighting: Weighting) -> list[str]:
    if weighting.study.wave:
        return [weighting.study.wave]
    days = weighting.study.responses.exclude(weight=None).order_by().values_list("day", flat=True).distinct()
    return sorted({f"{day:%Y-%m}" for day in days})
