"""Keeping the index in step: at once for one customer, in the background for many."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models.signals import post_save
from django.dispatch import receiver

from regulars.language import message
from regulars.web.jobs.registry import Progress
from regulars.web.people.bulk import bulk
from regulars.web.people.details.models import Identifier
from regulars.web.people.models import Customer
from regulars.web.people.search import table
from regulars.web.people.search.grams import pieces_of, words_of
from regulars.web.people.search.models import Gram

ROWS = 2_000
WORK = "search.index"


@receiver(post_save, sender=Customer, dispatch_uid="search.one")
def index_one(instance: Customer, **_: Any) -> None:
    """Somebody was added or changed."""
    further = further_words([instance.pk]).get(instance.pk, "")
    table.write([(instance.pk, pieces(f"{instance.words} {further}"))])


def index_missing(progress: Progress | None = None) -> int:
    """All who are not in the index yet; returns how many they were. Cut off anywhere, it goes on from there."""
    missing = Customer.objects.filter(gram=None).order_by("pk")
    total, done, after = missing.count(), 0, 0
    if not total:
        return 0
    with bulk(rows=ROWS) as turns:
        while rows := list(missing.filter(pk__gt=after).values_list("pk", "words")[: turns.rows]):
            further = further_words([key for key, _ in rows])
            held = [(key, words, pieces(f"{words} {further.get(key, '')}")) for key, words in rows]
            with turns.turn():
                table.fill(held)
            after, done = rows[-1][0], done + len(rows)
            if progress is not None:
                progress(message("Making customers findable"), done, total)
    return done


def stale(customers: Any) -> None:
    """These were changed in bulk: out of the index until ``index_missing`` puts them in anew."""
    Gram.objects.filter(customer__in=customers).delete()


def further_words(customers: Iterable[int]) -> dict[int, str]:
    """Their further addresses, as written and as compared."""
    found: dict[int, str] = {}
    rows = Identifier.objects.filter(customer__in=customers).order_by()
    for customer, value, canonical in rows.values_list("customer", "value", "canonical"):
        found[customer] = f"{found.get(customer, '')} {value.casefold()} {canonical}"
    return found


def pieces(words: str) -> str:
    """Of what a search looks through."""
    return pieces_of(words_of(words))
