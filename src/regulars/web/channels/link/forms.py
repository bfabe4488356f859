"""What a form sends, read within limits: words, and files where the questionnaire asks for some."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs

from django.core.exceptions import RequestDataTooBig, SuspiciousOperation
from django.core.files.uploadedfile import TemporaryUploadedFile
from django.core.files.uploadhandler import SkipFile, TemporaryFileUploadHandler
from django.http import HttpRequest
from django.http.multipartparser import MultiPartParserError

LARGEST = 256 * 1024  # of a form without files; the longest honest one is a tenth of it
LARGEST_FILE = 20 * 1024 * 1024  # a phone's photo has up to 12
LARGEST_WITH_FILES = 160 * 1024 * 1024  # so much is read, so that a photo that is too large costs nothing but itself
MOST_READ = 8 << 20  # so much of a form that is too long is read and thrown away
MOST_FIELDS = 500
FORM, FILES = "application/x-www-form-urlencoded", "multipart/form-data"
# Names of ours; no question is called so, for keys begin with a letter.
PAGE, GO, AWAY = "_page", "_go", "_away"


@dataclass(frozen=True)
class Sent:
    """``fields``: the questionnaire's own and those above; ``too_large``: name of a field -> name of the file."""

    fields: dict[str, list[str]] = field(default_factory=dict)
    files: Mapping[str, TemporaryUploadedFile] = field(default_factory=dict)
    too_large: Mapping[str, str] = field(default_factory=dict)

    def take(self, name: str) -> str:
        """A field of ours, taken out."""
        return self.fields.pop(name, [""])[0]

    def take_all(self, name: str) -> list[str]:
        """All values of one, taken out."""
        return self.fields.pop(name, [])


def read(request: HttpRequest, *, files: bool = False) -> Sent | None:
    """What was sent; None when it is longer than any honest form. Another kind of body is an empty form."""
    try:
        length = int(request.META.get("CONTENT_LENGTH") or 0)
        if files and request.content_type == FILES and length <= LARGEST_WITH_FILES:
            return _with_files(request)
        if length > LARGEST:
            _let_finish(request, length)
            return None
        if request.content_type != FORM:
            return Sent()
        body = request.body
    except (RequestDataTooBig, ValueError):
        return None
    if len(body) > LARGEST or body.count(b"&") > MOST_FIELDS:
        return None
    return Sent(parse_qs(body.decode("utf-8", "replace"), keep_blank_values=True))


class _Bounded(TemporaryFileUploadHandler):
    """Files onto the disk; one that grows too large is thrown away while the rest of the form is read."""

    def __init__(self, request: HttpRequest) -> None:
        super().__init__(request)
        self.too_large: dict[str, str] = {}

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        if start + len(raw_data) > LARGEST_FILE:
            self.too_large[self.field_name] = self.file_name
            raise SkipFile
        super().receive_data_chunk(raw_data, start)


def _with_files(request: HttpRequest) -> Sent | None:
    handler: Any = _Bounded(request)
    request.upload_handlers = [handler]
    try:
        fields = {name: list(map(str, values)) for name, values in request.POST.lists()}
        files = dict(request.FILES.items())
    except (RequestDataTooBig, SuspiciousOperation):  # too many fields, or too many files
        return None
    except MultiPartParserError:
        return Sent()
    return Sent(fields, files, handler.too_large)


def _let_finish(request: HttpRequest, length: int) -> None:
    """A browser that is cut off while it sends shows its own error, and never our page that says why."""
    if length <= MOST_READ:
        while request.read(1 << 16):
            pass
