"""What the pages of research show."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count as Counting
from django.db.models import Q, QuerySet
from django.utils import timezone

from regulars import survey
from regulars.language import Message, Text, message, plural
from regulars.survey import Item, Origin
from regulars.web.accounts.access import UnitScope
from regulars.web.research.editing.overview import overview
from regulars.web.research.inbox.filters import SIGNS
from regulars.web.research.models import Channel, Link, Questionnaire, State, Study, counted

STATES: dict[str, Message] = {
    "draft": message("not opened yet"),
    "waiting": message("waits for its day"),
    "open": message("open"),
    "full": message("full"),
    "closed": message("closed"),
}
LABELS = {"draft": "", "waiting": "warn", "open": "ok", "full": "", "closed": ""}
SAMPLES: dict[str, Message] = {
    "census": message("everybody is asked"),
    "probability": message("a random sample"),
    "opt-in": message("whoever wants to answer"),
}
PRIVACIES: dict[str, Message] = {
    "identified": message("identified: people are shown to those who may see them"),
    "confidential": message("confidential: only groups, none of them small"),
    "anonymous": message("anonymous: nobody is known, only groups, none of them small"),
}


@dataclass(frozen=True)
class Shown:
    """A study as a list or its page shows it."""

    study: Study
    answers: int
    state: str

    @property
    def state_words(self) -> Message:
        """Whether it can be answered now."""
        return STATES[self.state]

    @property
    def label(self) -> str:
        """The style of the state's label."""
        return LABELS[self.state]

    @property
    def sentence(self) -> Message:
        """The one sentence of its page."""
        count = self.answers
        match self.state:
            case "draft":
                return message("Nobody can answer this study yet.")
            case "waiting":
                return message("This study opens on {at}.", at=self.study.opens_at)
            case "open" if count == 0:
                return message("This study is open and waits for its first answer.")
            case "open":
                return plural("{count} answer so far.", "{count} answers so far.", count)
            case "full":
                return plural(
                    "The quota of {count} answer is reached.", "The quota of {count} answers is reached.", count
                )
        return plural("Closed with {count} answer.", "Closed with {count} answers.", count)


def studies(scope: UnitScope, now: datetime | None = None) -> list[Shown]:
    """All studies, those that can be answered first; answers are those of the scope."""
    within = Q() if scope.unit_ids is None else Q(responses__unit__in=scope.unit_ids)
    rows = Study.objects.within(scope).select_related("questionnaire")
    rows = rows.annotate(answers=Counting("responses", filter=within & counted("responses__")))
    shown = [Shown(one, one.answers, state_of(one, now or timezone.now())) for one in rows]
    return sorted(shown, key=lambda one: (one.state != "open", -one.study.created.timestamp()))


def study_shown(study: Study, scope: UnitScope) -> Shown:
    """One of them."""
    answers = study.responses.counted().within(scope).count()
    return Shown(study, answers, state_of(study, timezone.now()))


@dataclass(frozen=True)
class Manner:
    """How many answered in some manner; ``sign`` is the filter of the inbox that shows them."""

    words: Message
    count: int
    sign: str = ""


def manners(study: Study, scope: UnitScope) -> list[Manner]:
    """To the end or not, in haste, straight down; and who is still answering."""
    meant = Q(ineligible=False)
    counts = (
        study.responses.filter(test=False)
        .within(scope)
        .aggregate(
            whole=Counting("pk", filter=meant & Q(complete=True)),
            left=Counting("pk", filter=meant & Q(complete=False)),
            hurried=Counting("pk", filter=meant & Q(hurried=True)),
            straight=Counting("pk", filter=meant & Q(straight=True)),
            ineligible=Counting("pk", filter=~meant),
        )
    )
    found = [Manner(words, counts[sign], sign) for sign, words in SIGNS.items() if sign]
    waiting = study.partials.within(scope).filter(test=False).count()
    return [*found[:2], Manner(message("Begun and not sent; not counted yet"), waiting), *found[2:]]


def state_of(study: Study, now: datetime) -> str:
    """The state with dates and quota in it."""
    if study.over(now):
        return "closed"
    if study.state == State.DRAFT:
        return "draft"
    if not study.begun(now):
        return "waiting"
    return "full" if study.full() else "open"


def headline(shown: list[Shown]) -> Message:
    """The sentence above the list."""
    open_ = sum(one.state == "open" for one in shown)
    if not open_:
        return message("No study is open.")
    return plural("{count} study is open.", "{count} studies are open.", open_)


def links_of(study: Study, scope: UnitScope) -> QuerySet[Link]:
    """The links of a study that the scope holds and that anybody may use, with their answers."""
    rows = study.links.within(scope).exclude(channel__in=(Channel.PERSONAL, Channel.INTERVIEWER)).exclude(test=True)
    rows = rows.select_related("unit").annotate(answers=Counting("responses", filter=counted("responses__")))
    return rows.order_by("closed_at", "unit__code", "label", "pk")


def questionnaires() -> list[dict[str, Any]]:
    """All questionnaires, with their latest version and the number of their studies."""
    rows = Questionnaire.objects.annotate(asked=Counting("studies", distinct=True)).prefetch_related("versions")
    return [{"one": one, "version": next(iter(one.versions.all()), None), "studies": one.asked} for one in rows]


def versions_of(questionnaire: Questionnaire) -> list[dict[str, Any]]:
    """The versions, the newest first, each with the answers it got."""
    counts = dict(
        Study.objects.filter(questionnaire=questionnaire)
        .values_list("responses__version")
        .annotate(answers=Counting("responses", filter=counted("responses__")))
    )
    rows = questionnaire.versions.select_related("by")
    return [{"one": one, "answers": counts.get(one.number, 0)} for one in rows]


def origin_words(item: Item) -> Message:
    """Who named an attribute."""
    return message("named by customers") if item.origin is Origin.CUSTOMER else message("thought of by the company")


def questions_of(questionnaire: Questionnaire) -> list[tuple[Text, Message | None]]:
    """What it asks, in order; attributes with where they come from."""
    definition = questionnaire.definition()
    attributes = {item.key for item in definition.attributes}
    return [
        (item.text or item.label, origin_words(item) if item.key in attributes else None)
        for item in definition.items
        if "why" not in item.tags
    ]


def ahead(questionnaire: Questionnaire) -> bool:
    """Whether there is something to publish."""
    latest = questionnaire.latest
    return latest is None or latest.content != {**questionnaire.draft, "version": latest.number}


def next_version(questionnaire: Questionnaire) -> dict[str, Any]:
    """What publishing the draft would do to the trends: each hangs on a key."""
    latest, definition = questionnaire.latest, questionnaire.definition()
    before = {} if latest is None else {item.key: item for item in latest.definition.items}
    now = {item.key: item for item in definition.items}
    return {
        "questionnaire": questionnaire,
        "latest": latest,
        "ahead": ahead(questionnaire),
        "new": [item for key, item in now.items() if key not in before and "why" not in item.tags],
        "gone": [item for key, item in before.items() if key not in now and "why" not in item.tags],
        "kept": [key for key in now if key in before],
        **remarks(definition),
    }


def remarks(definition: survey.Questionnaire) -> dict[str, Any]:
    """What should be known before publishing: of the whole, and of single blocks, which the editor shows at them."""
    shown = overview(definition)
    count = sum(len(line.findings) for line in shown.lines) + len(shown.findings)
    general = definition.warnings()
    return {
        "warnings": (*general[: len(general) - count], *(one.said for one in shown.findings)),
        "lines": [line for line in shown.lines if line.findings],
    }
