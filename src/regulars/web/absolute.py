"""Whole addresses for what leaves the house: mails, QR codes."""

from __future__ import annotations

from urllib.parse import urljoin

from django.conf import settings
from django.http import HttpRequest


def absolute(path: str, request: HttpRequest | None = None) -> str:
    """A path under the public address of the company, else of the install, else of this request.

    A configured address comes first: the name in a request is the visitor's to choose. Without all of them it is where
    the server listens on this machine.
    """
    from regulars.web.company.models import Company

    base = Company.current().public_address or settings.ADDRESS
    if not base and request is not None:
        base = request.build_absolute_uri("/")
    return urljoin(base or settings.LISTENS_AT or "http://localhost/", path)
