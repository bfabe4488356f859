"""The settings: one page that shows them, and a form for each part."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from regulars.language import Count, RegularsError, message
from regulars.web.company import actions, colour, mail
from regulars.web.company.forms.parts import PARTS, LogoForm, shown_ratio
from regulars.web.company.models import Company
from regulars.web.company.shown import settings_shown
from regulars.web.company.views.guard import for_administrators
from regulars.web.facts import facts
from regulars.web.words import say


@for_administrators
def settings(request: HttpRequest) -> HttpResponse:
    """Everything that holds for the whole company."""
    company, rates = Company.current(), facts().rates()
    context = {
        "parts": settings_shown(company),
        "seen": _contrast(company.colour),
        "logo": actions.logos(company).first(),
        "rates": Count(len(rates)),
        "rated": sorted({one.currency for one in rates}),
        "sender": mail.sender(),
    }
    return render(request, "company/settings.html", context)


@for_administrators
def part(request: HttpRequest, part: str) -> HttpResponse:
    """Change one part."""
    if part not in PARTS:
        raise Http404
    form = PARTS[part].of(Company.current(), request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            changed = actions.change_company(fields=form.values(), by=request.user)
        except RegularsError as error:
            form.add_error(None, say(error.message))
        else:
            messages.success(request, say(message("Saved.") if changed else message("Nothing was different.")))
            return redirect("company:settings")
    shown = colour.parse(str(form["colour"].value() or "")) if part == "colour" else None
    context = {"form": form, "part": part, "title": form.title, "seen": _contrast(shown) if shown else None}
    return render(request, "company/part.html", context, status=400 if form.errors else 200)


@for_administrators
def logo(request: HttpRequest) -> HttpResponse:
    """Send a picture, or take it away."""
    form = LogoForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and "remove" in request.POST:
        actions.change_logo(sent=None, by=request.user)
        return redirect("company:settings")
    if request.method == "POST" and form.is_valid():
        try:
            actions.change_logo(sent=form.cleaned_data["logo"], by=request.user)
        except RegularsError as error:
            form.add_error("logo", say(error.message))
        else:
            messages.success(request, say(message("Saved.")))
            return redirect("company:settings")
    now = actions.logos(Company.current()).first()
    return render(request, "company/logo.html", {"form": form, "logo": now}, status=400 if form.errors else 200)


@require_POST
@for_administrators
def mail_test(request: HttpRequest) -> HttpResponse:
    """Send a letter to oneself."""
    try:
        mail.send_to_oneself(by=request.user)
    except mail.MailError as error:
        messages.error(request, say(error.message))
    else:
        messages.success(
            request,
            say(message("The server took a letter to {address}. Look whether it arrives.", address=request.user.email)),
        )
    return redirect("company:settings")


def _contrast(shown: str) -> dict[str, object]:
    seen = colour.contrast(shown)
    return {
        "colour": shown,
        "white": shown_ratio(seen.white),
        "ink": shown_ratio(seen.ink),
        "enough": seen.enough,
        "white_enough": seen.white >= colour.ENOUGH,
        "ink_enough": seen.ink >= colour.ENOUGH,
        "text": seen.text,
        "nearest": None if seen.enough else colour.nearest(shown),
    }
