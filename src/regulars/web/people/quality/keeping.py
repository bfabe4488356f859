"""Keeping what an import of customers changes, so that the whole of it can be undone."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from regulars.web.ids import new_ids
from regulars.web.people.bulk import write_rows
from regulars.web.people.models import Customer
from regulars.web.people.quality.models import Lot, Origin, Repair

MOST = 200_000  # changes; a first import of a million customers is undone by beginning anew
_PART = 2_000
Changed = tuple[str, Mapping[str, Any] | None, Mapping[str, Any]]  # number; before, None where new; after


class Keeper:
    """Takes the changes of one import as they are written, in the same transactions.

    Too many of them are not kept at all: half of an import is no import to undo.
    """

    def __init__(self, *, about: str, by: Any, rows: int) -> None:
        self.lot: Lot | None = None
        self._about, self._by, self._kept = about, by, 0
        self._on = rows - Customer.objects.count() <= MOST

    def __call__(self, changed: Sequence[Changed]) -> None:
        """Some thousand records that were just written."""
        if not self._on or not changed:
            return
        if self.lot is None:
            who = {"by": self._by}
            self.lot, _ = Lot.objects.get_or_create(origin=Origin.IMPORT, about=self._about, defaults=who)
        self._kept += len(changed)
        if self._kept > MOST:
            self.lot.delete()
            self._on = False
            return
        keys: dict[str, int] = {}
        for start in range(0, len(changed), _PART):
            some = [one[0] for one in changed[start : start + _PART]]
            keys.update(Customer.objects.filter(number__in=some).values_list("number", "pk"))
        rows = []
        for public_id, (number, before, after) in zip(new_ids(len(changed)), changed, strict=True):
            fields = {
                name: [None if before is None else before[name], value]
                for name, value in after.items()
                if (value not in (None, "") if before is None else before[name] != value)
            }
            told = json.dumps(fields, ensure_ascii=False)
            rows.append((public_id, self.lot.pk, keys[number], told, before is None))
        write_rows(Repair, ("public_id", "lot_id", "customer_id", "fields", "fresh"), rows, "on conflict do nothing")
