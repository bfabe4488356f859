"""Where somebody lands, and the switch of language."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from regulars.language import Language
from regulars.web.accounts.access import may, public, signed_in
from regulars.web.pages.context import PLACES


@signed_in
def home(request: HttpRequest) -> HttpResponse:
    """The page of the day, else the first page that this person may see."""
    from regulars.web.results.today.parts import parts_of

    if parts_of(request.user):
        return redirect("today:today")
    wanted = sorted(PLACES, key=lambda one: (one.part == "company", one.part != "understand"))
    first = next((one for one in wanted if may(request.user, one.needs)), None)
    return redirect(first.url) if first else render(request, "pages/nothing.html")


@public
@require_POST
def language(request: HttpRequest) -> HttpResponse:
    """Switch the language: a cookie for this browser, and the account of whoever is signed in."""
    wanted = Language.parse(request.POST.get("language", "")) or Language.ENGLISH
    back = request.POST.get("next", "")
    safe = url_has_allowed_host_and_scheme(back, {request.get_host()}, require_https=request.is_secure())
    response = HttpResponseRedirect(back if safe else "/")
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        wanted.value,
        max_age=31_536_000,
        secure=settings.LANGUAGE_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )
    if request.user.is_authenticated and request.user.language != wanted.value:
        request.user.language = wanted.value
        request.user.save(update_fields=["language"])
    return response
