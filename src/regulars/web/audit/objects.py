"""What an entry is about: the name of its kind, the object's own name, and the page where it can be seen."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.urls import NoReverseMatch, reverse

from regulars.language import Message, message
from regulars.web.audit.models import Entry

# Kind of object -> its name, and the address that shows one (empty: no page of its own).
KINDS: dict[str, tuple[Message, str]] = {
    "accounts.user": (message("account"), "accounts:person"),
    "accounts.invitation": (message("invitation"), ""),
    "company.company": (message("company"), ""),
    "company.unit": (message("unit"), "company:unit"),
    "company.currencyrate": (message("rate"), ""),
    "company.calendar": (message("calendar"), "company:calendar"),
    "files.storedfile": (message("file"), ""),
    "jobs.job": (message("job"), ""),
    "jobs.schedule": (message("schedule"), ""),
    "people.customer": (message("customer"), "people:customer"),
    "people.segment": (message("segment"), "segments:segment"),
    "levels.version": (message("service levels"), ""),
    "rights.claim": (message("request about somebody’s own data"), ""),
    "rights.certificate": (message("certificate of an erasure"), "rights:certificate"),
    "rights.policy": (message("rights and retention"), ""),
    "promises.promise": (message("promise"), ""),
    "promises.expectation": (message("expectation"), ""),
    "trials.trial": (message("trial"), ""),
    "falls.fall": (message("fall out of loyalty"), ""),
    "worthsteps.kept": (message("step of value"), ""),
    "cards.arrival": (message("arrival"), "cards:card"),
    "research.questionnaire": (message("questionnaire"), "research:questionnaire"),
    "research.study": (message("study"), "research:study"),
    "research.link": (message("link"), ""),
    "research.response": (message("response"), ""),
    "fieldwork.draw": (message("draw of people"), ""),
    "programme.programme": (message("programme"), "programme:programme"),
    "touchpoints.touchpoint": (message("touchpoint"), "touchpoints:touchpoint"),
    "touchpoints.stage": (message("stage"), ""),
    "outbox.outgoing": (message("outgoing message"), "messages:message"),
    "outbox.suppressed": (message("blocked address"), ""),
    "outbox.pause": (message("outbox"), ""),
    "outbox.gateway": (message("gateway"), ""),
    "outbox.rules": (message("rules of asking"), ""),
    "watching.subscription": (message("subscription"), ""),
    "landmarks.target": (message("target"), "landmarks:target"),
    "landmarks.happening": (message("event on trends"), "landmarks:note"),
    "teams.team": (message("team"), "teams:team"),
    "candidates.candidate": (message("hidden complaint"), ""),
    "reviews.review": (message("public review"), ""),
    "reviews.change": (message("change"), "reviews:change"),
    "advice.gesture": (message("gesture"), "advice:edit"),
    "policies.policy": (message("policy"), "policies:policy"),
    "cases.case": (message("case"), "cases:case"),
    "intake.caserule": (message("rule of cases"), "intake:rule"),
    "casemail.rules": (message("mail of cases"), ""),
    "casemail.mail": (message("e-mail of a customer"), ""),
    "service.visit": (message("visit"), "service:visit"),
    "service.finding": (message("finding"), "service:finding"),
    "events.eventkind": (message("kind of event"), "events:kind"),
    "events.source": (message("source of events"), ""),
    "events.trigger": (message("trigger"), "events:trigger"),
    "events.happening": (message("event"), "events:happening"),
    "events.call": (message("call"), ""),
    "imports.savedmapping": (message("mapping"), ""),
    "imports.upload": (message("import"), "imports:detail"),
    "feeds.feed": (message("scheduled import"), "feeds:feed"),
    "quality.lot": (message("changes of customers"), "quality:lot"),
}


@dataclass(frozen=True)
class Target:
    """The object of an entry as a page shows it; ``name`` is empty when it is gone."""

    kind: Message | str
    name: str = ""
    url: str = ""


def targets(entries: Iterable[Entry]) -> dict[tuple[str, str], Target]:
    """The objects of these entries: one query for each kind that occurs among them."""
    wanted: dict[str, set[str]] = defaultdict(set)
    for entry in entries:
        if entry.target_type:
            wanted[entry.target_type].add(entry.target_id)
    return {
        (label, key): Target(kind_name(label), names.get(key, ""), _url(label, key) if key in names else "")
        for label, keys in wanted.items()
        for names in [_names(label, keys)]
        for key in keys
    }


def kind_name(label: str) -> Message | str:
    """The name of a kind of object."""
    return KINDS[label][0] if label in KINDS else label


def _names(label: str, keys: set[str]) -> dict[str, str]:
    try:
        model: Any = apps.get_model(label)
    except (LookupError, ValueError):
        return {}
    handle = "public_id" if any(field.name == "public_id" for field in model._meta.fields) else "pk"
    if handle == "pk":
        keys = {key for key in keys if key.isdecimal()}
    found = model._base_manager.filter(**{f"{handle}__in": keys})
    return {str(getattr(one, handle)): str(one) for one in found}


def _url(label: str, key: str) -> str:
    name = KINDS.get(label, ("", ""))[1]
    try:
        return reverse(name, args=[key]) if name else ""
    except NoReverseMatch:
        return ""
