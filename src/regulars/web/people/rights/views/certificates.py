"""The certificate of an erasure: as a page to print, as PDF, as JSON; and whether it is about somebody."""

from __future__ import annotations

import json
import tempfile
from pathlib import Path
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.cache import never_cache

from regulars.documents import write_report
from regulars.documents.view import view
from regulars.language import Text
from regulars.web.accounts.access import needs, public
from regulars.web.accounts.roles import Permission
from regulars.web.company.models import Company
from regulars.web.people.rights.certifying import as_report
from regulars.web.people.rights.limits import too_often, visitor
from regulars.web.people.rights.models import Certificate, Claim
from regulars.web.people.rights.showing import private
from regulars.web.words import current

KINDS = {"pdf": "application/pdf", "json": "application/json"}
TRIES = 20


@needs(Permission.ERASE)
def certificate(request: HttpRequest, public_id: str) -> HttpResponse:
    """For staff."""
    found = get_object_or_404(Certificate.objects.select_related("claim"), public_id=public_id)
    return _answer(request, found, {"base": "pages/base.html", "staff": True, "claim": found.claim})


@public
@never_cache
def public_certificate(request: HttpRequest, public_id: str) -> HttpResponse:
    """For whoever asked to be erased, by the address that they were told: how it stands, then the proof."""
    claim = get_object_or_404(Claim.objects.select_related("certificate"), public_id=public_id)
    found = Certificate.objects.filter(claim=claim).first()
    context = {"base": "rights/public.html", "staff": False, "claim": claim}
    if found is None:
        return private(render(request, "rights/certificate.html", {**context, "one": None}))
    return private(_answer(request, found, context))


def _answer(request: HttpRequest, found: Certificate, context: dict[str, Any]) -> HttpResponse:
    kind = request.GET.get("as", "")
    if kind in KINDS:
        return _file(found, kind)
    if kind:
        raise Http404
    number = request.GET.get("number", "").strip()[:200]
    tried = bool(number) and not too_often("number", visitor(request), TRIES)
    shown = view(as_report(found), current())
    context |= {"one": found, "report": shown, "number": number, "tried": tried, "blocked": bool(number) and not tried}
    context |= {"fits": tried and found.is_about(number)}
    return render(request, "rights/certificate.html", context)


def _file(found: Certificate, kind: str) -> HttpResponse:
    name = f"certificate-{found.public_id}.{kind}"
    if kind == "json":
        content = as_json(found)
    else:
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / name
            write_report(as_report(found), path, current(), company=Text.of(Company.current().name))
            content = path.read_bytes()
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "private, no-store"}
    return HttpResponse(content, content_type=KINDS[kind], headers=headers)


def as_json(found: Certificate) -> bytes:
    """For another program."""
    told = {
        "certificate": found.public_id,
        "digest": found.digest,
        "at": found.at.isoformat(timespec="seconds"),
        "searched": found.checked.isoformat(timespec="seconds") if found.checked else None,
        **found.report,
    }
    return json.dumps(told, ensure_ascii=False, indent=2).encode()
