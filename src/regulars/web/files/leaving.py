"""Contents without a row. Several rows may share one content, so it goes when the last of them has gone.

A row that is about to be written may want a content at the very moment when the last other row goes. So a content
that was kept within the last quarter of an hour stays; the nightly sweep takes what that leaves behind.
"""

from __future__ import annotations

import time
from datetime import timedelta
from functools import partial
from typing import Any

from django.db import models, transaction

from regulars.web.files.models import StoredFile, folder, place_of

GRACE = timedelta(minutes=15)


def owner_left(sender: type[models.Model], instance: models.Model, **_: Any) -> None:
    """An object went: its files go too."""
    from regulars.web.files.access import READERS

    if sender._meta.label_lower in READERS:
        owned = StoredFile.objects.filter(owner_type=sender._meta.label_lower, owner_id=str(instance.pk))
        for file in owned:
            let_go(file)


def let_go(file: StoredFile) -> None:
    """Delete the row, and the content once that is committed."""
    file.delete()
    transaction.on_commit(partial(drop, file.digest))


def drop(digest: str) -> bool:
    """Delete a content that no row has any more; whether it was deleted."""
    place = place_of(digest)
    if not place.exists() or time.time() - place.stat().st_mtime < GRACE.total_seconds():
        return False
    if StoredFile.objects.filter(digest=digest).exists():
        return False
    place.unlink(missing_ok=True)
    return True


def sweep() -> int:
    """Delete every content without a row, and what a crash left half-written; how many there were."""
    young = time.time() - GRACE.total_seconds()
    parts = [path for path in folder().glob(".*") if path.is_file() and path.stat().st_mtime < young]
    for path in parts:
        path.unlink(missing_ok=True)
    return len(parts) + sum(drop(path.parent.name + path.name) for path in folder().glob("??/*"))
