"""A new questionnaire: from nothing, from one that comes with Regulars, as a copy, from a file."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from regulars.facts.questionnaires.files import LARGEST
from regulars.language import RegularsError, Text
from regulars.web.imports.storing import safe_name
from regulars.web.research import actions
from regulars.web.research.forms import FROM_FILE, FROM_NOTHING, NewQuestionnaireForm
from regulars.web.research.models import Questionnaire
from regulars.web.research.views.guard import for_the_company, questionnaire_of
from regulars.web.words import say


@for_the_company
def new(request: HttpRequest) -> HttpResponse:
    """The form; what it makes opens in the editor."""
    form = NewQuestionnaireForm(
        request.POST or None, request.FILES or None, initial={"begin": request.GET.get("begin")}
    )
    if request.method == "POST" and form.is_valid():
        try:
            return redirect("research:questionnaire-edit", _made(form, request).public_id)
        except RegularsError as error:
            form.add_error("file" if form.cleaned_data["file"] else None, say(error.message))
    return render(request, "research/questionnaire_new.html", {"form": form}, status=400 if form.errors else 200)


def from_file(sent: UploadedFile, name: str, title: Text | None, request: HttpRequest) -> Questionnaire:
    """A questionnaire from a file that was sent."""
    with TemporaryDirectory() as folder:
        # Under its own name, for that is what the messages say; without what could lead out of the folder.
        file = Path(folder) / safe_name(sent.name or "questionnaire.yaml")
        file.write_bytes(sent.read(LARGEST + 1))
        return actions.create_from_file(file=file, name=name, title=title, by=request.user)


def _made(form: NewQuestionnaireForm, request: HttpRequest) -> Questionnaire:
    data, title = form.cleaned_data, form.title()
    begin, name = data["begin"], data["name"]
    if begin == FROM_FILE:
        return from_file(data["file"], name, title, request)
    if begin == FROM_NOTHING:
        return actions.create_from_nothing(name=name, title=title or Text({}), languages=data["tags"], by=request.user)
    kind, _, which = begin.partition(":")
    if kind == "copy":
        return actions.create_copy(of=questionnaire_of(which), name=name, title=title, by=request.user)
    return actions.create_questionnaire(made_from=which, name=name, title=title, by=request.user)
