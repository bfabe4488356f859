"""What everybody may see of the company: its logo and its colour, for the pages of customers."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from regulars.web.accounts.access import public
from regulars.web.company import actions, colour
from regulars.web.company.models import Company
from regulars.web.files.views import answer


@require_safe
@public
def logo(request: HttpRequest) -> HttpResponse:
    """The picture, if there is one."""
    found = actions.logos(Company.current()).first()
    if found is None:
        raise Http404
    response = answer(found, inline=True)
    response["Cache-Control"] = "public, max-age=300"
    return response


@require_safe
@public
def brand(request: HttpRequest) -> HttpResponse:
    """The colour as a style sheet: the strict policy allows none within a page."""
    seen = colour.contrast(Company.current().colour)
    style = f":root{{--brand:{seen.colour};--on-brand:{seen.text}}}\n.brand-patch{{background:{seen.colour}}}\n"
    return HttpResponse(style, content_type="text/css; charset=utf-8", headers={"Cache-Control": "public, max-age=300"})
