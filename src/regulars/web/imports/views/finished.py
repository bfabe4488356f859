"""After an import: its bad rows to mend, and taking it back."""

from __future__ import annotations

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from regulars.web.accounts.access import needs
from regulars.web.accounts.roles import Permission
from regulars.web.imports import actions, queries
from regulars.web.imports.models import Upload
from regulars.web.imports.views.guard import upload_of, whole


@needs(Permission.IMPORT)
def set_aside(request: HttpRequest, public_id: str) -> HttpResponse:
    """The rows that were set aside, as they stood in the file, each with its reason."""
    upload = upload_of(request, public_id)
    file = queries.aside_file(upload)
    if file is None:
        raise Http404
    actions.take_bad_rows(upload=upload, by=request.user)
    return FileResponse(file.open("rb"), as_attachment=True, filename=file.name, content_type="text/csv; charset=utf-8")


@needs(Permission.IMPORT)
def undo(request: HttpRequest, import_id: str) -> HttpResponse:
    """Ask once, then take the last import back."""
    whole(request)
    found = queries.last_import()
    if found is None or found.import_id != import_id:
        raise Http404
    if request.method == "POST":
        return redirect("jobs:progress", actions.take_back(import_id=import_id, by=request.user).public_id)
    upload = Upload.objects.select_related("by").filter(import_id=import_id).first()
    return render(request, "imports/undo.html", {"one": found, "words": queries.undo_words(found), "upload": upload})
