"""Handing out a file."""

from __future__ import annotations

from django.http import FileResponse, Http404, HttpRequest
from django.shortcuts import get_object_or_404

from regulars.web.accounts.access import signed_in
from regulars.web.files.access import may_read
from regulars.web.files.kinds import PICTURES, Kind
from regulars.web.files.models import StoredFile


@signed_in
def download(request: HttpRequest, public_id: str) -> FileResponse:
    """A file of an object that the reader may see."""
    file = get_object_or_404(StoredFile, public_id=public_id)
    if not may_read(request.user, file):
        raise Http404
    return answer(file)


def answer(file: StoredFile, *, inline: bool = False) -> FileResponse:
    """The content as something to save; a picture may be shown. Whatever it holds, it runs nothing."""
    try:
        content = file.path.open("rb")
    except FileNotFoundError as error:
        raise Http404 from error
    shown = inline and Kind(file.kind) in PICTURES
    response = FileResponse(content, as_attachment=not shown, filename=file.name, content_type=file.kind)
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    return response
