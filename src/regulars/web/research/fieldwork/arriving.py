"""Who stands before the door with a personal address."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import connection

from regulars.web.prepared import Prepared
from regulars.web.research.fieldwork import spending
from regulars.web.research.fieldwork.grouping import Group, known
from regulars.web.research.fieldwork.models import Asked, State
from regulars.web.research.fieldwork.tokens import hash_of, place_of

# Their answers are stored; another form of theirs is not.
USED = (State.ANSWERED, State.INELIGIBLE)
# Who opens the survey again after all may answer.
MAY_BEGIN = tuple(set(State) - {*USED, State.BEGUN, State.CANCELLED})


@dataclass(frozen=True)
class Who:
    """``address``: of the link behind the personal one. ``customer`` only where answers have names."""

    pk: int
    public_id: str
    token: str
    study: int
    study_name: str
    address: str
    link: int
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
        if self.state in USED:
            return True
        return self.anonymous and spending.is_spent(self.study, hash_of(self.token))

    @property
    def withdrawn(self) -> bool:
        """Whether somebody took the invitation back."""
        return self.state == State.CANCELLED

    @property
    def place(self) -> str | None:
        """Under what their answers are found again before they are all given; in an anonymous study nothing knows."""
        return None if self.anonymous else place_of(self.token)

    @property
    def group(self) -> Group:
        """As much of their group as an anonymous answer may carry."""
        return known(self.study, self.study_name, Group(self.cell, self.link, self.language))


_FIELDS = (
    "pk",
    "public_id",
    "study",
    "study__public_id",
    "link__public_id",
    "link",
    "state",
    "customer",
    "cell",
    "cell__quota",
    "language",
    "study__privacy",
    "test",
)
_SPEND = f"UPDATE {Asked._meta.db_table} SET state = %s WHERE id = %s AND state NOT IN (%s, %s)"  # noqa: S608
_ASKED = Prepared(Asked.objects.order_by().values_list(*_FIELDS), by="token_hash")


def who(token: str) -> Who | None:
    """Whose address this is."""
    row = _ASKED.row(hash_of(token))
    if row is None:
        return None
    pk, public_id, study, study_name, address, link, state, customer, cell, quota, language, privacy, test = row
    return Who(
        pk=pk,
        public_id=public_id,
        token=token,
        study=study,
        study_name=study_name,
        address=address,
        link=link,
        state=state,
        # Confidential: the company may know who answered, and nowhere what.
        customer=customer if privacy == "identified" else None,
        cell=cell,
        cell_quota=quota,
        language=language,
        anonymous=privacy == "anonymous" and not test,  # whoever tries a study out is no secret
        test=test,
    )


def spend(one: Who, *, ineligible: bool = False) -> bool:
    """Write down, with the response, that they answered; False: they had already, and this is a second answer.

    In an anonymous study only that somebody used this invitation; whose it was is written for many at once, later.
    """
    if one.anonymous:
        return spending.spend(one.study, hash_of(one.token))
    with connection.cursor() as cursor:
        cursor.execute(_SPEND, [State.INELIGIBLE if ineligible else State.ANSWERED, one.pk, *USED])
        return bool(cursor.rowcount)


def begin(one: Who) -> None:
    """Write down, with the first answers that are kept, that they began; where nobody is to be known, nothing."""
    if not one.anonymous:
        Asked.objects.filter(pk=one.pk, state__in=MAY_BEGIN).update(state=State.BEGUN)
