"""Kiosks of a study: an address for each device."""

from __future__ import annotations

from django.contrib import messages
from django.db.models import Count as Counting
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from regulars.language import message, plural
from regulars.web.accounts.access import needs
from regulars.web.accounts.roles import Permission
from regulars.web.research import actions
from regulars.web.research.codes import address_of
from regulars.web.research.models import Channel, counted
from regulars.web.research.views.guard import study_of
from regulars.web.research.views.studies import links_form
from regulars.web.words import say


@needs(Permission.MANAGE_STUDIES)
def kiosks(request: HttpRequest, public_id: str) -> HttpResponse:
    """All of them; new ones are added here."""
    found, form = study_of(request, public_id), links_form(request)
    if request.method == "POST" and form.is_valid():
        label = form.cleaned_data["label"].strip()
        made = actions.create_links(
            study=found, units=form.chosen(), label=label, channel=Channel.KIOSK, by=request.user
        )
        told = (
            plural("{count} kiosk was added.", "{count} kiosks were added.", len(made))
            if made
            else message("There is already such a kiosk for each of these units.")
        )
        messages.success(request, say(told))
        return redirect("kiosk:kiosks", public_id)
    rows = found.links.within(request.scope).filter(channel=Channel.KIOSK, test=False).select_related("unit")
    rows = rows.annotate(answers=Counting("responses", filter=counted("responses__"))).order_by(
        "closed_at", "unit__code", "label", "pk"
    )
    context = {"study": found, "links": [(one, address_of(one, request)) for one in rows], "form": form}
    return render(request, "kiosk/kiosks.html", context, status=400 if form.errors else 200)
