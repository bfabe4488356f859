"""The address of a link, and its QR code."""

from __future__ import annotations

from io import BytesIO

import segno
from django.conf import settings
from django.http import HttpRequest

from regulars.web.company.models import Company
from regulars.web.research.models import Link

KINDS = {"svg": "image/svg+xml", "png": "image/png"}


def address_of(link: Link, request: HttpRequest) -> str:
    """The whole address: under the company's public one, else under the server's, else under that of this page."""
    return f"{base_of(request)}/s/{link.public_id}"


def base_of(request: HttpRequest) -> str:
    """Where this server is found, without a slash at the end."""
    return (Company.current().public_address or settings.ADDRESS or request.build_absolute_uri("/")).rstrip("/")


def qr_code(address: str, kind: str) -> bytes:
    """A code that survives a stain (a quarter of it may be unreadable), with the quiet zone it needs."""
    out = BytesIO()
    code = segno.make(address, error="q", micro=False)
    if kind == "png":
        code.save(out, kind="png", scale=16, border=4)
    else:
        code.save(out, kind="svg", scale=8, border=4, xmldecl=True, svgclass=None, lineclass=None, omitsize=False)
    return out.getvalue()
