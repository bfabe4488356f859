"""Time that runs out does not run out unseen."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils import timezone

from regulars.language import Language, message, render
from regulars.web.absolute import absolute
from regulars.web.accounts.models import User
from regulars.web.cases.actions.changing import change
from regulars.web.cases.actions.owning import hand_over
from regulars.web.cases.actions.resting import resume
from regulars.web.cases.assigning import choose, head, manager_of
from regulars.web.cases.clocks import Calendars
from regulars.web.cases.errors import CaseError, MeanwhileError
from regulars.web.cases.history import write
from regulars.web.cases.models import Alarm, Case, Pause
from regulars.web.cases.panels import address_of
from regulars.web.cases.states import OPEN
from regulars.web.cases.workflows import Level, Whom
from regulars.web.company.business import open_between
from regulars.web.messages.actions import queue_all
from regulars.web.messages.writing import Letter

AT_ONCE = 500


def wake(now: datetime) -> int:
    """Cases whose day has come run again."""
    today = timezone.localdate(now)
    over = Pause.objects.filter(until=None, back__lte=today).select_related("case__unit")[:AT_ONCE]
    for one in over:
        try:
            resume(case=one.case, by=None)
        except MeanwhileError:  # somebody works on it in this very moment: the next look finds it
            continue
    return len(over)


def find_owners() -> int:
    """Whoever left, or may not sign in any more, owns nothing."""
    found = 0
    orphans = Case.objects.filter(Q(owner=None) | Q(owner__is_active=False), state__in=OPEN).select_related("unit")
    for case in orphans.order_by("-priority", "opened")[:AT_ONCE]:
        to = choose(case.unit, but=case.owner)
        if to is None:
            continue
        try:
            hand_over(case=case, to=to, by=None)
            found += 1
        except CaseError:
            continue
    return found


def escalate(now: datetime) -> int:
    """Tell whom the workflow names, each once for each clock; a level that reaches somebody else hands the case up."""
    calendars, told = Calendars(), 0
    late = Case.objects.overdue(now).order_by("next_due").select_related("unit", "owner")
    for case in late.iterator(AT_ONCE):
        for number, level in enumerate(case.workflow.levels):
            due = getattr(case, f"due_{level.clock}")
            if _met(case, level) or due is None or due > now:
                continue
            if open_between(calendars.of(case.unit), due, now) >= timedelta(hours=level.after):
                told += _tell(case, number, level, now)
    return told


def _met(case: Case, level: Level) -> bool:
    return {
        "acknowledge": case.acknowledged is not None,
        "respond": case.responded is not None,
        "resolve": case.closed is not None,
    }[level.clock.value]


def _tell(case: Case, number: int, level: Level, now: datetime) -> int:
    if Alarm.objects.filter(case=case, clock=level.clock, level=number, since=case.since).exists():
        return 0
    to = {Whom.OWNER: lambda: case.owner, Whom.MANAGER: lambda: manager_of(case.unit), Whom.HEAD: head}[level.whom]()
    if to is None:  # whoever is found later still hears of it
        return 0
    try:
        with transaction.atomic():
            alarm = Alarm.objects.create(case=case, clock=level.clock, level=number, since=case.since, at=now, to=to)
            if level.whom is not Whom.OWNER:
                change(case, escalated=case.escalated + 1)
                write(case, "escalated", name=to.shown_name, to=to.pk)
            queue_all(letters=[_letter(case, to, level, alarm)])
    except (IntegrityError, MeanwhileError):  # told in this very moment by somebody else, or just worked on
        return 0
    return 1


def _letter(case: Case, to: User, level: Level, alarm: Alarm) -> Letter:
    """Nobody's customer is named in a mail: the address leads to the page."""
    language = Language.parse(to.language or "en") or Language.ENGLISH
    return Letter(
        "notice",
        to.email,
        render(message("Case {number} is late: {clock}", number=str(case.pk), clock=level.clock.said), language),
        render(
            message("Its time has run out. Open it, do what is to be done now, or hand it to somebody who can."),
            language,
        ),
        nonce=f"case-late:{case.public_id}:{alarm.pk}",
        language=language,
        about=f"case:{case.public_id}",
        link=absolute(address_of(case)),
        link_words=render(message("Open the case"), language),
    )
