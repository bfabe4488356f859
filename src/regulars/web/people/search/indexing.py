"""Keeping the index in step: at once for one customer, in the background for many."""

from __future__ import annotations

from array import array
from collections.abc import Iterator, Sequence
from typing import Any

from django.db.models.signals import post_save
from django.dispatch import receiver

from regulars.language import message
from regulars.web.jobs.registry import Progress
from regulars.web.people.bulk import Turns, bulk, one_ahead
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
    missing = array("q", Customer.objects.filter(gram=None).order_by("pk").values_list("pk", flat=True).iterator(ROWS))
    if not missing:
        return 0
    done = 0
    with bulk(rows=ROWS) as turns:
        for held in one_ahead(_in_pieces, _read(missing, turns)):
            with turns.turn():
                table.fill(held)
            done += len(held)
            if progress is not None:
                progress(message("Making customers findable"), done, len(missing))
    table.filled()
    return done


def _read(missing: Sequence[int], turns: Turns) -> Iterator[list[tuple[int, str, str]]]:
    """Key, words and further words, as many at once as a turn takes; whoever went meanwhile is left out."""
    start = 0
    while some := missing[start : start + turns.rows]:
        start += len(some)
        rows = Customer.objects.filter(**_among("pk", some)).order_by("pk")
        wanted, further = set(some), further_words(some)
        yield [(key, words, further.get(key, "")) for key, words in rows.values_list("pk", "words") if key in wanted]


def _in_pieces(rows: Sequence[tuple[int, str, str]]) -> list[tuple[int, str, str]]:
    return [(key, words, pieces(f"{words} {further}")) for key, words, further in rows]


def _among(field: str, customers: Sequence[int]) -> dict[str, Any]:
    """A condition on keys in their order: where nearly all between are meant, a range, which is quicker to ask."""
    if not customers:
        return {f"{field}__in": []}
    first, last = customers[0], customers[-1]
    near = last - first < 2 * len(customers)
    return {f"{field}__gte": first, f"{field}__lte": last} if near else {f"{field}__in": list(customers)}


def stale(customers: Any) -> None:
    """These were changed in bulk: out of the index until ``index_missing`` puts them in anew."""
    Gram.objects.filter(customer__in=customers).delete()


def further_words(customers: Sequence[int]) -> dict[int, str]:
    """Their further addresses, as written and as compared; ``customers`` in order."""
    found: dict[int, str] = {}
    rows = Identifier.objects.filter(**_among("customer", customers)).order_by()
    for customer, value, canonical in rows.values_list("customer", "value", "canonical"):
        found[customer] = f"{found.get(customer, '')} {value.casefold()} {canonical}"
    return found


def pieces(words: str) -> str:
    """Of what a search looks through."""
    return pieces_of(words_of(words))
