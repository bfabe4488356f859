"""How often somebody was asked lately."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from django.db.models import Q

from regulars.web.messages.kinds import KINDS
from regulars.web.messages.models import Outgoing, Rules
from regulars.web.messages.models.outgoing import REACHED


class Addressed(Protocol):
    """A letter with its address."""

    @property
    def kind(self) -> str:
        """Its kind."""

    @property
    def hash(self) -> str:
        """The hash of its address."""

    @property
    def customer(self) -> int | None:
        """Who it is for, where that is known."""


class Had:
    """How many of each kind went, or may yet go, to these addresses and to these customers in the days of its cap.

    A person with a mailbox and a telephone is one person. What went to both the address and the customer counts once.
    """

    def __init__(self) -> None:
        self._to: Counter[tuple[str, str, int | None]] = Counter()

    @classmethod
    def of(cls, letters: Sequence[Addressed], rules: Rules, now: datetime) -> Had:
        found = cls()
        customers = {pk for one in letters if (pk := one.customer) is not None}
        # Two questions with an index each, and the states looked at here: asked as one, or with the states, a database
        # may read everything that waits, and a long list would take the square of its time.
        whom = (Q(to_hash__in={one.hash for one in letters}), Q(customer__in=customers))
        for key in {one.kind for one in letters}:
            if cap := rules.cap(KINDS[key].cap):
                lately = Outgoing.objects.filter(kind=key, created__gt=now - cap[1]).order_by()
                wanted = ("pk", "to_hash", "customer", "state")
                for _, address, customer, state in {
                    row for one in whom for row in lately.filter(one).values_list(*wanted)
                }:
                    if state in REACHED:
                        found._note(key, address, customer, 1)
        return found

    def add(self, one: Addressed) -> None:
        """It is going to be sent."""
        self._note(one.kind, one.hash, one.customer, 1)

    def count(self, one: Addressed) -> int:
        """What this person had."""
        kind, customer = one.kind, one.customer
        had = self._to[kind, one.hash, None]
        if customer is None:
            return had
        return had + self._to[kind, "", customer] - self._to[kind, one.hash, customer]

    def _note(self, kind: str, address: str, customer: int | None, count: int) -> None:
        self._to[kind, address, None] += count
        if customer is not None:
            self._to[kind, "", customer] += count
            self._to[kind, address, customer] += count
