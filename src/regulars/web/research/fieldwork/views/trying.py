"""Try first: what is still to do, the link, the letter to oneself, the pilot, its answers, and deleting them all."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from regulars.language import Message, RegularsError, message, plural
from regulars.web.accounts.access import scope_of
from regulars.web.accounts.models import User
from regulars.web.accounts.roles import Permission
from regulars.web.research.codes import address_of
from regulars.web.research.fieldwork import trying
from regulars.web.research.fieldwork.checking import points
from regulars.web.research.models import Study
from regulars.web.research.views.guard import for_the_company, study_of
from regulars.web.words import later, say


class PilotForm(forms.Form):
    """Whom to ask first."""

    who = forms.ChoiceField(
        label=later(message("Who tries it out")),
        widget=forms.RadioSelect,
        choices=[
            ("staff", later(message("those who manage studies here"))),
            ("customers", later(message("customers, drawn by lot; they are not asked again"))),
        ],
        initial="staff",
    )
    number = forms.IntegerField(
        label=later(message("How many customers")),
        min_value=1,
        max_value=trying.MOST,
        initial=trying.PILOT,
        required=False,
        widget=forms.NumberInput(attrs={"class": "input"}),
    )


@for_the_company
def page(request: HttpRequest, public_id: str) -> HttpResponse:
    """All of it."""
    return _page(request, study_of(request, public_id), PilotForm())


@require_POST
@for_the_company
def act(request: HttpRequest, public_id: str) -> HttpResponse:
    """Make the link, send the letter, begin the pilot, or delete what came of it."""
    study, form = study_of(request, public_id), PilotForm(request.POST)
    do = request.POST.get("do")
    if do == "pilot" and not form.is_valid():
        return _page(request, study, form)
    try:
        if told := _done(request, study, do, form):
            messages.success(request, say(told))
    except RegularsError as error:
        messages.warning(request, say(error.message))
    return redirect("fieldwork:trying", public_id)


def _done(request: HttpRequest, study: Study, do: str | None, form: PilotForm) -> Message | None:
    match do:
        case "link":
            trying.make_test_link(study=study, by=request.user)
            return message("The link is ready. It works before the study is opened, too.")
        case "mail":
            count = trying.send_to_oneself(study=study, by=request.user)
            return plural("{count} letter is on its way.", "{count} letters are on their way.", count)
        case "pilot":
            staff = _staff() if form.cleaned_data["who"] == "staff" else ()
            number = form.cleaned_data["number"] or trying.PILOT
            made = trying.begin_pilot(study=study, by=request.user, number=number, staff=staff)
            return plural(
                "{count} person is asked to try it out.", "{count} people are asked to try it out.", made.taken
            )
        case "delete":
            count = trying.forget(study=study, by=request.user)
            return plural("{count} test answer was deleted.", "{count} test answers were deleted.", count)
    return None


def _page(request: HttpRequest, study: Study, form: PilotForm) -> HttpResponse:
    found = trying.tried(study)
    link, todo = trying.test_link(study), points(study)
    context = {
        "study": study,
        "points": todo,
        "open": sum(not one.done for one in todo),
        "link": link,
        "address": address_of(link, request) if link else "",
        "tried": found,
        "anything": bool(found.answers or found.begun or found.invited),
        "form": form,
        "published": study.questionnaire.latest is not None,
    }
    return render(request, "fieldwork/trying.html", context, status=400 if form.errors else 200)


def _staff() -> list[User]:
    """Who manages studies of the whole company."""
    rows = User.objects.filter(is_active=True).order_by("pk")
    return [one for one in rows if scope_of(one, Permission.MANAGE_STUDIES).whole][: trying.MOST]
