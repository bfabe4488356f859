"""Which mails of a mailbox were never looked at."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from regulars.web.messages.addresses import hash_of
from regulars.web.messages.mailboxes import Place

AT_ONCE = 500  # of one query


def unknown(places: Iterable[Place], epoch: str, seen: Any, most: int) -> Iterator[Place]:
    """Those that are not among the rows ``seen``, known by their ``key``: as many as one look takes."""
    rest, count = list(places), 0
    for start in range(0, len(rest), AT_ONCE):
        some = {key_of(epoch, one): one for one in rest[start : start + AT_ONCE]}
        known = set(seen.filter(key__in=some).values_list("key", flat=True))
        for key, place in some.items():
            if key not in known:
                count += 1
                if count > most:
                    return
                yield place


def key_of(epoch: str, place: Place) -> str:
    """The name of a place, as long as the mailbox counts as it does."""
    return hash_of(f"{epoch}:{place.name}")
