"""The board of a team: a column for each state, the worst first."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.db.models import Count
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from regulars.language import Message, RegularsError, message
from regulars.web.accounts.access import may, needs, scope_of
from regulars.web.accounts.roles import Permission
from regulars.web.cases import actions
from regulars.web.cases.desk.forms import colleagues
from regulars.web.cases.models import Case, Severity
from regulars.web.cases.queries import WHOSE, Filters, narrowed
from regulars.web.cases.shown import DO, NEXT, Line, headline
from regulars.web.cases.states import OPEN, OURS, State, Step
from regulars.web.cases.views.case import case_of, seen_by
from regulars.web.cases.workflows import workflows
from regulars.web.company.models import Unit
from regulars.web.words import current, say

SIZE, MOST = 12, 10  # cards at a time, and how often one may ask for more: then the list serves better

TAKE = message("Take over")


@dataclass(frozen=True)
class Column:
    """The cases in one state. ``more``: which part of them to ask for next; 0 for none."""

    state: State
    count: int
    cards: list[tuple[Line, list[tuple[str, Message]]]]
    more: int

    @property
    def label(self) -> Message:
        """What the state is called."""
        return self.state.said


@needs(Permission.SEE_CASES)
def board(request: HttpRequest) -> HttpResponse:
    """What is open, from received to answered."""
    now, wanted = timezone.now(), Filters.of(request.GET)
    seen = Case.objects.visible_to(request.user, Permission.SEE_CASES)
    rows = narrowed(seen, wanted, request.user)
    counts = dict(rows.filter(state__in=OPEN).order_by().values_list("state").annotate(Count("pk")))
    columns = [_column(request, rows, state, counts.get(state.value, 0), now) for state in OPEN]
    open_ = sum(counts.get(state.value, 0) for state in OURS)
    context = {
        "columns": columns,
        "wanted": wanted,
        "headline": headline(open_, rows.overdue(now).count() if open_ else 0, None),
        "kinds": {one.key: one.name.in_language(current().tag) for one in workflows().values()},
        "severities": list(Severity),
        "units": Unit.objects.visible_to(request.user, Permission.SEE_CASES).order_by("code"),
        "people": colleagues(request.user, Permission.SEE_CASES),
        "whose": WHOSE,
        "may_work": may(request.user, Permission.WORK_CASES),
        "query": request.GET.urlencode(),
        "narrowed": wanted.any,
    }
    return render(request, "desk/board.html", context)


def _column(request: HttpRequest, rows: Any, state: State, count: int, now: Any) -> Column:
    typed = request.GET.get(state.value, "")
    part = min(int(typed), MOST) if typed.isdecimal() and len(typed) < 4 and int(typed) else 1
    shown = rows.filter(state=state).with_people().order_by("-priority", "opened")[: part * SIZE] if count else []
    mine, names = request.user.pk, scope_of(request.user, Permission.SEE_CUSTOMERS)
    cards = []
    for one in shown:
        steps = [(step.value, DO[step]) for step in NEXT[one.state] if step is not Step.REOPEN]
        cards.append((Line(one, now, names), steps + ([] if one.owner_id == mine else [("take", TAKE)])))
    return Column(state, count, cards, part + 1 if count > part * SIZE and part < MOST else 0)


@require_POST
@needs(Permission.WORK_CASES)
def move(request: HttpRequest, public_id: str) -> HttpResponse:
    """One step, and back to the board."""
    case, wish = case_of(request, public_id), request.POST.get("do", "")
    try:
        if wish in (Step.ACKNOWLEDGE, Step.INVESTIGATE):
            actions.step(case=case, step=Step(wish), by=request.user, seen=seen_by(request))
        elif wish == "take":
            actions.hand_over(case=case, to=request.user, by=request.user, seen=seen_by(request))
    except RegularsError as error:
        messages.warning(request, say(error.message))
    query = QueryDict(request.POST.get("filter", "")[:600]).urlencode()
    return redirect(f"{reverse('desk:board')}?{query}#{case.public_id}")
