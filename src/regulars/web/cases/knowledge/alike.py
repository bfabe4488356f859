"""Cases like this one: the same place, the same cause, the same words. Only the latest of each are looked through."""

from __future__ import annotations

import math
import re
from collections import Counter
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, Q
from django.db.models.functions import Substr
from django.utils import timezone

from regulars.language import Day
from regulars.web.cases.models import Case, CaseQuerySet

LOOKED_THROUGH, SHOWN, LETTERS = 200, 4, 400
LEAST = 0.2  # of the words of both, weighed by how rare they are
MONTH = timedelta(days=30)
_LATIN = re.compile(r"[^\W\d_]{3,}")
_HAN = re.compile(r"[\u3400-\u9fff]+")


@dataclass(frozen=True)
class Like:
    """A case that is like it. ``share``: how much their words have in common, 0 to 1."""

    case: Case
    share: float

    @property
    def day(self) -> Day:
        """When it was opened."""
        return Day(timezone.localdate(self.case.opened))


@dataclass(frozen=True)
class Counts:
    """Of the same cause: in 30 days, of these at this unit, and in the 30 days before."""

    lately: int
    here: int
    before: int


def marks(words: str) -> frozenset[str]:
    """Words of Latin script, pairs of Chinese characters."""
    low = words.casefold()
    found = {one for one in _LATIN.findall(low) if one.isascii() or not _HAN.search(one)}
    for run in _HAN.findall(low):
        found |= {run[at : at + 2] for at in range(len(run) - 1)}
    return frozenset(found)


def alike(case: Case, rows: CaseQuerySet) -> list[Like]:
    """The most alike first, of those in sight."""
    others = rows.exclude(pk=case.pk).order_by("-opened", "-pk")
    wanted = ("pk", "public_id", "title", "unit_id", "cause", "opened", "state", "outcome")
    parts = [others.filter(unit=case.unit_id)[:LOOKED_THROUGH], others[:LOOKED_THROUGH]]
    if case.cause:
        parts.append(others.filter(cause=case.cause)[:LOOKED_THROUGH])
    found: dict[int, Case] = {}
    for part in parts:
        for one in part.only(*wanted).annotate(start=Substr("words", 1, LETTERS)):
            found.setdefault(one.pk, one)
    own = marks(f"{case.title} {case.words[:LETTERS]}")
    texts = {pk: marks(f"{one.title} {one.start}") for pk, one in found.items()}
    often = Counter(mark for text in (own, *texts.values()) for mark in text)
    rare = {mark: math.log(1 + (len(texts) + 1) / count) for mark, count in often.items()}
    likes = []
    for pk, one in found.items():
        share = _common(own, texts[pk], rare)
        same = bool(case.cause) and one.cause == case.cause
        if share >= LEAST or same:
            likes.append((share + 0.3 * same + 0.1 * (one.unit_id == case.unit_id), Like(one, share)))
    likes.sort(key=lambda one: (-one[0], -one[1].case.pk))
    return [like for _, like in likes[:SHOWN]]


def _common(own: frozenset[str], other: frozenset[str], rare: dict[str, float]) -> float:
    both = own & other
    if len(both) < 2:  # one word in common is chance
        return 0.0
    total = math.fsum(rare[one] for one in own | other)
    return math.fsum(rare[one] for one in both) / total if total else 0.0


def counts(case: Case, rows: CaseQuerySet, now: datetime) -> Counts | None:
    """Only where a cause is noted: words alone do not count."""
    if not case.cause:
        return None
    same = rows.filter(cause=case.cause, opened__gt=now - 2 * MONTH).order_by()
    found = same.aggregate(
        lately=Count("pk", filter=Q(opened__gt=now - MONTH)),
        here=Count("pk", filter=Q(opened__gt=now - MONTH, unit=case.unit_id)),
        before=Count("pk", filter=Q(opened__lte=now - MONTH)),
    )
    return Counts(**found)
