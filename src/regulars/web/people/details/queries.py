"""What the cards of details show."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from regulars.language import Day, Message, message
from regulars.web.accounts.access import UnitScope
from regulars.web.files.models import StoredFile
from regulars.web.people.details.models import Attachment, Identifier, Note, OwnField
from regulars.web.people.details.models.identifier import KINDS
from regulars.web.people.details.owners import canonical_here, owners
from regulars.web.people.details.values import fields, name_of, said, values_of
from regulars.web.people.identifiers import Handle
from regulars.web.people.models import Customer, Way

SHOWN = 20  # notes and files that a card shows at once
OTHERS = 5  # customers with the same address that are named


@dataclass(frozen=True)
class AddressLine:
    """An address. ``row``: None for the main ones. ``others``: who has the same, of those in sight."""

    kind: str
    value: str
    readable: bool
    row: Identifier | None
    others: list[Customer]

    @property
    def what(self) -> Message:
        """Of which kind."""
        return KINDS[self.kind]

    @property
    def checked(self) -> Day | None:
        """When somebody last saw that it is right."""
        return Day(timezone.localdate(self.row.checked_at)) if self.row and self.row.checked_at else None

    @property
    def can_lead(self) -> bool:
        """Whether it can be put first: the main one is, and what cannot be read is not."""
        return self.row is not None and self.readable and not self.row.preferred


@dataclass(frozen=True)
class Addresses:
    """The card of addresses."""

    lines: list[AddressLine]
    way: Message | None


@dataclass(frozen=True)
class Kept:
    """Notes or files: the latest, how many beside them, and what was removed lately."""

    shown: list[Any]
    more: int
    removed: list[Any]


def addresses_of(customer: Customer, scope: UnitScope) -> Addresses:
    """All of a customer, the main ones first, and who else in sight has the same."""
    main = [(kind, value, None) for kind in (Handle.EMAIL, Handle.PHONE) if (value := getattr(customer, kind.value))]
    rows: list[tuple[str, str, Identifier | None]] = [
        *main,
        *((one.kind, one.value, one) for one in _further(customer)),
    ]
    lines = []
    for kind, value, row in rows:
        same = owners(kind, value).within(scope).exclude(pk=customer.pk).order_by("number")[:OTHERS]
        lines.append(AddressLine(kind, value, bool(canonical_here(kind, value)), row, list(same)))
    return Addresses(lines, Way(customer.way).said if customer.way else None)


def own_fields_of(customer: Customer) -> list[tuple[OwnField, str, Any]]:
    """The company's own fields: name and value in the reader's words. A retired one only where something is noted."""
    values = values_of(customer)
    return [
        (one, name_of(one), said(one, values.get(one.pk)))
        for one in fields(retired=True)
        if not one.retired or one.pk in values
    ]


def notes_of(customer: Customer) -> Kept:
    """Those on top first, then the latest."""
    return _kept(Note.objects.filter(customer=customer).select_related("by"))


def files_of(customer: Customer) -> Kept:
    """With the stored file of each."""
    kept = _kept(Attachment.objects.filter(customer=customer).select_related("by"))
    both = [*kept.shown, *kept.removed]
    label = Attachment._meta.label_lower
    stored = StoredFile.objects.filter(owner_type=label, owner_id__in=[str(one.pk) for one in both])
    files = {one.owner_id: one for one in stored}
    for one in both:
        one.file = files.get(str(one.pk))
        one.size = size_said(one.file) if one.file else None
    return kept


def _further(customer: Customer) -> QuerySet[Identifier]:
    return customer.identifiers.all()


def _kept(rows: QuerySet[Any]) -> Kept:
    there = rows.filter(removed_at=None)
    shown = list(there[: SHOWN + 1])
    more = there.count() - SHOWN if len(shown) > SHOWN else 0
    return Kept(shown[:SHOWN], more, list(rows.exclude(removed_at=None)[:SHOWN]))


def size_said(file: StoredFile) -> Message:
    """How large, in a unit that people read."""
    if file.size < 1_000_000:
        return message("{n} KB", n=-(-file.size // 1_000))
    return message("{n} MB", n=-(-file.size // 1_000_000))
