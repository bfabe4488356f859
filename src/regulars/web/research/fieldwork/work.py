"""What fieldwork does by the clock."""

from __future__ import annotations

from typing import Any

from django.urls import reverse

from regulars.language import message
from regulars.web.accounts.models import User
from regulars.web.jobs.registry import Progress, daily, every, work
from regulars.web.research.fieldwork.drawing import draw_people
from regulars.web.research.fieldwork.lists.storing import sweep
from regulars.web.research.fieldwork.lists.taking import take
from regulars.web.research.fieldwork.models import Fieldwork, SentList
from regulars.web.research.fieldwork.running import step


@work("fieldwork.step", message("Carrying out studies"))
def carry_on(progress: Progress) -> dict[str, Any]:
    """What is due."""
    return step().as_dict()


@work("fieldwork.draw", message("Drawing people"))
def draw(progress: Progress, *, study: str, number: int | None = None, whom: int | None = None) -> dict[str, Any]:
    """A draw that takes longer than somebody waits."""
    fieldwork = Fieldwork.objects.select_related("study").get(study__public_id=study)
    found = draw_people(fieldwork=fieldwork, by=User.objects.filter(pk=whom).first(), number=number)
    return {"url": reverse("fieldwork:draws", args=[study]), "taken": found.taken}


@work("fieldwork.list", message("Taking a list of people"))
def take_list(progress: Progress, *, sent: str, whom: int | None = None) -> dict[str, Any]:
    """Done twice, it is done once."""
    one = SentList.objects.select_related("study", "draw").get(public_id=sent)
    found = take(one=one, by=User.objects.filter(pk=whom).first())
    return {"url": reverse("fieldwork:draws", args=[one.study.public_id]), "taken": found.taken}


@work("fieldwork.sweep", message("Clearing away lists of people that nobody asked"))
def clear(progress: Progress) -> dict[str, Any]:
    """After a week."""
    return {"lists": sweep()}


every("fieldwork.step", minutes=1)
daily("fieldwork.sweep", at="03:35")
