"""The list of causes, and what the company changes in it."""

from __future__ import annotations

from django.contrib import messages
from django.db.models import Count
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from regulars.language import message
from regulars.web.accounts.access import needs
from regulars.web.accounts.roles import Permission
from regulars.web.cases.causes import built_in, causes, groups
from regulars.web.cases.knowledge import actions
from regulars.web.cases.knowledge.errors import CauseError
from regulars.web.cases.knowledge.forms import CauseForm, NameForm
from regulars.web.cases.models import Case
from regulars.web.words import current, say


@needs(Permission.MANAGE_CASES)
def own(request: HttpRequest) -> HttpResponse:
    """All of them by group; a form for a new one."""
    form = CauseForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.add(group=form.cleaned_data["group"], name=form.cleaned_data["name"], by=request.user)
        except CauseError as error:
            form.add_error(None, say(error.message))
        else:
            messages.success(request, say(message("Added. It can be chosen from now on.")))
            return redirect("knowledge:own")
    tag = current().tag
    rows = Case.objects.visible_to(request.user, Permission.SEE_CASES).order_by().values("cause")
    used = {one["cause"]: one["n"] for one in rows.annotate(n=Count("pk"))}
    lines = [
        (
            group.name.in_language(tag),
            [
                {"one": one, "name": one.name.in_language(tag), "used": used.get(one.key, 0), "own": _own(one.key)}
                for one in causes().values()
                if one.group == key
            ],
        )
        for key, group in groups().items()
    ]
    context = {"groups": lines, "form": form, "stays": actions.NOT_FOUND}
    return render(request, "knowledge/own.html", context, status=400 if form.errors else 200)


@needs(Permission.MANAGE_CASES)
def edit(request: HttpRequest, key: str) -> HttpResponse:
    """Rename one; switch it off or on."""
    one = causes().get(key)
    if one is None:
        raise Http404
    names = {f"name_{tag}": one.name.words.get(tag, "") for tag in ("en", "zh")}
    if request.method == "POST" and request.POST.get("do") in ("on", "off"):
        try:
            actions.change(key=key, on=request.POST["do"] == "on", by=request.user)
        except CauseError as error:
            messages.warning(request, say(error.message))
        return redirect("knowledge:own")
    form = NameForm(request.POST if request.method == "POST" else None, initial=names)
    if request.method == "POST" and form.is_valid():
        try:
            actions.change(key=key, name=form.cleaned_data["name"], by=request.user)
        except CauseError as error:
            form.add_error(None, say(error.message))
        else:
            messages.success(request, say(message("Noted.")))
            return redirect("knowledge:own")
    context = {"one": one, "name": one.name.in_language(current().tag), "form": form}
    return render(request, "knowledge/edit.html", context, status=400 if form.errors else 200)


def _own(key: str) -> bool:
    return key not in built_in()[1]
