"""What everybody may see of the company: its logo, for the pages of customers."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from regulars.web.accounts.access import public
from regulars.web.company import actions
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
