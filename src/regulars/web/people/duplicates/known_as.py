"""Numbers under which customers are known, those among them that were another's before a merge."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Q

from regulars.web.people.duplicates.models import Merged
from regulars.web.people.models import Customer
from regulars.web.people.models.customer import CustomerQuerySet

ROWS = 500


def by_number(numbers: Iterable[str]) -> dict[str, int]:
    """Number -> the customer's key in our table; a former number means the one who is left."""
    wanted, found = sorted({one for one in numbers if one}), dict[str, int]()
    for start in range(0, len(wanted), ROWS):
        some = wanted[start : start + ROWS]
        found.update(Merged.objects.filter(number__in=some).values_list("number", "survivor_id"))
        found.update(Customer.objects.filter(number__in=some).values_list("number", "pk"))
    return found


def numbered(customers: CustomerQuerySet, number: str) -> CustomerQuerySet:
    """Those of them who have this number, or had it."""
    return customers.filter(Q(number=number) | Q(pk__in=Merged.objects.filter(number=number).values("survivor")))


def former_numbers(numbers: Iterable[str] | None = None) -> dict[str, int]:
    """Numbers that nobody has any more -> who is left; all, or those among these."""
    rows = Merged.objects.all()
    if numbers is None:
        return dict(rows.values_list("number", "survivor_id"))
    wanted, found = sorted(set(numbers)), dict[str, int]()
    for start in range(0, len(wanted), ROWS):
        found.update(rows.filter(number__in=wanted[start : start + ROWS]).values_list("number", "survivor_id"))
    return found


def all_numbers(numbers: Iterable[str]) -> set[str]:
    """These, and all others under which the same people are or were known: for whoever erases them."""
    wanted = set(numbers)
    keys = sorted(set(by_number(wanted).values()))
    for start in range(0, len(keys), ROWS):
        some = keys[start : start + ROWS]
        wanted |= set(Customer.objects.filter(pk__in=some).values_list("number", flat=True))
        wanted |= set(Merged.objects.filter(survivor__in=some).values_list("number", flat=True))
    return wanted
