"""An entry in words: who did what, to what, and the details that were noted."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from regulars.language import Message, message
from regulars.web.accounts.roles import NAMES
from regulars.web.audit.events import WORDS, Event
from regulars.web.audit.models import Entry
from regulars.web.audit.objects import Target, targets
from regulars.web.jobs.registry import WORKS
from regulars.web.words import say

SYSTEM = message("The system")
# What the details are called; a detail without a name here stands under its own.
DETAILS: dict[str, Message] = {
    "fields": message("fields"),
    "role": message("role"),
    "unit": message("unit"),
    "since": message("from"),
    "until": message("until"),
    "kind": message("kind"),
    "size": message("bytes"),
    "step": message("step"),
    "rows": message("rows"),
    "count": message("count"),
    "bad": message("rows set aside"),
    "reason": message("reason"),
    "number": message("number"),
    "method": message("method"),
    "sessions": message("sessions"),
    "days": message("days"),
    "day": message("day"),
    "hours": message("hours"),
    "code": message("unit code"),
    "parent": message("parent unit"),
    "currency": message("currency"),
    "rate": message("rate"),
    "name": message("name"),
    "changed": message("changed"),
    "new": message("new"),
    "replaced": message("corrected"),
    "set_aside": message("rows set aside"),
    "removed": message("rows taken out"),
    "restored": message("rows restored"),
    "taken_back": message("taken back"),
    "import_id": message("import"),
    "customers": message("customers"),
    "others": message("other records"),
    "other": message("other record"),
    "organisation": message("organisation"),
    "responses": message("responses"),
    "survey": message("survey"),
    "study": message("study"),
    "questionnaire": message("questionnaire"),
    "version": message("version"),
    "made_from": message("made from"),
    "tag": message("tag"),
    "purpose": message("purpose"),
    "filters": message("filters"),
    "work": message("job"),
    "second_step": message("second step removed"),
    "erased": message("struck out: it named somebody who was erased"),
    "days_to_take_back": message("days to take it back"),
}
# What their values are called; a value without a name here stands as it is.
VALUES: dict[str, Message] = {
    "name": message("name"),
    "language": message("language"),
    "zone": message("time zone"),
    "colour": message("colour"),
    "logo": message("logo"),
    "currency": message("currency"),
    "password": message("password"),
    "mfa": message("code"),
    "totp": message("app with codes"),
    "webauthn": message("passkey"),
    "recovery_codes": message("recovery codes"),
    "link": message("sign-in link"),
    "invitation": message("invitation"),
    "title": message("title"),
    "privacy": message("privacy"),
    "privacy_text": message("privacy text"),
    "sample": message("who is asked"),
    "wave": message("wave"),
    "opens_at": message("opening"),
    "closes_at": message("closing"),
    "quota": message("quota"),
    "parent": message("parent unit"),
    "kind": message("kind"),
    "unit": message("unit"),
    "calendar": message("calendar"),
    "closed": message("day of closing"),
    "email": message("e-mail"),
    "phone": message("telephone"),
    "margin": message("margin"),
    "discount_rate": message("discount rate"),
    "fiscal_year_month": message("first month of the fiscal year"),
    "minimum_n": message("smallest number of answers"),
    "privacy_k": message("smallest group"),
    "sender_name": message("sender’s name"),
    "sender_address": message("sender’s address"),
    "public_address": message("public address"),
    "purchases": message("purchase lines"),
    "responses": message("responses"),
    "standard": message("standard"),
    "threshold": message("threshold"),
    "traffic": message("traffic"),
    "traffic_source": message("source of the traffic"),
    "stage": message("stage"),
    "place": message("place in the order"),
    "added": message("added"),
    "owner": message("owner"),
    "units": message("units"),
    "items": message("items"),
    "note": message("note"),
    "action": message("action"),
    "due": message("day"),
    **{role.value: name for role, name in NAMES.items()},
}


@dataclass(frozen=True)
class Line:
    """One entry as the page and the export show it."""

    entry: Entry
    who: str
    what: str
    target: Target | None
    details: str


def lines(entries: Iterable[Entry]) -> list[Line]:
    """All of them, in the reader's language; one query for each kind of object among them."""
    entries = list(entries)
    objects = targets(entries)
    return [
        Line(
            entry,
            entry.by.shown_name if entry.by else say(SYSTEM),
            what(entry.event),
            objects.get((entry.target_type, entry.target_id)),
            say(message("; ")).join(_detail(name, value) for name, value in entry.details.items() if _told(value)),
        )
        for entry in entries
    ]


def what(event: str) -> str:
    """An event in words; one that a later version wrote stands under its own name."""
    return say(WORDS[Event(event)]) if event in {one.value for one in WORDS} else event


def _told(value: Any) -> bool:
    # Nothing and "not so" are left out; a count of none is told.
    return value is not None and value is not False and value != ""


def _detail(name: str, value: Any) -> str:
    label = say(DETAILS[name]) if name in DETAILS else name
    if value is True:
        return label
    if name == "work" and value in WORKS:
        value = say(WORKS[value].title)
    return say(message("{label}: {value}", label=label, value=_value(value)))


def _value(value: Any) -> Any:
    if isinstance(value, list):
        return say(message(", ")).join(str(_value(one)) for one in value)
    if isinstance(value, str) and value in VALUES:
        return say(VALUES[value])
    return value if isinstance(value, int | float) else str(value)
