"""Pages for what went wrong: what happened, what was kept, what to do."""

from __future__ import annotations

import logging
from typing import Any

from django.conf import settings
from django.core.exceptions import DisallowedHost
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from regulars.web.accounts.access import public
from regulars.web.ids import new_id

log = logging.getLogger(__name__)
_PLAIN = "text/plain; charset=utf-8"
_BROKEN = """<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Regulars</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="stylesheet" href="{style}tokens.css"><link rel="stylesheet" href="{style}base.css"></head>
<body><main><h1>Something broke on our side</h1>
<p>Nothing of what was stored is lost. Go back and try again; if it happens again, quote the number {number}.</p>
<p lang="zh-Hans">我们这边出了问题，已保存的内容没有丢失。请返回后再试一次；若再次出现，请告知编号{number}。</p>
<p><a href="/">Regulars</a></p></main></body></html>"""


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
def garbled(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """400. A host that is not ours gets plain words: building a page would ask for the host again."""
    if isinstance(exception, DisallowedHost):
        return HttpResponse(
            "This server does not answer under this name. 此服务器不使用该名称。", status=400, content_type=_PLAIN
        )
    return render(request, "pages/400.html", status=400)


@public
def broken(request: HttpRequest) -> HttpResponse:
    """500. Asks nothing of the database or of the templates: they may be what broke."""
    number = new_id()
    log.error("page %s broke; its reader was told the number %s", request.path, number)
    return HttpResponse(_BROKEN.format(number=number, style=f"{settings.STATIC_URL}pages/"), status=500)
