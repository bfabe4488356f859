"""The list of those to be called after an event, and noting how it went."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from regulars.language import message
from regulars.web.audit import Event, record
from regulars.web.research.events.errors import EventError
from regulars.web.research.events.models import Call, Happening, Outcome
from regulars.web.research.events.models.call import STILL
from regulars.web.research.fieldwork.models import Asked
from regulars.web.research.fieldwork.models import State as AskedState
from regulars.web.research.models import Channel, Link, Study

MOST_TRIES = 4
AGAIN = {Outcome.NO_ANSWER: timedelta(hours=3), Outcome.LATER: timedelta(hours=1)}
_ASKED = {
    Outcome.NO_ANSWER: AskedState.SENT,
    Outcome.LATER: AskedState.SENT,
    Outcome.DECLINED: AskedState.DECLINED,
    Outcome.WRONG: AskedState.UNREACHED,
}


def put_on_list(study: Study, rows: list[Happening]) -> None:
    """A call for each, answered over a link of interviewers, so that the response says how it came."""
    links = _Links(study)
    for one in rows:
        one.asked.link_id, one.asked.state = links.of(one.unit_id), AskedState.SENT
    Asked.objects.bulk_update([one.asked for one in rows], ["link", "state"])
    Call.objects.bulk_create([Call(happening=one, unit=one.unit, not_before=one.due_at) for one in rows])


@transaction.atomic
def note(*, call: Call, outcome: Outcome, by: Any, now: datetime | None = None) -> None:
    """How it went. Nobody home four times is nobody reached."""
    moment = now or timezone.now()
    open_ = Call.objects.filter(pk=call.pk, outcome__in=STILL)
    again = AGAIN.get(outcome)
    if not open_.update(
        outcome=outcome, tries=F("tries") + 1, last=moment, by=by, not_before=moment + again if again else None
    ):
        raise EventError(message("This call is settled already."))
    call.refresh_from_db()
    state = _ASKED.get(outcome)
    if outcome is Outcome.NO_ANSWER and call.tries >= MOST_TRIES:
        Call.objects.filter(pk=call.pk).update(outcome=Outcome.UNREACHED, not_before=None)
        state = AskedState.UNREACHED
    if state is not None:
        Asked.objects.filter(happening__call=call.pk).exclude(state=AskedState.ANSWERED).update(state=state)
    record(Event.CALL_NOTED, target=call, by=by, outcome=outcome.value)


def settle() -> int:
    """Who has answered need not be called any more."""
    done = Call.objects.filter(outcome__in=STILL, happening__asked__state=AskedState.ANSWERED)
    return done.update(outcome=Outcome.DONE, not_before=None, last=timezone.now())


class _Links:
    """The links of interviewers, one for each unit, made when they are first needed."""

    def __init__(self, study: Study) -> None:
        self._study = study
        rows = study.links.open().filter(channel=Channel.INTERVIEWER, test=False)
        self._known: dict[int | None, int] = dict(rows.values_list("unit", "pk"))

    def of(self, unit: int | None) -> int:
        """Its key."""
        if unit not in self._known:
            made = Link.objects.create(study=self._study, unit_id=unit, channel=Channel.INTERVIEWER)
            record(Event.LINK_CREATED, target=made, study=self._study.public_id)
            self._known[unit] = made.pk
        return self._known[unit]
