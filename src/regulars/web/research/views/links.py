"""The links of a study, and their codes."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from regulars.language import RegularsError, message, plural
from regulars.web.accounts.access import needs
from regulars.web.accounts.roles import Permission
from regulars.web.research import actions, queries
from regulars.web.research.codes import KINDS, address_of, qr_code
from regulars.web.research.views.guard import link_of, study_of
from regulars.web.research.views.studies import links_form
from regulars.web.words import say


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Permission.MANAGE_STUDIES)
def links(request: HttpRequest, public_id: str) -> HttpResponse:
    """The links of a study; sent, one more for each unit that was chosen and has none there yet."""
    found, form = study_of(request, public_id), links_form(request)
    if request.method != "POST" or not form.is_valid():
        rows = list(queries.links_of(found, request.scope))
        context = {
            "study": found,
            "links": [(one, address_of(one, request)) for one in rows],
            "open": sum(one.closed_at is None for one in rows),
            "form": form,
        }
        return render(request, "research/study_links.html", context, status=400 if form.errors else 200)
    made = actions.create_links(
        study=found, units=form.chosen(), label=form.cleaned_data["label"].strip(), by=request.user
    )
    told = (
        plural("{count} link was made.", "{count} links were made.", len(made))
        if made
        else message("There is already such a link for each of these units.")
    )
    messages.success(request, say(told))
    return redirect("research:links", public_id)


@needs(Permission.MANAGE_STUDIES)
def link(request: HttpRequest, public_id: str) -> HttpResponse:
    """One link with its code, to print or to save."""
    found = link_of(request, public_id)
    return render(request, "research/link.html", {"link": found, "address": address_of(found, request)})


@require_POST
@needs(Permission.MANAGE_STUDIES)
def close(request: HttpRequest, public_id: str) -> HttpResponse:
    """The address tells guests from now on that it is closed."""
    found = link_of(request, public_id)
    try:
        actions.close_link(link=found, by=request.user)
    except RegularsError as error:
        messages.warning(request, say(error.message))
    return redirect("research:links", found.study.public_id)


@needs(Permission.MANAGE_STUDIES)
def code(request: HttpRequest, public_id: str, kind: str) -> HttpResponse:
    """The code as a picture."""
    found = link_of(request, public_id)
    if kind not in KINDS:
        raise Http404
    where = "attachment" if "save" in request.GET else "inline"
    place = found.unit.code if found.unit else "company"
    return HttpResponse(
        qr_code(address_of(found, request), kind),
        content_type=KINDS[kind],
        headers={
            "Content-Disposition": f'{where}; filename="{_plain(place)}-{found.public_id}.{kind}"',
            "Cache-Control": "private, max-age=300",
        },
    )


def _plain(name: str) -> str:
    """What a header can carry."""
    return "".join(sign for sign in name if sign.isascii() and (sign.isalnum() or sign in "-_")) or "unit"
