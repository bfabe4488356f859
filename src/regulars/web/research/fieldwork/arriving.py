"""Who stands before the door with a personal address, and writing down that they have answered."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import IntegrityError, transaction

from regulars.web.research.fieldwork.models import Asked, Spent, State
from regulars.web.research.fieldwork.tokens import hash_of


@dataclass(frozen=True)
class Who:
    """``address``: of the link behind the personal one. ``customer`` only where answers have names."""

    pk: int
    token: str
    address: str
    state: str
    customer: int | None
    cell: int | None
    cell_quota: int | None
    language: str
    anonymous: bool
    test: bool

    @property
    def answered(self) -> bool:
        """Whether they have already answered."""
        if self.state == State.ANSWERED:
            return True
        return self.anonymous and Spent.objects.filter(pk=hash_of(self.token)).exists()

    @property
    def withdrawn(self) -> bool:
        """Whether somebody took the invitation back."""
        return self.state == State.CANCELLED


_FIELDS = ("pk", "link__public_id", "state", "customer", "cell", "cell__quota", "language", "study__privacy", "test")


def who(token: str) -> Who | None:
    """Whose address this is."""
    row = Asked.objects.filter(token_hash=hash_of(token)).values_list(*_FIELDS).first()
    if row is None:
        return None
    pk, address, state, customer, cell, quota, language, privacy, test = row
    named = customer if privacy == "identified" else None
    return Who(pk, token, address, state, named, cell, quota, language, privacy == "anonymous", test)


def spend(one: Who) -> bool:
    """Write down, with the response, that they answered; False: they had already, and this is a second answer.

    In an anonymous study only that somebody used this invitation; whose it was is written for many at once, later.
    """
    if not one.anonymous:
        return bool(Asked.objects.filter(pk=one.pk).exclude(state=State.ANSWERED).update(state=State.ANSWERED))
    if one.answered:
        return False
    try:
        with transaction.atomic():
            Spent.objects.create(token_hash=hash_of(one.token))
    except IntegrityError:
        return False
    return True
