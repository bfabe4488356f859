"""Who may read a file: whoever may read the object that it belongs to."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.apps import apps
from django.db import models

from regulars.web.files.models import StoredFile

Reader = Callable[[Any, models.Model], bool]
READERS: dict[str, Reader] = {}


def readable(label: str) -> Callable[[Reader], Reader]:
    """``@readable("research.study")`` over ``f(user, study) -> bool``: says who reads the files of studies."""

    def decorate(reader: Reader) -> Reader:
        READERS[label.lower()] = reader
        return reader

    return decorate


def may_read(user: Any, file: StoredFile) -> bool:
    """Whether a user may read a file. An object without a rule, or one that is gone, opens nothing."""
    if not file.owner_type:
        return file.by_id is not None and file.by_id == user.pk
    reader, owner = READERS.get(file.owner_type), owner_of(file)
    return reader is not None and owner is not None and reader(user, owner)


def owner_of(file: StoredFile) -> models.Model | None:
    """The object that the file belongs to."""
    try:
        model = apps.get_model(file.owner_type)
    except (LookupError, ValueError):
        return None
    return model._base_manager.filter(pk=file.owner_id).first()


@readable("jobs.job")
def _starter(user: Any, job: Any) -> bool:
    """What a job made is for the one who started it."""
    return job.by_id is not None and job.by_id == user.pk
