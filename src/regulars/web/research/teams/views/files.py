"""Teams from a file: what it would change, then changing it."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from regulars.language import RegularsError, message, plural
from regulars.web.accounts.access import needs
from regulars.web.accounts.roles import Permission
from regulars.web.imports.lists import packed, read_sent, unpacked
from regulars.web.research.teams.files import Row, apply, plan, read_rows
from regulars.web.research.teams.forms import TeamFileForm
from regulars.web.words import say

_SALT = "teams.members"


@needs(Permission.MANAGE_TEAMS)
def send(request: HttpRequest) -> HttpResponse:
    """Send the file; nothing changes yet."""
    form = TeamFileForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            rows = read_sent(form.cleaned_data["file"], read_rows)
        except RegularsError as error:
            form.add_error("file", say(error.message))
        else:
            context = {"plan": plan(rows, request.scope), "kept": packed(rows, _SALT)}
            return render(request, "teams/preview.html", context)
    return render(request, "teams/import.html", {"form": form}, status=400 if form.errors else 200)


@require_POST
@needs(Permission.MANAGE_TEAMS)
def take(request: HttpRequest) -> HttpResponse:
    """Do what was shown."""
    rows = unpacked(request.POST.get("rows", ""), Row, _SALT)
    if rows is None:
        messages.warning(request, say(message("This page is too old. Send the file again; nothing was changed.")))
        return redirect("teams:import")
    try:
        done = apply(rows, request.scope, by=request.user)
    except RegularsError as error:
        messages.warning(request, say(error.message))
        return redirect("teams:import")
    messages.success(request, say(plural("{count} row was taken.", "{count} rows were taken.", len(done.good))))
    return redirect("teams:teams")
