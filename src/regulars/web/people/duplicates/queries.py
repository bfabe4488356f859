"""What the pages of duplicates show."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from regulars.language import Day, Message, message, plural
from regulars.web.accounts.access import UnitScope
from regulars.web.messages.addresses import home_country
from regulars.web.people.duplicates.finding import compared_by, further_of
from regulars.web.people.duplicates.merging import FIELD_WORDS, FIELDS
from regulars.web.people.duplicates.models import Follows, Merge, Merged, Opinion, Pair
from regulars.web.people.duplicates.scoring import Among, Known, Reason, score
from regulars.web.people.duplicates.undoing import obstacle
from regulars.web.people.holdings import Together, holdings
from regulars.web.people.models import Customer

MEMBERS = 6  # columns that a page can stand
SHOWN: dict[str, Message] = {
    "open": message("To be decided"),
    "certain": message("Almost certain"),
    "different": message("Not the same"),
}


def found(pairs: Any, which: str) -> Any:
    """The pairs of a chip."""
    if which == "different":
        return pairs.filter(opinion=Opinion.DIFFERENT).order_by("-decided", "pk")
    rows = pairs.filter(opinion=Opinion.OPEN)
    return rows.filter(certain=True) if which == "certain" else rows


def headline(pairs: Any) -> Message:
    """The sentence that answers."""
    rows = pairs.filter(opinion=Opinion.OPEN)
    count, certain = rows.count(), rows.filter(certain=True).count()
    if not count:
        return message("Nobody stands in the list twice, as far as can be seen.")
    if not certain:
        return plural("{count} pair is perhaps one customer.", "{count} pairs are perhaps one customer each.", count)
    return plural(
        "{count} pair is perhaps one customer, and almost certainly so.",
        "{count} pairs are perhaps one customer each; {certain} of them almost certainly.",
        count,
        certain=certain,
    )


@dataclass(frozen=True)
class Line:
    """A pair in the list."""

    pair: Pair

    @property
    def chance(self) -> str:
        """Whole percent; nobody is ever quite sure."""
        return f"{min(99, max(1, round(100 * self.pair.chance)))}%"

    @property
    def reasons(self) -> list[Message]:
        """What speaks for it first, the strongest first."""
        return reasons_of(self.pair)


def reasons_of(pair: Pair) -> list[Message]:
    """In words, with the names where these are alike and not the same."""
    found = []
    for name, weight in sorted(pair.reasons, key=lambda one: -one[1]):
        reason = Reason(name)
        if reason in (Reason.SOUND, Reason.CLOSE):
            found.append(
                message("{reason}: {one} / {other}", reason=reason.said, one=pair.first.name, other=pair.second.name)
            )
        elif weight > 0 or reason in (Reason.NAME_OTHER, Reason.MAIL_OTHER, Reason.PHONE_OTHER):
            found.append(reason.said)
    return found


@dataclass(frozen=True)
class Cell:
    """One customer's value of a field. ``chosen``: it is proposed."""

    customer: Customer
    value: str
    chosen: bool


@dataclass(frozen=True)
class FieldRow:
    """A field side by side; ``differ``: there is something to choose."""

    name: str
    label: Message
    cells: list[Cell]

    @property
    def differ(self) -> bool:
        """Whether two of them say different things."""
        return len({cell.value for cell in self.cells if cell.value}) > 1


@dataclass(frozen=True)
class HeldRow:
    """How many rows of a kind each of them has."""

    label: Message
    counts: list[int]


def members(pair: Pair, seen: QuerySet[Customer]) -> list[Customer]:
    """The two, and others who are perhaps the same as one of them, as far as the reader sees them."""
    keys, fringe = [pair.first_id, pair.second_id], {pair.first_id, pair.second_id}
    while fringe and len(keys) < MEMBERS:
        near = Pair.objects.of(*fringe).filter(opinion=Opinion.OPEN).values_list("first_id", "second_id")
        fringe = {one for both in near for one in both} - set(keys)
        keys += sorted(fringe)
    rows = {one.pk: one for one in seen.filter(pk__in=keys[:MEMBERS]).select_related("unit", "score")}
    return [rows[key] for key in keys[:MEMBERS] if key in rows]


def side_by_side(people: Sequence[Customer]) -> list[FieldRow]:
    """The fields; of what differs the first that says something is proposed."""
    rows = []
    for name in FIELDS:
        values = [_said(one, name) for one in people]
        first = next((place for place, value in enumerate(values) if value), 0)
        cells = [
            Cell(one, value, place == first) for place, (one, value) in enumerate(zip(people, values, strict=True))
        ]
        if any(values):
            rows.append(FieldRow(name, FIELD_WORDS[name], cells))
    return rows


def _said(customer: Customer, name: str) -> str:
    if name == "unit_id":
        return str(customer.unit.shown_name) if customer.unit else ""
    return str(getattr(customer, name) or "")


def held(people: Sequence[Customer]) -> list[HeldRow]:
    """What hangs on each of them, where there is anything."""
    rows = []
    for holding in holdings():
        if holding.together is not Together.MOVE:
            continue
        counts = [holding.of(one.pk).count() for one in people]
        if any(counts):
            rows.append(HeldRow(holding.label, counts))
    return rows


def compared(first: Customer, second: Customer) -> dict[str, Any]:
    """What the finder would say of two customers whom somebody names."""
    country = home_country()
    known = []
    for one in (first, second):
        row = compared_by(
            (one.pk, one.kind, one.name, one.email, one.phone, one.unit_id),
            further_of(one.pk, one.pk).get(one.pk, []),
            country,
        )
        known.append(Known(*(row[name] for name in ("name", "mails", "phones", "handles", "unit"))))
    found = score(*known, Among(Customer.objects.count()))
    weights = [[reason.value, weight] for reason, weight in found.weights.items()]
    return {"chance": round(found.chance, 6), "certain": found.certain, "reasons": weights}


def groups(pairs: Iterable[Pair]) -> list[list[Customer]]:
    """Pairs that hang together; the customer who is known longest first, who stays."""
    people: dict[int, Customer] = {}
    with_whom: dict[int, set[int]] = {}
    for pair in pairs:
        for one, other in ((pair.first, pair.second), (pair.second, pair.first)):
            people[one.pk] = one
            with_whom.setdefault(one.pk, set()).add(other.pk)
    found, left = [], set(people)
    while left:
        group, fringe = set[int](), {min(left)}
        while fringe:
            group |= fringe
            fringe = {other for one in fringe for other in with_whom[one]} - group
        left -= group
        found.append(sorted((people[key] for key in group), key=lambda one: (one.added, one.pk)))
    return found


@dataclass(frozen=True)
class MergeLine:
    """A merge in the list, and whether it can be taken back."""

    merge: Merge
    parts: list[Merged]

    @property
    def at(self) -> Any:
        """When."""
        return self.merge.at

    @property
    def what(self) -> Message:
        """In words."""
        if self.merge.undone_at:
            return message("taken back on {day}", day=Day(timezone.localdate(self.merge.undone_at)))
        if len(self.parts) < self.merge.count:
            return message("cannot be taken back: somebody of them was erased since")
        if self.merge.follows:
            return Follows(self.merge.follows).said
        return message("stands")

    @property
    def who(self) -> list[tuple[Customer, list[str]]]:
        """Who is left, and who went into them."""
        found: dict[int, tuple[Customer, list[str]]] = {}
        for part in self.parts:
            found.setdefault(part.survivor_id, (part.survivor, []))[1].append(part.shown_name)
        return list(found.values())[:10]

    @property
    def open(self) -> bool:
        """Whether there is a button."""
        return self.merge.undone_at is None and len(self.parts) == self.merge.count


def merges(scope: UnitScope) -> QuerySet[Merge]:
    """All, or those whose customers are in the scope."""
    rows = Merge.objects.select_related("by", "undone_by").prefetch_related("parts__survivor")
    if scope.unit_ids is None:
        return rows
    seen = Customer.objects.within(scope)
    hidden = Merged.objects.exclude(survivor__in=seen).values("merge")
    return rows.filter(parts__survivor__in=seen).exclude(pk__in=hidden).distinct()


def merged_into(customer: Customer) -> list[tuple[Merged, Message | None]]:
    """Who went into this one, the last first, with what stands in the way of taking it back."""
    found = []
    for part in customer.merged.select_related("merge", "merge__by", "survivor").order_by("-pk"):
        problem = obstacle(part.merge)
        found.append((part, problem.message if problem else None))
    return found
