"""Complaints that sound absurd: the car that will not start after vanilla ice cream had vapour lock.

Whoever complains of something absurd mostly saw something true and gave it the wrong reason. So it is tried, with and
without what they blame, before anybody says that it is nothing.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import cache
from importlib import resources
from typing import Any

import yaml
from django.db import transaction
from django.utils import timezone

from regulars.language import message
from regulars.web.audit import Event, record
from regulars.web.cases.actions.changing import change
from regulars.web.cases.errors import CaseError
from regulars.web.cases.history import write
from regulars.web.cases.models import Case, CaseQuerySet
from regulars.web.cases.verdicts.models import Reproduction

SHOWN, LOOKED_AT, ALIKE = 5, 300, 0.2
_WORD = re.compile(r"[^\W\d_]{4,}")
_HAN = re.compile(r"[\u4e00-\u9fff]+")


def check_dismissal(case: Case) -> None:
    """Raises ``CaseError`` where an odd case was not tried in earnest."""
    if not case.odd:
        return
    missing = (Reproduction.objects.filter(case=case).first() or Reproduction(case=case)).missing
    if missing:
        raise CaseError(
            message(
                "It sounds absurd: before it is dismissed, somebody tries to reproduce it. Missing: {missing}.",
                missing=tuple(missing),
            )
        )


@transaction.atomic
def mark(*, case: Case, odd: bool, by: Any, words: str = "", seen: int | None = None) -> None:
    """Say that it sounds absurd, or that it does not after all: the second wants a reason."""
    if odd == case.odd:
        return
    if not odd and not words.strip():
        raise CaseError(message("Say why it does not sound absurd any more."))
    change(case, seen=seen, odd=odd)
    write(case, "odd", by=by, odd=odd, words=words)
    record(Event.CASE_CHANGED, target=case, by=by, fields=["odd"])


@transaction.atomic
def note_trials(
    *, case: Case, fields: Mapping[str, Any], trials: Sequence[Mapping[str, Any]], by: Any, seen: int | None = None
) -> Reproduction:
    """Keep the record as it is now; by the revision that was seen, so that nobody's rows are lost."""
    change(case, seen=seen)
    rows = {**fields, "trials": list(trials), "by": by, "at": timezone.now()}
    kept, _ = Reproduction.objects.update_or_create(case=case, defaults=rows)
    write(case, "reproduction", by=by, trials=len(trials), words=fields.get("words", ""))
    record(Event.CASE_CHANGED, target=case, by=by, fields=["reproduction"])
    return kept


@cache
def _signs() -> tuple[re.Pattern[str], ...]:
    data = yaml.safe_load(resources.files("regulars").joinpath("content", "odd-words.yaml").read_text("utf-8"))
    return tuple(re.compile(one, re.IGNORECASE) for tag in ("en", "zh") for one in data[tag])


def sounds_odd(case: Case) -> bool:
    """Whether the words tie two things together that have nothing to do with each other, at first sight."""
    text = f"{case.title}\n{case.words}"
    return any(one.search(text) for one in _signs())


def similar(case: Case, rows: CaseQuerySet) -> list[Case]:
    """Other odd cases in sight with the same cause or the same words, the nearest first."""
    own = _tokens(case)
    others = rows.filter(odd=True).exclude(pk=case.pk).select_related("unit").order_by("-opened")[:LOOKED_AT]
    found = [(_likeness(own, _tokens(one)) + (bool(case.cause) and one.cause == case.cause), one) for one in others]
    near = sorted((one for one in found if one[0] >= ALIKE), key=lambda one: (-one[0], -one[1].pk))
    return [one for _, one in near[:SHOWN]]


def _tokens(case: Case) -> set[str]:
    text = f"{case.title} {case.words}".lower()
    pairs = {part[at : at + 2] for part in _HAN.findall(text) for at in range(len(part) - 1)}
    return {one for one in _WORD.findall(text) if not _HAN.search(one)} | pairs


def _likeness(one: set[str], other: set[str]) -> float:
    return len(one & other) / min(len(one), len(other)) if one and other else 0.0
