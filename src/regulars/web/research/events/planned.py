"""The trigger of a plan that asks after something happened."""

from __future__ import annotations

from typing import Any

from regulars.language import message
from regulars.survey.plans import Event as Listening
from regulars.survey.plans import Plan
from regulars.web.research.events.actions import add_trigger, switch
from regulars.web.research.events.errors import EventError
from regulars.web.research.events.kinds import kinds
from regulars.web.research.events.models import Trigger, Way
from regulars.web.research.fieldwork.models import Fieldwork
from regulars.web.research.models import Study

_WAYS = {"email": Way.EMAIL, "mail": Way.EMAIL, "sms": Way.SMS, "telephone": Way.PHONE, "phone": Way.PHONE}
DAY = 24 * 60


def listen(*, study: Study, plan: Plan, frequency: Listening, by: Any) -> Trigger:
    """As it was signed, and on: it asks once the study is open. The study opens on its day by itself.

    It has no parts to draw from: whoever something happens to is who is asked.
    """
    register = kinds()
    if frequency.kind not in register:
        raise EventError(
            message(
                "There is no kind of event “{kind}”. There are: {known}. Add it first, under Events.",
                kind=frequency.kind,
                known=tuple(register),
            )
        )
    Fieldwork.objects.create(
        study=study,
        auto=True,
        reminders=list(plan.reminders),
        shares={
            one.key: {"share": one.share, "response": one.response, "cost": str(one.cost), "setup": str(one.setup)}
            for one in plan.channels
        },
        currency=plan.currency,
        limit=plan.limit,
        fixed=plan.fixed,
    )
    way = next((_WAYS[one.key] for one in plan.channels if one.key in _WAYS), Way.EMAIL)
    fields = {
        "way": way,
        "wait_minutes": frequency.wait_days * DAY,
        "rate": frequency.rate,
        "window_days": max(14, min(frequency.wait_days + 7, 365)),
    }
    trigger = add_trigger(kind=register[frequency.kind], study=study, fields=fields, by=by)
    switch(trigger=trigger, on=True, by=by)
    return trigger
