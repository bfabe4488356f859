"""Photos and files that guests send: kept beside what they have answered so far, and with the response in the end.

They are told by their content. A picture loses what the camera wrote beside it; nothing is handed back to guests.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from pathlib import Path

from django.core.files.uploadedfile import TemporaryUploadedFile
from django.db import transaction

from regulars.language import Message, message
from regulars.survey import Questionnaire
from regulars.survey.blocks import Photo, Upload
from regulars.web.channels.link.forms import LARGEST_FILE
from regulars.web.files.actions import keep
from regulars.web.files.errors import FilesError
from regulars.web.files.kinds import PICTURES, Kind, kind_of
from regulars.web.files.leaving import let_go
from regulars.web.files.metadata import without_metadata
from regulars.web.files.models import StoredFile
from regulars.web.research.models import Partial

TAKEN = {Photo: PICTURES, Upload: PICTURES | {Kind.PDF}}


def blocks_of(questionnaire: Questionnaire) -> dict[str, Upload]:
    """The questions that ask for a file, by their key."""
    return {one.key: one for one in questionnaire.blocks if isinstance(one, Upload)}


def of(part: Partial) -> dict[str, StoredFile]:
    """What is kept for those who are answering: public id -> file."""
    owned = StoredFile.objects.filter(owner_type=Partial._meta.label_lower, owner_id=str(part.pk))
    return {one.public_id: one for one in owned}


def take(
    questionnaire: Questionnaire,
    part: Partial,
    sent: Mapping[str, TemporaryUploadedFile],
    *,
    day: datetime | None = None,
) -> tuple[dict[str, str], dict[str, Message]]:
    """Keep what was sent: field -> public id, and field -> what is wrong with it. Nothing else is lost.

    ``day``: all that may be written of when it came.
    """
    kept, wrong = dict[str, str](), dict[str, Message]()
    for name, block in blocks_of(questionnaire).items():
        if name not in sent:
            continue
        try:
            kept[name] = _keep(sent[name], part, block, day)
        except FilesError as error:
            wrong[name] = error.message
    return kept, wrong


@transaction.atomic
def drop(part: Partial, ids: Iterable[str]) -> None:
    """Let files go that somebody took out or replaced."""
    for one in StoredFile.objects.filter(owner_type=Partial._meta.label_lower, owner_id=str(part.pk)):
        if one.public_id in ids:
            let_go(one)


def too_large(name: str) -> Message:
    """What is said to a photo of fifty megabytes."""
    return message(
        "“{name}” has more than {limit} MB. Send a smaller one; everything else is as you left it.",
        name=name[:80],
        limit=LARGEST_FILE >> 20,
    )


def _keep(sent: TemporaryUploadedFile, part: Partial, block: Upload, day: datetime | None) -> str:
    path, accept = Path(sent.temporary_file_path()), TAKEN[type(block)]
    kind, name = kind_of(path), sent.name or "file"
    content = without_metadata(path.read_bytes(), kind) if kind in PICTURES and kind in accept else path
    return keep(content, name=name, owner=part, accept=accept, limit=LARGEST_FILE, day=day).public_id
