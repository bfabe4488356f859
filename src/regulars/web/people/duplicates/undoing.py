"""Taking a merge back: every row to whom it came from, everything that was kept as it was; the facts follow.

Rows that came since stay with the survivor, except where it is known whose they are: an event told under the former
number. (An answer to an invitation does not say which of the two it was sent to: nothing points from one to the other.)
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.apps import apps
from django.db import transaction
from django.utils import timezone

from regulars.language import Day, message
from regulars.web.audit import Event, record
from regulars.web.jobs.starting import start
from regulars.web.people.duplicates.errors import DuplicateError
from regulars.web.people.duplicates.keeping import plain, put_back, values_of
from regulars.web.people.duplicates.merging import FACTS, FIELDS
from regulars.web.people.duplicates.models import Follows, Merge, Merged
from regulars.web.people.holdings import holdings
from regulars.web.people.models import Consent, Customer, CustomerScore
from regulars.web.people.models.customer import search_words
from regulars.web.people.search.indexing import index_one


@transaction.atomic
def undo(*, merge: Merge, by: Any) -> Merge:
    """Let everybody be who they were. Raises ``DuplicateError`` with the reason where that cannot be."""
    found = Merge.objects.select_for_update().get(pk=merge.pk)
    parts = list(found.parts.select_related("survivor").order_by("-place"))
    if found.undone_at is not None:
        raise DuplicateError(message("This was taken back already."))
    if len(parts) < found.count:
        raise DuplicateError(
            message(
                "This cannot be taken back: somebody who was put together here has been erased since, with everything "
                "that was known of them under either number."
            )
        )
    _check(found, parts)
    live: dict[str, str] = {}
    for part in parts:
        live |= dict.fromkeys(_back(part), found.rule(part.place))
        record(Event.MERGE_UNDONE, target=part.survivor, by=by, other=part.handle)
    found.parts.all().delete()
    found.undone_at, found.undone_by, found.follows, found.live = timezone.now(), by, Follows.PART, live
    found.save(update_fields=["undone_at", "undone_by", "follows", "live"])
    start(FACTS, by=by)
    return found


def obstacle(merge: Merge) -> DuplicateError | None:
    """Why it cannot be taken back now; None where it can."""
    try:
        _check(merge, list(merge.parts.all()))
    except DuplicateError as error:
        return error
    return None


def _check(merge: Merge, parts: Iterable[Merged]) -> None:
    """Only the last merge of a customer: what an earlier one kept may be another's since."""
    for part in parts:
        later = Merged.objects.filter(merge__pk__gt=merge.pk)
        one = later.filter(survivor_id=part.survivor_id).select_related("merge").order_by("-pk").first()
        if one is not None:
            raise DuplicateError(
                message(
                    "{customer} was put together with {other} on {day}, after this. Take that back first, then this.",
                    customer=part.survivor.shown_name,
                    other=one.shown_name,
                    day=Day(timezone.localdate(one.merge.at)),
                )
            )
        if Customer.objects.filter(number=part.number).exists():
            raise DuplicateError(
                message(
                    "The number {number} belongs to somebody else by now, so it cannot be given back. Change that "
                    "customer's number in the file and import it again, or leave these together.",
                    number=part.number,
                )
            )


def _back(part: Merged) -> list[str]:
    """One customer out of another; the responses that are theirs."""
    kept, survivor = part.kept, part.survivor
    for label, key in kept["added"]:
        apps.get_model(label)._base_manager.filter(pk=key).delete()
    customer, *rows = kept["rows"]
    put_back([customer])
    _rows_back(part, kept)
    put_back(rows)
    for label, column, key, value in kept["emptied"]:
        model = apps.get_model(label)
        model._base_manager.filter(pk=key, **{column: None}).update(**values_of(model, {column: value}))
    _consents_back(part)
    _values_back(survivor, kept)
    if "score" in kept:
        values = values_of(CustomerScore, kept["score"])
        CustomerScore.objects.filter(pk=values.pop("customer_id")).update(**values)
    _theirs_since(part)
    index_one(Customer.objects.get(pk=survivor.pk))
    return _responses(kept)


def _rows_back(part: Merged, kept: dict[str, Any]) -> None:
    known = {holding.key: holding for holding in holdings()}
    for key, pk, column, before in kept["changed"]:
        if key in known:
            rows = known[key].model._base_manager.filter(pk=pk, **{known[key].field: part.survivor_id})
            rows.update(**{known[key].column: part.former, column: before})
    for key, moved in kept["moved"].items():
        if key in known:
            rows = known[key].model._base_manager.filter(pk__in=moved, **{known[key].field: part.survivor_id})
            rows.update(**{known[key].column: part.former})


def _consents_back(part: Merged) -> None:
    """Those that the merge moved, and away with those that it added."""
    moved = part.consents.filter(added=False).values_list("consent", flat=True)
    Consent.objects.filter(pk__in=list(moved), customer=part.survivor_id).update(customer_id=part.former)
    added = part.consents.filter(added=True).values_list("consent", flat=True)
    Consent.objects.filter(pk__in=list(added))._raw_delete("default")


def _values_back(survivor: Customer, kept: dict[str, Any]) -> None:
    """What the merge wrote, where nobody has changed it since."""
    before = {name: old for name, (old, new) in kept["set"].items() if plain(getattr(survivor, name)) == new}
    if not before:
        return
    now = values_of(Customer, before)
    untouched = len(before) == len(kept["set"])
    for name, value in now.items():
        setattr(survivor, name, value)
    now["words"] = search_words(survivor.number, survivor.name, survivor.email, survivor.phone)
    if untouched:
        same = all(plain(getattr(survivor, name)) == kept["survivor"][name] for name in FIELDS)
        now |= values_of(Customer, {"changed": kept["survivor"]["changed"]}) if same else {"changed": timezone.now()}
    Customer.objects.filter(pk=survivor.pk).update(**now)


def _theirs_since(part: Merged) -> None:
    """What came since and says itself whose it is."""
    happened = apps.get_model("events", "Happening")._base_manager
    happened.filter(customer=part.survivor_id, number=part.number).update(customer=part.former)


def _responses(kept: dict[str, Any]) -> list[str]:
    """The handles of those that moved: some were copied into the facts only afterwards, as the survivor's."""
    moved = kept["moved"].get("research.Response.customer", [])
    rows = apps.get_model("research", "Response")._base_manager.filter(pk__in=moved)
    return list(rows.values_list("public_id", flat=True))
