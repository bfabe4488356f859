"""Pages for what went wrong: what happened, what was kept, what to do."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from regulars.web.accounts.access import public


@public
def missing(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """404."""
    return render(request, "pages/404.html", status=404)


@public
def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """403."""
    return render(request, "pages/403.html", status=403)


@public
def forged(request: HttpRequest, reason: str = "", **_: Any) -> HttpResponse:
    """A form that did not come from a page of ours, or from one that is too old."""
    return render(request, "pages/forged.html", status=403)


@public
def broken(request: HttpRequest) -> HttpResponse:
    """500. Asks nothing of the database: it may be what broke."""
    return HttpResponse(
        "<!doctype html><html lang='en'><meta charset='utf-8'><title>Regulars</title>"
        "<p>Something broke on our side. Nothing of what was stored is lost. Go back and try again.</p>"
        "<p lang='zh-Hans'>我们这边出了问题，已保存的内容没有丢失。请返回后再试一次。</p></html>",
        status=500,
    )
