"""Who may speak ill of us: reach × anger, as long as the matter is open."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from importlib import resources
from typing import Any

import yaml

from regulars.language import Message, message
from regulars.survey import ItemKind
from regulars.web.cases.models import Case, CaseQuerySet, Channel, Severity
from regulars.web.cases.shown import length
from regulars.web.people.models import Kind
from regulars.web.research.inbox.shown import definitions

MOST = 300
DETRACTOR = 6  # of 0 to 10
READ = 2000  # letters


@dataclass(frozen=True)
class Risk:
    """``reach`` 1 to 3: how many hear of it; ``anger`` 1 to 4. ``why``: what either rests on."""

    case: Case
    reach: int
    anger: int
    why: tuple[Message, ...]
    now: datetime

    @property
    def weight(self) -> int:
        """1 to 12."""
        return self.reach * self.anger

    @property
    def opponent(self) -> bool:
        """Very angry, and about to tell others."""
        return (self.reach >= 2 and self.anger >= 4) or (self.reach >= 3 and self.anger >= 3)

    @property
    def waits(self) -> Message | None:
        """How long nobody has told the customer that somebody cares."""
        return None if self.case.acknowledged else length(self.now - self.case.since)

    @property
    def hint(self) -> Message:
        """How to contain it."""
        if self.case.channel == Channel.REVIEW:
            return message("Answer in public once, short and without excuse; settle the matter in private.")
        if self.reach == 3:
            return message("Call before anybody writes; one person keeps it to the end, and says by when.")
        if self.anger >= 3:
            return message("Call today, listen first, say what happens next and by when.")
        return message("Answer in time; ask afterwards whether all is well.")


def risks(rows: CaseQuerySet, now: datetime) -> list[Risk]:
    """Of the most urgent open cases, the riskiest first."""
    found = (
        rows.ours()
        .select_related("customer__score", "unit", "owner", "response__study")
        .order_by("-priority", "opened")
    )
    cases = list(found[:MOST])
    said = recommended(cases)
    made = [risk_of(one, said.get(one.pk), now) for one in cases]
    return sorted(
        (one for one in made if one.reach > 1 or one.anger > 2), key=lambda one: (-one.weight, one.case.opened)
    )


def risk_of(case: Case, recommends: float | None, now: datetime) -> Risk:
    """``recommends``: how likely, of 0 to 10, they say they are to recommend us."""
    words = f"{case.title} {case.words[:READ]}".casefold()
    why: list[Message] = [message("severity {severity}", severity=case.severity)]
    reach, anger = 1, case.severity
    if case.customer is not None and case.customer.kind == Kind.ORGANISATION:
        reach = 2
        why.append(message("an organisation"))
    if recommends is not None and recommends <= DETRACTOR:
        reach = 2
        why.append(message("recommends us {points} of 10", points=f"{recommends:g}"))
    if has(words, "publish"):
        reach = 3
        why.append(message("says that others will hear of it"))
    if case.channel == Channel.REVIEW:
        reach = 3
        why.append(message("wrote in public"))
    if has(words, "angry"):
        anger = min(anger + 1, int(Severity.GRAVE))
        why.append(message("very angry words"))
    return Risk(case, reach, anger, tuple(why), now)


def recommended(cases: Iterable[Case]) -> Mapping[int, float]:
    """Case -> what its customer answered when asked whether they would recommend us."""
    asked = [one for one in cases if one.response is not None]
    known = definitions([one.response for one in asked])
    found: dict[int, float] = {}
    for case in asked:
        response: Any = case.response
        questionnaire = known.get((response.study.questionnaire_id, response.version))
        for item in questionnaire.items if questionnaire else ():
            value = response.answers.get(item.key)
            if item.kind is ItemKind.NPS and isinstance(value, int | float):
                found[case.pk] = float(value)
    return found


def has(words: str, sort: str) -> bool:
    """Whether something of this sort is in it; ``words`` without capitals."""
    return _patterns()[sort].search(words) is not None


@cache
def _patterns() -> Mapping[str, re.Pattern[str]]:
    data = yaml.safe_load(resources.files("regulars").joinpath("content", "mouth.yaml").read_text("utf-8"))
    return {
        sort: re.compile("|".join([rf"\b{re.escape(one)}" for one in of["en"]] + [re.escape(one) for one in of["zh"]]))
        for sort, of in data.items()
    }
