"""Answers on the wire: deflated, never stored by anybody on the way, under a strict policy."""

from __future__ import annotations

import gzip

from django.conf import settings
from django.http import HttpRequest, HttpResponse

POLICY = (
    "default-src 'none'; style-src 'self'; img-src 'self' data:; form-action 'self'; base-uri 'none'; "
    "frame-ancestors 'none'"
)
_PAGE = {
    "Content-Type": "text/html; charset=utf-8",
    "Cache-Control": "no-store",
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Vary": "Accept-Encoding, Accept-Language",
}
# A browser may show its own copy when its owner goes back; nobody on the way keeps one.
BACK = "private, no-cache"
SHORT = 200  # bytes below which deflating saves nothing


def answer(request: HttpRequest, body: bytes, status: int = 200, **more: str) -> HttpResponse:
    """A page."""
    headers = {**_PAGE, **{name.replace("_", "-"): value for name, value in more.items()}}
    if len(body) > SHORT and "gzip" in request.META.get("HTTP_ACCEPT_ENCODING", ""):
        body = gzip.compress(body, 6, mtime=0)
        headers["Content-Encoding"] = "gzip"
    if settings.SECURE_HSTS_SECONDS:
        headers["Strict-Transport-Security"] = f"max-age={settings.SECURE_HSTS_SECONDS}"
    headers["Content-Length"] = str(len(body))
    return HttpResponse(b"" if request.method == "HEAD" else body, status=status, headers=headers)


def css(body: bytes, kept: str) -> HttpResponse:
    """A style sheet, deflated already; ``kept`` says for how long it may be kept."""
    return HttpResponse(
        body,
        content_type="text/css; charset=utf-8",
        headers={
            "Content-Encoding": "gzip",
            "Content-Length": str(len(body)),
            "Cache-Control": kept,
            "X-Content-Type-Options": "nosniff",
        },
    )


def to(address: str) -> HttpResponse:
    """See there, by GET: a reload sends nothing twice."""
    return HttpResponse(status=303, headers={"Location": address, "Cache-Control": "no-store", "Content-Length": "0"})
