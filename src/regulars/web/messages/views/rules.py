"""How often, and when."""

from __future__ import annotations

from django.contrib import messages as told
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from regulars.language import message
from regulars.web.company.views.guard import for_administrators
from regulars.web.messages import queries
from regulars.web.messages.models import Rules
from regulars.web.messages.rules import RulesForm, change
from regulars.web.words import say


@for_administrators
def rules(request: HttpRequest) -> HttpResponse:
    """The rules of asking, for all studies."""
    now = Rules.current()
    form = RulesForm.of(now, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        changed = change(fields=form.cleaned_data, by=request.user)
        told.success(request, say(message("Saved.") if changed else message("Nothing was different.")))
        return redirect("messages:rules")
    context = {"form": form, "headline": queries.rules_in_words(now)}
    return render(request, "messages/rules.html", context, status=400 if form.errors else 200)
