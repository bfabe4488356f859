"""Somebody decides about a proposal, and may think again."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils import timezone

from regulars.language import message
from regulars.web.audit import Event, record
from regulars.web.cases.candidates.errors import CandidateError
from regulars.web.cases.candidates.models import Candidate, Decision
from regulars.web.cases.intake.vocabulary import written
from regulars.web.cases.models import Case, Channel
from regulars.web.cases.opening import TITLE, Wish, open_case
from regulars.web.research.inbox.shown import definitions

DECIDED = message("Somebody decided about this already.")


@transaction.atomic
def accept(*, candidate: Candidate, by: Any) -> Case:
    """It is a complaint: a case opens, or the one that this answer has already."""
    _decide(candidate, Decision.OPENED, by)
    one = candidate.response
    asked = definitions([one]).get((one.study.questionnaire_id, one.version))
    words = list(written(one, asked))
    case = one.cases.first()
    if case is None:
        case, _ = open_case(
            Wish(
                kind="complaint",
                title=(words[0] if words else one.study.shown_title)[:TITLE],
                channel=Channel.SURVEY,
                nonce=f"response:{one.public_id}",
                words="\n\n".join(words),
                language=one.language,
                customer=one.customer,
                response=one,
                unit=one.unit,
                severity=3 if candidate.points >= 4 else 2,
            ),
            by=by,
        )
    Candidate.objects.filter(pk=candidate.pk).update(case=case)
    return case


@transaction.atomic
def dismiss(*, candidate: Candidate, by: Any) -> None:
    """It is none."""
    _decide(candidate, Decision.NONE, by)


@transaction.atomic
def think_again(*, candidate: Candidate, by: Any) -> None:
    """It was dismissed by mistake. What became a case is closed there."""
    rows = Candidate.objects.filter(pk=candidate.pk, decision=Decision.NONE)
    if not rows.update(decision=Decision.WAITING, decided=None, by=None):
        raise CandidateError(message("It became a case: close it there."))
    record(Event.CANDIDATE_DECIDED, target=candidate, by=by, kind=Decision.WAITING.value)


def _decide(candidate: Candidate, decision: Decision, by: Any) -> None:
    waiting = Candidate.objects.filter(pk=candidate.pk, decision=Decision.WAITING)
    if not waiting.update(decision=decision, decided=timezone.now(), by=by):
        raise CandidateError(DECIDED)
    record(Event.CANDIDATE_DECIDED, target=candidate, by=by, kind=decision.value)
