"""Putting customers together: their rows, what was agreed, their numbers; the facts follow (``following.py``).

Every row that names the other customer becomes the survivor's (``holdings.py``). Where a unique constraint allows only
one of two rows, the survivor's stays; the other goes into what is kept, with the other customer's own row. A "no" of
either side holds afterwards.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from regulars.language import Message, message
from regulars.web.audit import Event, record
from regulars.web.ids import new_id
from regulars.web.jobs.starting import start
from regulars.web.people.consents import state_of
from regulars.web.people.details.models import Identifier
from regulars.web.people.duplicates.errors import DuplicateError
from regulars.web.people.duplicates.keeping import kept_row, plain, taken_along
from regulars.web.people.duplicates.models import Follows, Merge, Merged, MovedConsent, Opinion, Pair
from regulars.web.people.holdings import Holding, Together, holdings
from regulars.web.people.models import Consent, Customer, CustomerScore, Source, Way
from regulars.web.people.models.customer import search_words
from regulars.web.people.projection.columns import EMPTY, RATED, SCORED
from regulars.web.people.search.indexing import index_one
from regulars.web.words import say

FIELDS = ("name", "email", "phone", "language", "unit_id")
ADDRESSES = ("email", "phone")
FACTS = "duplicates.facts"
# A row that may not stand beside the survivor's as it is gives way in one column, and stays.
_GIVE_WAY = {"details.Identifier.customer": "preferred", "fieldwork.Asked.customer": "occasion"}
MARK = message("They had said no under another number.")


@transaction.atomic
def merge(
    *, survivor: Customer, others: Sequence[Customer], fields: Mapping[str, Customer] | None = None, by: Any
) -> Merge:
    """Let ``others`` be ``survivor``. ``fields``: column -> whose value holds, the survivor's where nothing is said.

    What the survivor has not and another has, is taken over. Raises ``DuplicateError``; then nothing has changed.
    """
    return merge_all(groups=[(survivor, list(others), dict(fields or {}))], by=by)


@transaction.atomic
def merge_all(*, groups: Sequence[tuple[Customer, Sequence[Customer], Mapping[str, Customer]]], by: Any) -> Merge:
    """Several at once, which are also taken back at once."""
    count = sum(len(others) for _, others, _ in groups)
    made = Merge.objects.create(at=timezone.now(), by=by, count=count, follows=Follows.JOIN)
    place = 0
    for survivor, others, fields in groups:
        if not others:
            raise DuplicateError(message("Name at least two customers who are the same."))
        for other in others:
            _one(made, place, survivor.pk, other.pk, fields)
            place += 1
        record(Event.CUSTOMERS_MERGED, target=survivor, by=by, others=[other.public_id for other in others])
    start(FACTS, by=by)
    return made


def _one(made: Merge, place: int, survivor_pk: int, other_pk: int, fields: Mapping[str, Customer]) -> None:
    survivor, other = _locked(survivor_pk, other_pk)
    said = state_of(survivor), state_of(other)
    kept: dict[str, Any] = {"moved": {}, "changed": [], "added": []}
    part = Merged.objects.create(
        merge=made, place=place, survivor=survivor, into=survivor.pk, former=other.pk, key=other.key,
        handle=other.public_id, number=other.number, name=other.name,
    )  # fmt: skip
    _values(survivor, other, fields, kept)
    _addresses(survivor, other, kept)
    for holding in holdings():
        if holding.model is Consent:
            _consents(part, survivor, other)
        elif holding.together is Together.MOVE:
            _move(holding, survivor, other, kept, part)
    _no_holds(part, survivor, said)
    _scores(survivor, other, kept)
    _different(survivor, other, kept)
    kept["rows"], kept["emptied"] = taken_along(other)
    other.delete()
    part.kept = kept
    part.save(update_fields=["kept"])


def _locked(survivor_pk: int, other_pk: int) -> tuple[Customer, Customer]:
    """Both rows, held until the end; two people may press the button at once."""
    rows = {one.pk: one for one in Customer.objects.select_for_update().filter(pk__in=[survivor_pk, other_pk])}
    if len(rows) < 2:
        raise DuplicateError(
            message("One of these customers is not there any more; somebody else was quicker. Look again.")
            if survivor_pk != other_pk
            else message("A customer cannot be put together with themselves. Name another one.")
        )
    survivor, other = rows[survivor_pk], rows[other_pk]
    if survivor.kind != other.kind:
        raise DuplicateError(
            message(
                "{one} and {other} are a person and an organisation, which are never the same. Correct the kind of one "
                "of them first, or note that the person belongs to the organisation.",
                one=survivor.shown_name,
                other=other.shown_name,
            )
        )
    return survivor, other


def _values(survivor: Customer, other: Customer, fields: Mapping[str, Customer], kept: dict[str, Any]) -> None:
    """Take over what was chosen, and what the survivor has not."""
    wanted = {
        name: getattr(other, name)
        for name in FIELDS
        if (fields[name].pk == other.pk if name in fields else getattr(survivor, name) in ("", None))
    }
    kept["survivor"] = {name: plain(getattr(survivor, name)) for name in (*FIELDS, "words", "changed")}
    changed = {name: value for name, value in wanted.items() if value != getattr(survivor, name)}
    kept["set"] = {name: [plain(getattr(survivor, name)), plain(value)] for name, value in changed.items()}
    for name, value in changed.items():
        setattr(survivor, name, value)
    if changed:
        survivor.words = search_words(survivor.number, survivor.name, survivor.email, survivor.phone)
        row = {name: getattr(survivor, name) for name in (*changed, "words")}
        Customer.objects.filter(pk=survivor.pk).update(**row, changed=timezone.now())
        index_one(survivor)


def _addresses(survivor: Customer, other: Customer, kept: dict[str, Any]) -> None:
    """An address that is not the main one any more stays with the survivor as a further one."""
    from regulars.web.people.details.owners import canonical_here

    before = kept["survivor"]
    for kind in ADDRESSES:
        for value in (getattr(other, kind), before[kind]):
            if value and value != getattr(survivor, kind):
                row, made = Identifier.objects.get_or_create(
                    customer=survivor, kind=kind, value=value, defaults={"canonical": canonical_here(kind, value)}
                )
                if made:
                    kept["added"].append([Identifier._meta.label, row.pk])


def _move(holding: Holding, survivor: Customer, other: Customer, kept: dict[str, Any], part: Merged) -> None:
    rows = holding.model._base_manager.filter(**{holding.field: other.pk})
    if holding.model is Merged:
        rows = rows.exclude(pk=part.pk)
    keys = list(rows.order_by("pk").values_list("pk", flat=True))
    if not keys:
        return
    moved = keys if _pass(holding, keys, {holding.column: survivor.pk}) else []
    if not moved:
        moved = [key for key in keys if _give(holding, key, survivor, part, kept)]
    if moved:
        kept["moved"][holding.key] = moved


def _give(holding: Holding, key: Any, survivor: Customer, part: Merged, kept: dict[str, Any]) -> bool:
    """One row on its own: as it is, or giving way in a column; else it stays behind."""
    if _pass(holding, [key], {holding.column: survivor.pk}):
        return True
    column = _GIVE_WAY.get(holding.key)
    if column is None:
        return False
    before = holding.model._base_manager.values_list(column, flat=True).get(pk=key)
    other = False if isinstance(before, bool) else f"+{new_id()}"[:12]
    if before == other or not _pass(holding, [key], {holding.column: survivor.pk, column: other}):
        return False
    kept["changed"].append([holding.key, key, column, before])
    return True


def _pass(holding: Holding, keys: list[Any], values: dict[str, Any]) -> bool:
    """Whether the database lets these rows have these values."""
    try:
        with transaction.atomic():
            holding.model._base_manager.filter(pk__in=keys).update(**values)
    except IntegrityError:
        return False
    return True


def _consents(part: Merged, survivor: Customer, other: Customer) -> None:
    """Listed first: the database lets nothing else be moved."""
    keys = list(Consent.objects.filter(customer=other).order_by("pk").values_list("pk", flat=True))
    MovedConsent.objects.bulk_create([MovedConsent(merged=part, consent=key) for key in keys])
    Consent.objects.filter(pk__in=keys).update(customer=survivor)


def _no_holds(part: Merged, survivor: Customer, said: tuple[Any, Any]) -> None:
    """Where either side said no, the later yes of the other one is not enough."""
    for one, other, now in zip(*said, state_of(survivor), strict=True):
        if False in (one.given, other.given) and now.given and now.channel != Way.ALL:
            row = Consent.objects.create(
                customer=survivor, purpose=now.purpose, channel=now.channel, given=False, source=Source.MERGE,
                words=say(MARK)[:400],
            )  # fmt: skip
            MovedConsent.objects.create(merged=part, consent=row.pk, added=True)


def _scores(survivor: Customer, other: Customer, kept: dict[str, Any]) -> None:
    """Scores told of a part only: empty until they are made anew. Of two last ratings the later one is the last."""
    rows = {row.customer_id: row for row in CustomerScore.objects.filter(customer__in=[survivor, other])}
    mine, theirs = rows.get(survivor.pk), rows.get(other.pk)
    if mine is None:
        return
    kept["score"] = kept_row(mine)["values"]
    now: dict[str, Any] = {name: EMPTY.get(name) for name in SCORED}
    if theirs is not None and theirs.rating_day and (mine.rating_day is None or theirs.rating_day > mine.rating_day):
        now |= {name: getattr(theirs, name) for name in RATED}
    CustomerScore.objects.filter(pk=mine.pk).update(**now)


def _different(survivor: Customer, other: Customer, kept: dict[str, Any]) -> None:
    """Whom the other one is not, the survivor is not either."""
    for pair in Pair.objects.of(other.pk).filter(opinion=Opinion.DIFFERENT):
        third = pair.first_id if pair.second_id == other.pk else pair.second_id
        if third == survivor.pk:
            continue
        first, second = sorted([survivor.pk, third])
        row, made = Pair.objects.get_or_create(
            first_id=first, second_id=second,
            defaults={"chance": pair.chance, "reasons": pair.reasons, "opinion": Opinion.DIFFERENT,
                "found": pair.found, "decided": pair.decided, "by": pair.by},
        )  # fmt: skip
        if made:
            kept["added"].append([Pair._meta.label, row.pk])


def words_of(fields: Mapping[str, Any]) -> list[Message]:
    """For people."""
    return [FIELD_WORDS[name] for name in fields]


FIELD_WORDS = {
    "name": message("Name"),
    "email": message("E-mail"),
    "phone": message("Telephone"),
    "language": message("Language"),
    "unit_id": message("Unit"),
}
