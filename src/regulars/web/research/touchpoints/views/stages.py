"""The stages of the journey, in their order."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from regulars.language import RegularsError, message
from regulars.web.company.forms.fields import initial_words
from regulars.web.research.touchpoints import actions
from regulars.web.research.touchpoints.forms import StageForm
from regulars.web.research.touchpoints.models import Stage
from regulars.web.research.views.guard import for_the_company
from regulars.web.words import say


@for_the_company
def stages(request: HttpRequest) -> HttpResponse:
    """All of them, and a new one."""
    form = StageForm(request.POST if request.method == "POST" else None, new=True)
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.add_stage(key=form.cleaned_data["key"], name=form.name(), by=request.user)
        except RegularsError as error:
            form.add_error("key", say(error.message))
        else:
            messages.success(request, say(message("{name} was added.", name=made.shown_name)))
            return redirect("touchpoints:stages")
    rows = [(one, one.touchpoints.filter(archived_at=None).count()) for one in Stage.objects.all()]
    context = {"rows": rows, "form": form}
    return render(request, "touchpoints/stages.html", context, status=400 if form.errors else 200)


@for_the_company
def stage(request: HttpRequest, public_id: str) -> HttpResponse:
    """Its name."""
    found = get_object_or_404(Stage, public_id=public_id)
    form = StageForm(request.POST if request.method == "POST" else None, initial=initial_words(found.name, "name"))
    if request.method == "POST" and form.is_valid():
        actions.rename_stage(stage=found, name=form.name(), by=request.user)
        messages.success(request, say(message("Saved.")))
        return redirect("touchpoints:stages")
    return render(request, "touchpoints/stage.html", {"stage": found, "form": form}, status=400 if form.errors else 200)


@require_POST
@for_the_company
def move(request: HttpRequest, public_id: str) -> HttpResponse:
    """One place on."""
    found = get_object_or_404(Stage, public_id=public_id)
    actions.move_stage(stage=found, earlier=request.POST.get("to") == "earlier", by=request.user)
    return redirect("touchpoints:stages")


@require_POST
@for_the_company
def remove(request: HttpRequest, public_id: str) -> HttpResponse:
    """Take an empty one away."""
    found = get_object_or_404(Stage, public_id=public_id)
    try:
        actions.remove_stage(stage=found, by=request.user)
    except RegularsError as error:
        messages.warning(request, say(error.message))
    else:
        messages.success(request, say(message("{name} was removed.", name=found.shown_name)))
    return redirect("touchpoints:stages")
