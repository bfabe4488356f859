"""My day, and the mail of the morning."""

from __future__ import annotations

from django.contrib import messages
from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from regulars.language import Message, message, plural
from regulars.web.accounts.access import needs
from regulars.web.accounts.roles import Permission
from regulars.web.cases.desk.forms import DigestForm
from regulars.web.cases.desk.models import Digest
from regulars.web.cases.desk.own_day import mine
from regulars.web.cases.models import Entry
from regulars.web.cases.states import Step
from regulars.web.cases.today import PARTS, AskedDay
from regulars.web.words import say

DONE = (Step.ACKNOWLEDGE, Step.INVESTIGATE, Step.RESPOND, Step.CLOSE, Step.DISMISS)


@needs(Permission.WORK_CASES)
def day(request: HttpRequest) -> HttpResponse:
    """What is to be done, in order; what was done."""
    asked = AskedDay(request)
    parts, late, todo = [], 0, 0
    for one in sorted(PARTS.values(), key=lambda part: part.rank):
        count = one.count(asked)
        late, todo = late + (count if one.late else 0), todo + count
        if count:
            parts.append({"key": one.key, "label": one.label, "rows": list(one.rows(asked)), "count": count})
    for one in parts:
        one["more"] = one["count"] - len(one["rows"]) if len(one["rows"]) > 1 else 0
    left = mine(asked).ours().count()
    context = {
        "headline": headline(late, todo, left),
        "parts": parts,
        "left": left,
        "done": _done(asked),
        "digest": Digest.objects.filter(user=request.user, on=True).first(),
    }
    return render(request, "desk/day.html", context)


def headline(late: int, todo: int, left: int) -> Message:
    """The one sentence of the day."""
    if late:
        return plural("{count} case is late.", "{count} cases are late.", late)
    if todo:
        return plural(
            "{count} thing is to be done today.",
            "{count} things are to be done today.",
            todo,
        )
    if left:
        return message("Nothing is due today.")
    return message("There is nothing to do.")


def _done(asked: AskedDay) -> list[tuple[Message, int]]:
    begins = timezone.localtime(asked.now).replace(hour=0, minute=0, second=0, microsecond=0)
    rows = Entry.objects.filter(by=asked.user, at__gte=begins, sort__in=[one.value for one in DONE])
    counts = dict(rows.order_by().values_list("sort").annotate(Count("pk")))
    return [(step.said, counts[step.value]) for step in DONE if step.value in counts]


@needs(Permission.WORK_CASES)
def digest(request: HttpRequest) -> HttpResponse:
    """Whether somebody wants it, and when."""
    one = Digest.objects.filter(user=request.user).first() or Digest(user=request.user, on=False)
    form = DigestForm(request.POST if request.method == "POST" else None, instance=one)
    if request.method == "POST" and form.is_valid():
        form.save()
        messages.success(request, say(message("Noted.")))
        return redirect("desk:digest")
    return render(request, "desk/digest.html", {"form": form}, status=400 if form.errors else 200)
