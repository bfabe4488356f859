"""The document for programs, and the same as a page for people: by us, without any script."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from regulars.web.absolute import absolute
from regulars.web.accounts.access import public, signed_in
from regulars.web.api.document import PREFIX, document
from regulars.web.api.problems import Trouble
from regulars.web.api.reference import groups


@require_safe
@public
def openapi(request: HttpRequest) -> HttpResponse:
    """OpenAPI. It names no company and no customer, so everybody may have it."""
    return JsonResponse(document(), json_dumps_params={"ensure_ascii": False})


@require_safe
@signed_in
def docs(request: HttpRequest) -> HttpResponse:
    """Every address with an example that can be pasted."""
    base = absolute(PREFIX, request)
    return render(request, "api/docs.html", {"groups": groups(base), "troubles": list(Trouble), "base": base})
