"""The customers of the sample company get names, addresses, firms, wishes and promises."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping, Sequence
from datetime import timedelta
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
from django.db import transaction

from regulars.language import Language, Text
from regulars.simulate.people import list_of_people, names
from regulars.web.accounts.models import User
from regulars.web.facts import facts
from regulars.web.jobs.starting import start
from regulars.web.people import consents
from regulars.web.people.actions.notes import note_contact
from regulars.web.people.importing.engine import import_customers
from regulars.web.people.models import Customer, Kind, Source, Way
from regulars.web.people.promises.actions import settle
from regulars.web.people.promises.expecting import expect
from regulars.web.people.promises.models import Outcome, Promise, today
from regulars.web.people.trials import sample as trials

REFUSING = 12  # every so many guests said no to being asked
AGREEING = 3
# What is otherwise done at night stands there on the first day already.
NIGHTLY = ("quality.measure", "duplicates.find", "offers.find")


def seed(*, by: User, language: Language) -> None:
    """As their reception would bring it: through a file. A second time everything is there already."""
    if Customer.objects.filter(kind=Kind.ORGANISATION).exists():
        return
    numbers = list(Customer.objects.order_by("number").values_list("number", flat=True))
    with tempfile.TemporaryDirectory(prefix="regulars-sample-") as folder:
        file = Path(folder) / "customers.parquet"
        pq.write_table(list_of_people(numbers, language=language.tag), file)
        import_customers(facts(), file)
    worth_most = Customer.objects.filter(kind=Kind.PERSON).exclude(email="").exclude(score=None)
    guests = list(worth_most.order_by("-score__net", "pk")[:60])
    if guests:
        with transaction.atomic():
            _agreed(guests)
            _wanted(guests, by, language)
            _promised(guests, by, language)
            _spoken(guests, by, language)
            trials.seed(guests, by=by, language=language)
    for name in NIGHTLY:
        start(name)


def _agreed(guests: Sequence[Customer]) -> None:
    consents.give(
        customers=[one.pk for one in guests[::AGREEING]], purpose="marketing", channel="", source=Source.SURVEY
    )
    consents.withdraw(
        customers=[one.pk for one in guests[1::REFUSING]], purpose="surveys", channel="email", source=Source.PHONE
    )


def _wanted(guests: Sequence[Customer], by: User, language: Language) -> None:
    wants = names()["wants"]
    for place, guest in enumerate(guests[: 4 * len(wants) : 4]):
        one = wants[place % len(wants)]
        words = _in(one, language, "topic", "level")
        expect(customer=guest, by=by, **words, importance=one["importance"], stated=one["stated"])


def _promised(guests: Sequence[Customer], by: User, language: Language) -> None:
    for guest, one in zip(guests, names()["promises"], strict=False):
        due = today() + timedelta(days=one["days"])
        given = min(due, today()) - timedelta(days=9)
        made = Promise.objects.create(
            customer=guest, **_in(one, language, "what"), made_on=given, due=due, owner=by, by=by
        )
        if "kept" in one:
            settle(promise=made, outcome=Outcome.KEPT, by=by, on=due + timedelta(days=one["kept"]))


def _spoken(guests: Sequence[Customer], by: User, language: Language) -> None:
    for place, (guest, words) in enumerate(zip(guests[2:], names()["talks"], strict=False)):
        day = today() - timedelta(days=6 * place + 2)
        note_contact(customer=guest, way=Way.PHONE, words=Text.of(words).in_language(language.tag), day=day, by=by)


def _in(one: Mapping[str, Any], language: Language, *keys: str) -> dict[str, str]:
    return {key: Text.of(one[key]).in_language(language.tag) for key in keys}
