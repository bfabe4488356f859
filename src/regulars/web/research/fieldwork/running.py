"""A study that runs by itself: it opens on its day, draws, invites, reminds, closes, and tells when its report is due.

``step`` is done each minute, looks at what is there, and does what is due: it keeps nothing in mind, so that it may die
anywhere and be begun again.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from regulars.language import RegularsError
from regulars.web.research.actions import close_study, open_study
from regulars.web.research.fieldwork import inviting
from regulars.web.research.fieldwork.alarming import alarm
from regulars.web.research.fieldwork.drawing import draw_people
from regulars.web.research.fieldwork.models import Asked, Fieldwork, Source, State
from regulars.web.research.fieldwork.sweeping import sweep, take_back
from regulars.web.research.models import State as Course
from regulars.web.research.models import Study

log = logging.getLogger(__name__)
# Of one round, so that nobody else in the lane of what comes every minute waits long.
A_ROUND = 6000


@dataclass
class Done:
    """What one step did."""

    opened: int = 0
    drawn: int = 0
    invited: int = 0
    reminded: int = 0
    taken_back: int = 0
    closed: int = 0
    alarmed: int = 0
    failed: int = 0

    def as_dict(self) -> dict[str, int]:
        """Without what did not happen."""
        return {name: count for name, count in vars(self).items() if count}


def step(now: datetime | None = None) -> Done:
    """One look at all studies that are carried out. What goes wrong with one does not hold the others up."""
    done, at = Done(), now or timezone.now()
    for study in _at_work():
        try:
            _step(study, at, done)
        except RegularsError as error:
            log.warning("study %s: %s", study.public_id, error)
            done.failed += 1
        except Exception:
            log.exception("study %s", study.public_id)
            done.failed += 1
    return done


def _at_work() -> list[Study]:
    """Those that may still have something to do."""
    waiting = Exists(Asked.objects.filter(study=OuterRef("pk"), state__in=(State.DRAWN, State.QUEUED)))
    unalarmed = Q(fieldwork__due__isnull=False, fieldwork__alarmed_at=None)
    running = Q(fieldwork__isnull=False) & ~Q(state=Course.CLOSED)
    rows = Study.objects.filter(running | unalarmed | Q(waiting)).select_related("questionnaire", "fieldwork")
    return list(rows.order_by("pk"))


def _step(study: Study, now: datetime, done: Done) -> None:
    fieldwork = fieldwork_of(study)
    sweep(study)
    done.invited += inviting.invite(study, fieldwork, most=_most(), test=True)
    if fieldwork and fieldwork.auto:
        _open(study, now, done)
    if study.over(now) or (fieldwork and fieldwork.stopped_at):
        _end(study, fieldwork, done)
    elif study.begun(now):
        _go_on(study, fieldwork, now, done)
    if fieldwork:
        done.alarmed += alarm(study, fieldwork, now)


def _open(study: Study, now: datetime, done: Done) -> None:
    """On its first day; one without a first day is opened by hand."""
    if study.state == Course.DRAFT and study.opens_at is not None and study.opens_at <= now and not study.over(now):
        open_study(study=study, by=None)
        done.opened += 1


def _go_on(study: Study, fieldwork: Fieldwork | None, now: datetime, done: Done) -> None:
    cells = list(study.cells.all())
    open_ = [cell.pk for cell in cells if not cell.full()]
    if study.full() or (cells and not open_):
        _end(study, fieldwork, done, early=True)
        return
    if len(open_) < len(cells):
        done.taken_back += take_back(study, cells=[cell.pk for cell in cells if cell.pk not in open_])
    if fieldwork and not fieldwork.auto:
        return
    if fieldwork and cells and not study.draws.filter(pilot=False).exclude(source=Source.EVENT).exists():
        done.drawn += draw_people(fieldwork=fieldwork, by=None).taken
    wanted = open_ if cells else None
    done.invited += inviting.invite(study, fieldwork, most=_most(), cells=wanted)
    if fieldwork:
        done.reminded += inviting.remind(study, fieldwork, now, most=_most(), cells=wanted)


def _end(study: Study, fieldwork: Fieldwork | None, done: Done, *, early: bool = False) -> None:
    """Nobody else is asked; a study that runs by itself is closed, also before its day."""
    done.taken_back += take_back(study)
    if fieldwork and fieldwork.auto and study.state == Course.OPEN:
        close_study(study=study, by=None)
        done.closed += 1


def fieldwork_of(study: Study) -> Fieldwork | None:
    """How it is carried out, where somebody said so."""
    found: Any = getattr(study, "fieldwork", None)
    return found


def _most() -> int:
    return min(A_ROUND, inviting.room())
