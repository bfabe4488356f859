"""My subscriptions, and one of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from regulars.insights.scope import Privacy
from regulars.language import Message, RegularsError, message
from regulars.survey import Survey
from regulars.survey.questionnaire import strictest
from regulars.web.accounts.access import needs
from regulars.web.accounts.roles import Permission
from regulars.web.company.models import Unit
from regulars.web.facts import facts
from regulars.web.research.privacy import promised
from regulars.web.results.reading import survey_named
from regulars.web.results.watching import actions
from regulars.web.results.watching.forms import SubscriptionForm
from regulars.web.results.watching.models import Alert, Rhythm, Subscription
from regulars.web.results.watching.reading import page_of
from regulars.web.words import restored, say

SHOWN = 10


@dataclass(frozen=True)
class Line:
    """One of the reader's."""

    one: Subscription
    title: str
    url: str

    @property
    def rhythm(self) -> Message:
        """How often its digest comes."""
        return Rhythm(self.one.rhythm).said


@needs(Permission.SEE_RESULTS)
def mine(request: HttpRequest) -> HttpResponse:
    """What the reader hears of, and what they were told lately."""
    rows = Subscription.objects.filter(user=request.user).select_related("unit")
    lines = [Line(one, _title(one.survey), page_of(one)) for one in rows]
    alerts = Alert.objects.filter(subscription__user=request.user)[:SHOWN]
    told = [(one.at, restored(one.words)) for one in alerts]
    surveys = [(name, _title(name)) for name in facts().surveys()]
    return render(request, "watching/mine.html", {"lines": lines, "told": told, "surveys": surveys})


@needs(Permission.SEE_RESULTS)
def new(request: HttpRequest, survey: str) -> HttpResponse:
    """Ask for one; the report's page hands its unit over."""
    known = survey_named(survey)
    one = Subscription(user=request.user, survey=known.name)
    codes = request.GET.getlist("unit")
    if len(codes) == 1:
        one.unit = Unit.objects.visible_to(request.user, Permission.SEE_RESULTS).filter(code=codes[0]).first()
    return _form(request, one, known, message("Subscribed."))


@needs(Permission.SEE_RESULTS)
def change(request: HttpRequest, public_id: str) -> HttpResponse:
    """Another rhythm, other alerts."""
    one = _own(request, public_id)
    return _form(request, one, survey_named(one.survey), message("Noted."))


@require_POST
@needs(Permission.SEE_RESULTS)
def end(request: HttpRequest, public_id: str) -> HttpResponse:
    """No more of it."""
    actions.end(one=_own(request, public_id))
    messages.success(request, say(message("The subscription has ended.")))
    return redirect("watching:mine")


def _own(request: HttpRequest, public_id: str) -> Subscription:
    rows = Subscription.objects.select_related("unit", "user").filter(user=request.user)
    return get_object_or_404(rows, public_id=public_id)


def _form(request: HttpRequest, one: Subscription, survey: Survey, done: Message) -> HttpResponse:
    hides = Privacy(strictest(survey.privacy, promised(survey.name))).hides
    data = request.POST if request.method == "POST" else None
    form = SubscriptionForm(data, instance=one, user=request.user, hides=hides)
    if data is not None and form.is_valid():
        try:
            actions.keep(one=form.save(commit=False))
        except RegularsError as error:
            form.add_error(None, say(error.message))
        else:
            messages.success(request, say(done))
            return redirect("watching:mine")
    context: dict[str, Any] = {"form": form, "one": one, "title": say(survey.title) or survey.name, "survey": survey}
    return render(request, "watching/form.html", context, status=400 if form.errors else 200)


def _title(name: str) -> str:
    return (say(facts().survey(name).title) if name in facts().surveys() else "") or name
