"""One file: what would go in, what went in, or why nothing did."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from regulars.language import RegularsError, message
from regulars.web.accounts.access import needs
from regulars.web.accounts.roles import Permission
from regulars.web.imports import actions, queries, storing
from regulars.web.imports.models import Kind, Stage, Upload
from regulars.web.imports.plain import report_words
from regulars.web.imports.views.guard import upload_of
from regulars.web.people.quality.queries import lot_of_import
from regulars.web.words import restored, say


@needs(Permission.IMPORT)
def detail(request: HttpRequest, public_id: str) -> HttpResponse:
    """The page of a file in each of its stages."""
    upload = upload_of(request, public_id)
    match upload.stage:
        case Stage.SENT:
            return redirect("imports:columns", public_id)
        case Stage.CHECKED if preview := storing.preview_of(upload):
            return _preview(request, upload, preview)
        case Stage.DONE:
            return _result(request, upload)
    return render(request, "imports/stopped.html", _context(upload))


@require_POST
@needs(Permission.IMPORT)
def run(request: HttpRequest, public_id: str) -> HttpResponse:
    """Import it."""
    upload = upload_of(request, public_id)
    try:
        job = actions.bring_in(upload=upload, keep_as=request.POST.get("keep_as", "").strip()[:80], by=request.user)
    except RegularsError as error:
        messages.warning(request, say(error.message))
        return redirect("imports:detail", public_id)
    return redirect("jobs:progress", job.public_id)


@require_POST
@needs(Permission.IMPORT)
def discard(request: HttpRequest, public_id: str) -> HttpResponse:
    """Do not import it."""
    upload = upload_of(request, public_id)
    try:
        actions.discard(upload=upload, by=request.user)
    except RegularsError as error:
        messages.warning(request, say(error.message))
        return redirect("imports:detail", public_id)
    messages.success(request, say(message("{file} was deleted; nothing was imported.", file=upload.name)))
    return redirect("imports:history")


def _context(upload: Upload) -> dict[str, object]:
    return {"upload": upload, "problem": restored(upload.problem), "same": queries.same_file(upload)}


def _preview(request: HttpRequest, upload: Upload, preview: dict) -> HttpResponse:
    report = report_words(preview)
    return render(
        request,
        "imports/preview.html",
        {
            **_context(upload),
            "report": report,
            "headline": queries.preview_headline(report),
            "shown_bad": report["bad"][: queries.SHOWN_BAD],
            "mapping": queries.mapping_words(upload),
            "first": preview["first"],
            "names": [queries.column_words(name) for name in preview["names"]],
            "suggested": queries.suggested_name(upload),
        },
    )


def _result(request: HttpRequest, upload: Upload) -> HttpResponse:
    report = report_words(upload.report)
    return render(
        request,
        "imports/result.html",
        {
            **_context(upload),
            "report": report,
            "headline": queries.result_headline(report),
            "shown_bad": queries.with_values(upload, report["bad"][: queries.SHOWN_BAD]),
            "aside": queries.aside_file(upload) is not None,
            "standing": queries.standing(upload.import_id),
            "last": queries.is_last(upload.import_id),
            "mapping": queries.mapping_words(upload),
            "lot": lot_of_import(upload.public_id) if upload.kind == Kind.CUSTOMERS else None,
        },
    )
