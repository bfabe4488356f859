"""Where lists lie until they are asked: names and addresses, readable by nobody else, gone after a week."""

from __future__ import annotations

import shutil
from datetime import timedelta
from pathlib import Path

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils import timezone

from regulars.facts.disk import private_folder
from regulars.web.accounts.models import User
from regulars.web.audit import Event, record
from regulars.web.imports.storing import refuse_bombs, safe_name
from regulars.web.research.fieldwork.lists.reading import columns_of, guess
from regulars.web.research.fieldwork.models import SentList
from regulars.web.research.models import Study

KEEP = timedelta(days=7)
_UNPACKED = 200 << 20


def keep(*, study: Study, sent: UploadedFile, by: User | None) -> SentList:
    """Put it aside and guess what its columns are. Raises what is wrong with the file as a whole."""
    made = SentList(study=study, name=safe_name(sent.name or ""), by=by)
    folder = folder_of(made)
    private_folder(folder.parent)
    folder.mkdir(mode=0o700)
    try:
        with file_of(made).open("xb") as out:
            for piece in sent.chunks(1 << 20):
                out.write(piece)
        file_of(made).chmod(0o600)
        refuse_bombs(file_of(made), most=_UNPACKED)
        made.columns = list(columns_of(file_of(made)))
        made.mapping = guess(made.columns)
        with transaction.atomic():
            made.save()
            record(Event.PEOPLE_LIST_SENT, target=study, by=by, file=made.name)
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise
    return made


def folder_of(one: SentList) -> Path:
    """Its folder."""
    return settings.HOME / "lists" / one.public_id


def file_of(one: SentList) -> Path:
    """The file, under the name that it came with."""
    return folder_of(one) / one.name


def discard(*, one: SentList, by: User | None) -> None:
    """The file goes; what was made of it stays."""
    with transaction.atomic():
        record(Event.PEOPLE_LIST_DISCARDED, target=one.study, by=by, file=one.name)
        if one.draw_id is None:
            one.delete()
    shutil.rmtree(folder_of(one), ignore_errors=True)


def sweep() -> int:
    """Lists that nobody asked go after a week, and so do the files of the others."""
    old = SentList.objects.filter(at__lt=timezone.now() - KEEP)
    for one in old:
        shutil.rmtree(folder_of(one), ignore_errors=True)
    return old.filter(draw=None).delete()[0]
