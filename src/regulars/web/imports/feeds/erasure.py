"""Whom the company forgets also leaves the files that were put away: a file that may name them goes."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.db import transaction
from django.db.models.signals import pre_delete
from django.dispatch import receiver

from regulars.web.imports.feeds import inbox
from regulars.web.people.models import Customer

_LONG = 64 << 20


@receiver(pre_delete, sender=Customer, dispatch_uid="feeds.forget")
def forget(instance: Customer, **_: Any) -> None:
    """By number, address and telephone, however the file is encoded."""
    words = [one for one in (instance.number, instance.email, instance.phone) if len(one) > 2]
    if (inbox.settings.HOME / inbox.FOLDER).is_dir():
        transaction.on_commit(partial(drop_files_with, words))


def drop_files_with(words: list[str]) -> int:
    """Files that were taken or refused, and hold one of these; packed and very long ones cannot be looked into."""
    gone = 0
    for file in inbox.kept():
        if file.name.endswith(inbox.REASON):
            continue
        if file.stat().st_size > _LONG or _holds(file.read_bytes(), words):
            file.unlink(missing_ok=True)
            file.with_name(file.name + inbox.REASON).unlink(missing_ok=True)
            gone += 1
    return gone


def _holds(raw: bytes, words: list[str]) -> bool:
    if raw.startswith((b"PK", b"\x1f\x8b", b"PAR1", b"SQLite")):
        return True
    encodings = ("utf-8", "gb18030", "utf-16-le", "utf-16-be")
    return any(word.encode(one, "ignore") in raw for word in words for one in encodings)
