"""Interviews: the start, and the guest's own form in the hands of staff."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt

from regulars.language import message
from regulars.web.accounts.access import needs
from regulars.web.accounts.roles import Permission
from regulars.web.audit import Event, record
from regulars.web.channels.interviewer.forms import StartForm
from regulars.web.channels.interviewer.models import Interview, Way
from regulars.web.channels.link import notices
from regulars.web.channels.link.answering import answered
from regulars.web.channels.link.door import Door, Status, door, now
from regulars.web.channels.link.rendering import Asked, Form, filled, turn_for
from regulars.web.channels.link.shown import Filled
from regulars.web.channels.link.tokens import new_token
from regulars.web.channels.link.views import language_of
from regulars.web.channels.link.wire import answer
from regulars.web.company.models import Unit
from regulars.web.research import actions
from regulars.web.research.models import Channel, Link, State, Study
from regulars.web.words import say


@needs(Permission.ENTER_RESPONSES)
def start(request: HttpRequest) -> HttpResponse:
    """What is asked, of which unit, how."""
    studies = _open_studies(now())
    units = Unit.objects.visible_to(request.user, Permission.ENTER_RESPONSES).filter(closed=None)
    again = {name: request.GET[name] for name in ("study", "unit", "way") if name in request.GET}
    data = request.POST if request.method == "POST" else None
    form = StartForm(data, studies=studies, units=units, whole=request.scope.whole, initial=again)
    if request.method == "POST" and form.is_valid():
        link = _link(form.chosen_study, form.chosen_unit, request)
        return redirect("interviewer:interview", link.public_id, form.cleaned_data["way"])
    own = Interview.objects.filter(by=request.user, at__date=timezone.localdate()).count()
    context = {"form": form, "studies": studies, "own": own}
    return render(request, "interviewer/start.html", context, status=400 if form.errors else 200)


# The form's own token is signed and stands on pages for staff alone: nobody else can make one that is stored.
@csrf_exempt
@needs(Permission.ENTER_RESPONSES)
def interview(request: HttpRequest, public_id: str, way: str) -> HttpResponse:
    """The form; what is sent is stored as the respondent's, with the name of whoever entered it."""
    rows = Link.objects.visible_to(request.user, Permission.ENTER_RESPONSES).filter(channel=Channel.INTERVIEWER)
    link = get_object_or_404(rows, public_id=public_id)
    found = door(public_id)
    if found is None or way not in Way.values:
        raise Http404
    if request.method == "POST":
        return _entered(request, link, found, Way(way))
    status = found.status(now())
    if status is not Status.OPEN:
        return notices.closed(request, found, status)
    asked = Asked.of(found, found.version or 0, language_of(request, found, found.version or 0))
    token = new_token(public_id, asked.version)
    told = message(
        "You are asking, {name}, {way}. Read each question as it stands.",
        name=request.user.shown_name,
        way=Way(way).said,
    )
    form = Form(token.sealed(), alert=told, calm=True)
    return answer(request, filled(asked, form, Filled(), turn_for(asked, token.nonce)))


def _entered(request: HttpRequest, link: Link, found: Door, way: Way) -> HttpResponse:
    """Stored together with who entered it, or not at all."""

    def along(response: int) -> None:
        made = Interview.objects.create(response_id=response, way=way, by=request.user)
        record(Event.RESPONSE_ENTERED, target=made.response, by=request.user, way=way.value)

    result = answered(request, replace(found, along=along), now(), language_of)
    if result.status_code != 303:
        return result
    messages.success(request, say(message("The answers were stored. The next interview begins here.")))
    again = {
        "study": link.study.public_id,
        "unit": link.unit.public_id if link.unit else "company",
        "way": way.value,
    }
    return redirect(f"{reverse('interviewer:start')}?{urlencode(again)}")


def _open_studies(at: datetime) -> list[Study]:
    rows = Study.objects.filter(state=State.OPEN).select_related("questionnaire")
    return [one for one in rows if one.begun(at) and not one.over(at)]


def _link(study: Study, unit: Unit | None, request: HttpRequest) -> Link:
    """The one of this study and unit that only staff can fill in."""
    known = study.links.open().filter(unit=unit, channel=Channel.INTERVIEWER, test=False).first()
    if known is not None:
        return known
    return actions.create_links(study=study, units=[unit], channel=Channel.INTERVIEWER, by=request.user)[0]
