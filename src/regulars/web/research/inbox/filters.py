"""What a reader of the inbox looks for. The state stands in the address, so that a list can be sent to a colleague."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

from django.db.models import F, Q, QuerySet
from django.db.models.fields.json import KeyTextTransform
from django.http import QueryDict

from regulars.language import Message, message
from regulars.survey.definition import ItemKind
from regulars.web.accounts.access import UnitScope
from regulars.web.channels.feedback.kinds import KINDS, TEMPLATE, of_kind
from regulars.web.company.models import Unit
from regulars.web.days import day_of
from regulars.web.research.models import Channel, Response, Study, Tag, Version

STATES: dict[str, Message] = {
    "": message("All"),
    "unseen": message("Unseen"),
    "seen": message("Seen"),
    "hidden": message("Words out of sight"),
}
ORDERS: dict[str, Message] = {"": message("Newest first"), "low": message("Low scores first")}
SCORES: dict[str, Message] = {
    "": message("Any score"),
    "low": message("Low (under 50)"),
    "middle": message("Middle (50 to 74)"),
    "high": message("High (75 and more)"),
    "none": message("No score"),
}
SIGNS: dict[str, Message] = {
    "": message("All responses"),
    "whole": message("Answered to the end"),
    "left": message("Left before the end"),
    "hurried": message("Answered in haste"),
    "straight": message("One answer straight down"),
    "ineligible": message("Not among those who are meant; not counted"),
}
_SIGNED = {
    "whole": Q(complete=True),
    "left": Q(complete=False),
    "hurried": Q(hurried=True),
    "straight": Q(straight=True),
}
_BANDS = {
    "low": Q(score__lt=50),
    "middle": Q(score__gte=50, score__lt=75),
    "high": Q(score__gte=75),
    "none": Q(score=None),
}
CHANNELS: dict[str, Message] = {"": message("All"), **{one.value: one.said for one in Channel}}
FEEDBACK: dict[str, Message] = {"": message("All"), **KINDS, "none": message("Without a kind")}
LANGUAGES: dict[str, Message] = {"en": message("English"), "zh": message("Chinese")}


@dataclass(frozen=True)
class Filters:
    """Empty entries let everything pass."""

    state: str = ""
    order: str = ""
    score: str = ""
    sign: str = ""
    study: str = ""
    unit: str = ""
    tag: str = ""
    language: str = ""
    channel: str = ""
    feedback: str = ""
    since: date | None = None
    until: date | None = None
    words: str = ""

    @classmethod
    def of(cls, query: QueryDict) -> Filters:
        """From an address. What nobody could have chosen is taken for nothing."""
        return cls(
            state=_one(query, "state", STATES),
            order=_one(query, "order", ORDERS),
            score=_one(query, "score", SCORES),
            sign=_one(query, "sign", SIGNS),
            study=query.get("study", "")[:12],
            unit=query.get("unit", "")[:12],
            tag=query.get("tag", "")[:12],
            language=query.get("language", "")[:35],
            channel=_one(query, "channel", CHANNELS),
            feedback=_one(query, "feedback", FEEDBACK),
            since=day_of(query.get("since", "")),
            until=day_of(query.get("until", "")),
            words=query.get("words", "").replace("\0", "").strip()[:100],
        )

    @property
    def any(self) -> bool:
        """Whether something is left out."""
        chosen = (self.state, self.score, self.sign, self.study, self.unit, self.tag, self.language, self.words)
        return any((*chosen, self.channel, self.feedback)) or bool(self.since or self.until)

    @property
    def more(self) -> bool:
        """Whether one of those stands that are seldom wanted."""
        return any((self.study, self.unit, self.tag, self.language, self.channel, self.since, self.until))

    def apply(self, rows: QuerySet[Response]) -> QuerySet[Response]:
        """Narrow and order."""
        rows = rows.filter(self._condition())
        if self.tag:
            rows = rows.filter(tags__public_id=self.tag)
        if self.words:
            rows = _with_words(rows, self.words)
        if self.order == "low":
            return rows.order_by(F("score").asc(nulls_last=True), "-at", "-pk")
        return rows.order_by("-at", "-pk")

    def _condition(self) -> Q:
        states = {
            "unseen": Q(seen_at=None),
            "seen": Q(seen_at__isnull=False),
            "hidden": Q(hidden_at__isnull=False),
        }
        found = states.get(self.state, Q()) & _BANDS.get(self.score, Q()) & _SIGNED.get(self.sign, Q())
        exact = {
            "ineligible": self.sign == "ineligible",
            "study__public_id": self.study,
            "unit__public_id": self.unit,
            "language": self.language,
            "channel": self.channel,
            "day__gte": self.since,
            "day__lte": self.until,
        }
        if self.feedback:
            found &= Q(study__questionnaire__made_from=TEMPLATE) & of_kind(self.feedback)
        return found & Q(**{name: value for name, value in exact.items() if value or name == "ineligible"})


def single(rows: QuerySet[Response]) -> QuerySet[Response]:
    """Only of identified studies: of the others nobody reads single answers. What only tried a study out is nowhere."""
    return rows.filter(study__privacy="identified", test=False)


def choices(scope: UnitScope) -> dict[str, Any]:
    """What the filters offer."""
    return {
        "studies": Study.objects.within(scope).filter(privacy="identified").select_related("questionnaire"),
        "units": Unit.objects.within(scope),
        "tags": Tag.objects.within(scope),
        "languages": LANGUAGES,
        "channels": CHANNELS,
        # Asked for once there is such a form.
        "feedback": FEEDBACK if Study.objects.filter(questionnaire__made_from=TEMPLATE).exists() else {},
    }


def _with_words(rows: QuerySet[Response], words: str) -> QuerySet[Response]:
    """Responses in whose words this stands. Words that were put out of sight are not searched."""
    keys = text_keys()
    if not keys:
        return rows.none()
    named = {f"text_{number}": KeyTextTransform(key, "answers") for number, key in enumerate(keys)}
    found = Q()
    for name in named:
        found |= Q(**{f"{name}__icontains": words})
    return rows.alias(**named).filter(found, hidden_at=None)


def text_keys() -> tuple[str, ...]:
    """Items of all questionnaires that are answered in words. One small query; versions never change."""
    found = {key for pk in Version.objects.order_by().values_list("pk", flat=True) for key in _of_version(pk)}
    return tuple(sorted(found))


@lru_cache(maxsize=4096)
def _of_version(pk: int) -> tuple[str, ...]:
    version = Version.objects.get(pk=pk)
    return tuple(item.key for item in version.definition.items if item.kind is ItemKind.TEXT)


def _one(query: QueryDict, name: str, known: dict[str, Message]) -> str:
    value = query.get(name, "")
    return value if value in known else ""
