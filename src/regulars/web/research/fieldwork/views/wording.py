"""The words of invitations and reminders, and how a person will read them."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.clickjacking import xframe_options_sameorigin

from regulars.language import Language, message
from regulars.web.absolute import absolute
from regulars.web.messages.models import Channel
from regulars.web.messages.views.outbox import FRAMES, LETTER
from regulars.web.messages.writing import Frames
from regulars.web.research.fieldwork import actions
from regulars.web.research.fieldwork.carrying import by_hand
from regulars.web.research.fieldwork.forms.words import WordsForm
from regulars.web.research.fieldwork.views.guard import work_of
from regulars.web.research.fieldwork.wording import INVITATION, REMINDER, Writer
from regulars.web.research.views.guard import for_the_company
from regulars.web.words import current, say

KINDS = (INVITATION, REMINDER)


@FRAMES
@for_the_company
def wording(request: HttpRequest, public_id: str) -> HttpResponse:
    """Subject and words in both languages; what stays empty are the built-in ones."""
    study, fieldwork = work_of(request, public_id)
    form = WordsForm(fieldwork, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        kept = by_hand(study=study, by=request.user)
        actions.change_fieldwork(fieldwork=kept, by=request.user, **form.values())
        messages.success(request, say(message("Saved.")))
        return redirect("fieldwork:wording", public_id)
    shown = [(kind, language) for kind in KINDS for language in Language]
    context = {"study": study, "form": form, "shown": shown, "now": current().value}
    return render(request, "fieldwork/wording.html", context, status=400 if form.errors else 200)


@LETTER
@xframe_options_sameorigin
@for_the_company
def preview(request: HttpRequest, public_id: str, kind: str, language: str) -> HttpResponse:
    """A letter as its reader sees it."""
    study, fieldwork = work_of(request, public_id)
    tag = (Language.parse(language) or current()).value
    whom = {"to": "guest@example.com", "language": tag, "channel": Channel.EMAIL, "customer": None}
    name = say(message("Mei Wang"))
    letter = Writer(study, fieldwork).letter(
        kind if kind in KINDS else INVITATION, {**whom, "name": name}, nonce="preview", link=absolute("/")
    )
    return HttpResponse(Frames().write(letter, "", "preview")[1])
