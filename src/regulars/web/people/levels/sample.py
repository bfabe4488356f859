"""Service levels of the sample company: in force for more than a year, kept better for some than for others."""

from __future__ import annotations

import random
from collections.abc import Sequence
from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from regulars.language import Language, Text
from regulars.simulate.people import names
from regulars.web.accounts.models import User
from regulars.web.cases.models import Case
from regulars.web.people.levels.due import level_of
from regulars.web.people.levels.matrix import LEVELS, plain, proposal
from regulars.web.people.levels.models import Promised, Version
from regulars.web.people.levels.promising import promise
from regulars.web.people.models import Contact, CustomerScore, Way
from regulars.web.people.promises.models import today

SINCE, QUIET = 400, 40  # days: nobody is reached so late that it would change who is to be thought of this week
EACH = 300  # customers of a level who were talked to
OFTEN = {"premium": (2, 6), "middle": (1, 3), "low": (0, 1), "unknown": (0, 1)}
WAYS = (Way.PHONE, Way.PHONE, Way.PHONE, Way.ALL, Way.EMAIL)


def seed(*, people: Sequence[User], language: Language) -> None:
    """A second time everything is there already."""
    if Version.objects.exists():
        return
    day = today() - timedelta(days=SINCE)
    with transaction.atomic():
        at = timezone.now() - timedelta(days=SINCE)
        Version.objects.create(number=1, levels=plain(proposal()), since=day, published=at, created=at, by=people[0])
        _cases()
        _talks(people, language)


def _cases() -> None:
    promise(Case.objects.select_related("customer__score", "unit"))
    for case in Case.objects.exclude(responded=None, closed=None):
        Promised.objects.filter(case=case).update(answered=case.responded or case.closed)


def _talks(people: Sequence[User], language: Language) -> None:
    dice, words = random.Random(17), names()["talks"]  # noqa: S311  a made-up company
    rows = CustomerScore.objects.filter(first_day__lt=today() - timedelta(days=365)).annotate(level=level_of())
    made = []
    for level in LEVELS:
        mine = rows.filter(level=level).order_by("-value", "pk").values_list("customer", flat=True)
        for customer in mine[:EACH]:
            for _ in range(dice.randint(*OFTEN[level])):
                day = today() - timedelta(days=dice.randint(QUIET, 360))
                said = Text.of(dice.choice(words)).in_language(language.tag)
                by = dice.choice(people)
                made.append(Contact(customer_id=customer, way=dice.choice(WAYS), words=said, day=day, by=by))
    Contact.objects.bulk_create(made, batch_size=500)
