"""Sending a file. The body is read only after the permission was asked, straight to the disk, up to the limit."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.csrf import csrf_exempt, csrf_protect

from regulars.language import Message, RegularsError, message
from regulars.web.accounts.access import needs
from regulars.web.accounts.roles import Permission
from regulars.web.imports import actions, storing
from regulars.web.imports.forms.start import StartForm
from regulars.web.imports.models import Kind
from regulars.web.imports.views.guard import whole
from regulars.web.words import say

_FORM_ITSELF = 1 << 20


@csrf_exempt
@needs(Permission.IMPORT)
def send(request: HttpRequest) -> HttpResponse:
    """The check against forgery stands inside: it reads the body, and the handlers must be set before that."""
    whole(request)
    request.upload_handlers = [storing.LimitedUpload(request)]
    return _send(request)


@csrf_protect
def _send(request: HttpRequest) -> HttpResponse:
    if request.method != "POST":
        kind = request.GET.get("kind")
        return _page(request, StartForm(initial={"kind": kind} if kind in Kind.values else None))
    form = StartForm(request.POST, request.FILES)
    if refusal := _refusal(request):
        form.full_clean()
        form.errors.pop("file", None)
        form.add_error("file", say(refusal))
    elif form.is_valid():
        data = form.cleaned_data
        try:
            upload = actions.take(
                sent=data["file"],
                kind=Kind(data["kind"]),
                saved=data["saved"],
                given=data["mapping"],
                by=request.user,
            )
        except RegularsError as error:
            form.add_error("file", say(error.message))
        else:
            return redirect("imports:columns", upload.public_id)
    return _page(request, form)


def _refusal(request: HttpRequest) -> Message | None:
    """What stopped the file on its way."""
    if getattr(request, "upload_disk_full", False):
        return storing.disk_full()
    too_large = getattr(request, "upload_too_large", False)
    if too_large or int(request.META.get("CONTENT_LENGTH") or 0) > storing.limit() + _FORM_ITSELF:
        return message(
            "The file is larger than {limit} MB, the most that a page takes. Pack it with gzip, split it, or import it "
            "on the server with “regulars import”.",
            limit=storing.limit() >> 20,
        )
    return None


def _page(request: HttpRequest, form: StartForm) -> HttpResponse:
    return render(
        request,
        "imports/send.html",
        {"form": form, "limit": storing.limit() >> 20},
        status=400 if form.errors else 200,
    )
