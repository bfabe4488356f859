"""Widgets of a study; one of them with its lines and a preview."""

from __future__ import annotations

from csp.decorators import csp_update
from django.contrib import messages
from django.db.models import Count as Counting
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.csrf import csrf_exempt

from regulars.language import message, plural
from regulars.web.accounts.access import needs
from regulars.web.accounts.roles import Permission
from regulars.web.channels.link import forms as wire_forms
from regulars.web.channels.link.rendering import Asked, endonym
from regulars.web.channels.link.views import chosen
from regulars.web.channels.link.wire import answer
from regulars.web.channels.widget import actions, rendering
from regulars.web.channels.widget.forms import SitesForm, WidgetsForm
from regulars.web.channels.widget.lines import lines
from regulars.web.channels.widget.public import framed_by
from regulars.web.channels.widget.question import one_of
from regulars.web.company.models import Company, Unit
from regulars.web.research.codes import address_of, base_of
from regulars.web.research.models import Channel, Link, counted
from regulars.web.research.views.guard import link_of, study_of
from regulars.web.words import say

FRAMES = csp_update({"frame-src": ["'self'"]})


@needs(Permission.MANAGE_STUDIES)
def widgets(request: HttpRequest, public_id: str) -> HttpResponse:
    """All of a study; new ones are made here."""
    found = study_of(request, public_id)
    units = Unit.objects.visible_to(request.user, Permission.MANAGE_STUDIES).filter(closed=None)
    form = WidgetsForm(request.POST or None, units=units, whole=request.scope.whole)
    if request.method == "POST" and form.is_valid():
        values = form.cleaned_data
        label = values["label"].strip()
        made = actions.create_widgets(
            study=found, units=form.chosen(), label=label, sites=values["sites"], by=request.user
        )
        if len(made) == 1:
            return redirect("widget:widget", made[0].public_id)
        told = plural("{count} widget was made.", "{count} widgets were made.", len(made))
        messages.success(
            request, say(told if made else message("There is already such a widget for each of these units."))
        )
        return redirect("widget:widgets", public_id)
    rows = found.links.within(request.scope).filter(channel=Channel.WIDGET).select_related("unit", "widget")
    asked = found.questionnaire.latest or None
    context = {
        "study": found,
        "rows": rows.annotate(answers=Counting("responses", filter=counted("responses__"))).order_by(
            "closed_at", "unit__code", "label", "pk"
        ),
        "form": form,
        "fits": one_of(asked.definition if asked else found.questionnaire.definition()) is not None,
    }
    return render(request, "widget/widgets.html", context, status=400 if form.errors else 200)


@FRAMES
@needs(Permission.MANAGE_STUDIES)
def widget(request: HttpRequest, public_id: str) -> HttpResponse:
    """One of them: what the site takes over, what it looks like, where it may stand."""
    link = _widget_of(request, public_id)
    own = getattr(link, "widget", None)
    sites = own.sites if own else []
    form = SitesForm(request.POST if request.method == "POST" else None, initial={"sites": "\n".join(sites)})
    if request.method == "POST" and form.is_valid():
        actions.change_sites(link=link, sites=form.cleaned_data["sites"], by=request.user)
        messages.success(request, say(message("Saved.")))
        return redirect("widget:widget", public_id)
    address, script = address_of(link, request), f"{base_of(request)}/s/widget.js"
    languages = link.study.questionnaire.definition().languages
    context = {
        "link": link,
        "sites": sites,
        "form": form,
        "address": address,
        "base": base_of(request),
        "languages": [(endonym(tag), lines(address, script, tag)) for tag in languages],
    }
    return render(request, "widget/widget.html", context, status=400 if form.errors else 200)


# What is sent here goes nowhere, so nothing can be forged; the frame has no cookie to compare with either.
@csrf_exempt
@xframe_options_sameorigin
@needs(Permission.MANAGE_STUDIES)
def preview(request: HttpRequest, public_id: str) -> HttpResponse:
    """The frame as it will be. It can be tried out: nothing is stored."""
    link = _widget_of(request, public_id)
    version = link.study.questionnaire.latest
    one = version.definition if version else link.study.questionnaire.definition()
    question = one_of(one)
    asked = Asked(
        link.study.questionnaire.public_id, one.version, chosen(request, one), None, Company.current().changed
    )
    policy = framed_by(["'self'"])
    if question is None:
        body = rendering.notice(asked, message("Nothing to answer here"), message("It asks neither rating nor choice."))
    elif request.method != "POST":
        body = rendering.ask(asked, one, question, token="", action="", error=None)
    elif (sent := wire_forms.read(request)) is not None and sent.take(wire_forms.GO) != "words" and question.words:
        body = rendering.words(asked, one, question, token="", action="", typed="", error=None)
    else:
        body = rendering.thanks(asked, one)
    return answer(request, body, Content_Security_Policy=policy)


def _widget_of(request: HttpRequest, public_id: str) -> Link:
    link = link_of(request, public_id)
    if link.channel != Channel.WIDGET:
        raise Http404
    return link
