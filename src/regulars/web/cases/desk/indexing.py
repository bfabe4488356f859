"""Keeping the index of cases in step, and asking it."""

from __future__ import annotations

from itertools import islice
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.db.models.expressions import RawSQL
from django.db.models.signals import post_save
from django.dispatch import receiver

from regulars.language import message
from regulars.web.accounts.access import UnitScope
from regulars.web.cases import queries
from regulars.web.cases.desk import table
from regulars.web.cases.desk.models import Gram
from regulars.web.cases.erasure import on_strike
from regulars.web.cases.models import Case
from regulars.web.jobs.registry import Progress
from regulars.web.people.search.finding import find
from regulars.web.people.search.grams import folded, pieces_of, wanted, words_of

ROWS, LONGEST = 1_000, 20_000
_FIELDS = ("title", "words", "name", "email", "phone")
_COMPANY = UnitScope(None, None)


def row_of(key: int, *texts: str) -> tuple[int, str, str]:
    """What the index keeps of a case."""
    words = words_of(" ".join(texts)[:LONGEST].replace("\0", ""))
    return key, " ".join(words), pieces_of(words)


@receiver(post_save, sender=Case, dispatch_uid="desk.index")
def _saved(instance: Case, raw: bool = False, **_: Any) -> None:
    table.write([row_of(instance.pk, *(getattr(instance, name) for name in _FIELDS))])


@on_strike
def _struck(cases: list[int]) -> None:
    Gram.objects.filter(case__in=cases).delete()
    table.write([row_of(key, "") for key in cases])


def index_missing(progress: Progress | None = None) -> int:
    """All that are not in the index yet, as after a copy in bulk; cut off anywhere, it goes on from there."""
    missing = iter(list(Case.objects.filter(gram=None).order_by("pk").values_list("pk", flat=True)))
    done = 0
    while some := list(islice(missing, ROWS)):
        with transaction.atomic():
            rows = Case.objects.filter(pk__in=some).order_by("pk").values_list("pk", *_FIELDS)
            table.write([row_of(key, *texts) for key, *texts in rows])
        done += len(some)
        if progress is not None:
            progress(message("Making cases findable"), done)
    return done


@queries.search_by
def having(typed: str) -> Q | None:
    """Cases with all these words, or of a customer whom they mean; None: nothing that the index could know."""
    words = folded(typed)
    if not words:
        return None
    sql, values = table.having(words, wanted(words))
    by = Q(pk__in=RawSQL(sql, values))  # noqa: S611 - of our own words, with values apart
    customers = find(typed, _COMPANY)
    return by | Q(customer__in=customers.all) if customers is not None and customers.all else by
