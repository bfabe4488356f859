"""Posters of a study: their addresses, and the document to print."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from regulars.documents.poster import Sheet
from regulars.language import message, plural
from regulars.web.accounts.access import needs
from regulars.web.accounts.roles import Permission
from regulars.web.channels.poster.forms import PrintForm
from regulars.web.channels.poster.making import SHOWN, made
from regulars.web.research import actions
from regulars.web.research.forms import LinksForm
from regulars.web.research.models import Channel, Link, Study
from regulars.web.research.touchpoints.models import Touchpoint
from regulars.web.research.views.guard import study_of
from regulars.web.research.views.studies import links_form
from regulars.web.words import say


@needs(Permission.MANAGE_STUDIES)
def posters(request: HttpRequest, public_id: str) -> HttpResponse:
    """What can be printed; new places are added here."""
    found = study_of(request, public_id)
    places = _adding(request)
    if request.method == "POST" and places.is_valid():
        label = places.cleaned_data["label"].strip()
        new = actions.create_links(
            study=found, units=places.chosen(), label=label, channel=Channel.POSTER, by=request.user
        )
        told = (
            plural("{count} poster was added.", "{count} posters were added.", len(new))
            if new
            else message("There is already such a poster for each of these units.")
        )
        messages.success(request, say(told))
        return redirect("poster:posters", public_id)
    return _page(request, found, places)


@needs(Permission.MANAGE_STUDIES)
def document(request: HttpRequest, public_id: str) -> HttpResponse:
    """The PDF, a page for each place; the choice stands in the address."""
    found = study_of(request, public_id)
    form = PrintForm(request.GET, links=_links(request, found), asked=found.questionnaire.definition())
    if not form.is_valid():
        return _page(request, found, None, form)
    chosen = form.cleaned_data
    pdf = made(
        form.links,
        sheet=Sheet(chosen["sheet"]),
        languages=tuple(chosen["language"].split(",")),
        ask=chosen["ask"],
        study=found,
        request=request,
    )
    headers = {
        "Content-Disposition": f'inline; filename="posters-{chosen["sheet"]}.pdf"',
        "Cache-Control": "private, no-store",
    }
    return HttpResponse(pdf, content_type="application/pdf", headers=headers)


def _page(
    request: HttpRequest, found: Study, places: LinksForm | None = None, form: PrintForm | None = None
) -> HttpResponse:
    links = _links(request, found)
    wrong = form is not None or bool(places and places.errors)
    context = {
        "study": found,
        "links": links,
        "print": form or PrintForm(None, links=links, asked=found.questionnaire.definition()),
        "adding": places or _adding(request),
        "touchpoints": Touchpoint.objects.filter(archived_at=None),
    }
    return render(request, "poster/posters.html", context, status=400 if wrong else 200)


def _adding(request: HttpRequest) -> LinksForm:
    form = links_form(request)
    form.fields["label"].widget.attrs["list"] = "touchpoints"  # what the register knows is offered
    return form


def _links(request: HttpRequest, found: Study) -> list[Link]:
    rows = found.links.open().within(request.scope).filter(channel__in=SHOWN, test=False)
    return list(rows.select_related("unit").order_by("unit__code", "label", "pk"))
