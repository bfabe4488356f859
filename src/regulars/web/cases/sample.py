"""Cases of the sample company: four months of them, the last ones still open."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from importlib import resources
from typing import Any

import yaml
from django.db import transaction
from django.utils import timezone

from regulars.language import Language, Text
from regulars.web.cases.actions import set_cause, step
from regulars.web.cases.clocks import Calendars
from regulars.web.cases.hooks import unheard
from regulars.web.cases.models import Case, Channel
from regulars.web.cases.opening import Wish, open_case
from regulars.web.cases.states import Outcome, Step, Verdict
from regulars.web.company.business import business_time
from regulars.web.company.models import Unit
from regulars.web.people.models import Customer, Kind

OPEN_FOR = timedelta(days=3)  # what came since is still open
CHANNELS = (Channel.SURVEY, Channel.SURVEY, Channel.FORM, Channel.PHONE, Channel.COUNTER, Channel.MAIL)
VERDICTS = (Verdict.YES, Verdict.YES, Verdict.PARTLY, None, Verdict.NO)


def seed(*, hotels: Sequence[Unit], language: Language) -> None:
    """A second time everything is there already."""
    if Case.objects.exists():
        return
    data = yaml.safe_load(resources.files("regulars").joinpath("content", "sample-cases.yaml").read_text("utf-8"))
    guests = list(Customer.objects.filter(kind=Kind.PERSON).exclude(name="").order_by("-score__net", "pk")[:200])
    if not guests:
        return
    dice = random.Random(data["count"])  # noqa: S311  a made-up company
    rows, now = data["cases"], timezone.now()
    with transaction.atomic(), unheard():
        for place in range(data["count"]):
            row = dice.choices(rows, [one["weight"] for one in rows])[0]
            # More lately: a house that listens hears more.
            ago = timedelta(days=data["days"]) * (1 - place / data["count"]) ** 2.2
            at = max(now - ago, now - timedelta(days=data["days"])) - timedelta(minutes=dice.randrange(5, 300))
            _case(row, place, at, now, dice.choice(hotels), dice.choice(guests), dice, language)


def _case(
    row: Mapping[str, Any], place: int, at: datetime, now: datetime, hotel: Unit, guest: Customer, dice: random.Random,
    language: Language,
) -> None:  # fmt: skip
    said = {key: Text.of(row[key]).in_language(language.tag) for key in ("title", "words", "answer", "prevention")}
    channel = dice.choice(CHANNELS)
    wish = Wish(
        kind="low-score" if channel is Channel.SURVEY else "complaint",
        title=said["title"],
        channel=channel,
        nonce=f"sample:{place}",
        words=said["words"],
        language=language.tag,
        customer=guest,
        unit=hotel,
        severity=row["severity"],
        odd=bool(row.get("odd")),
        at=at,
    )
    case, _ = open_case(wish)
    hours = Calendars().of(hotel)
    heard = business_time(hours, at, dice.uniform(0.2, 3.0))
    if heard > now:
        return
    step(case=case, step=Step.ACKNOWLEDGE, by=case.owner, at=heard)
    left_open = now - at < OPEN_FOR and dice.random() < 0.7
    if left_open:
        if dice.random() < 0.6:
            step(case=case, step=Step.INVESTIGATE, by=case.owner, at=min(now, heard + timedelta(minutes=20)))
        return
    answered = business_time(hours, heard, dice.uniform(0.5, 14.0))
    if answered > now:
        return
    set_cause(case=case, cause=row["cause"], prevention=said["prevention"], by=case.owner, at=answered)
    step(case=case, step=Step.RESPOND, by=case.owner, words=said["answer"], at=answered)
    over = answered + timedelta(days=dice.uniform(0.2, 5.0))
    verdict = dice.choice(VERDICTS)
    if over > now:
        return
    if verdict is not None:
        Case.objects.filter(pk=case.pk).update(verdict=verdict)
        case.refresh_from_db()
    ends = {None: Outcome.SILENT, Verdict.NO: Outcome.LOST}
    step(case=case, step=Step.CLOSE, by=case.owner, outcome=ends.get(verdict, Outcome.RESOLVED), at=over)
