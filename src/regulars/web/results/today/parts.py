"""Who sees what of the day: the one table. A part is shown to whoever holds all of its permissions somewhere."""

from __future__ import annotations

from enum import StrEnum
from typing import Any

from regulars.web.accounts.access import UnitScope, may, scope_of
from regulars.web.accounts.roles import PERMISSIONS, Permission, Role


class Part(StrEnum):
    """A part of the page."""

    FIGURES = "figures"  # index, NPS, loyal share, and whether they changed
    RISK = "risk"  # what is expected of the dissatisfied
    WEAKEST = "weakest"
    SILENT = "silent"
    CASES = "cases"
    ANSWERS = "answers"  # low ones that nobody has taken up
    PROMISES = "promises"
    MINE = "mine"  # what one has to do oneself
    WAVES = "waves"


# The first permission says where: its units are those that the part is about.
NEEDS: dict[Part, tuple[Permission, ...]] = {
    Part.FIGURES: (Permission.SEE_RESULTS,),
    Part.RISK: (Permission.SEE_CUSTOMERS, Permission.SEE_RESULTS),
    Part.WEAKEST: (Permission.SEE_RESULTS,),
    Part.SILENT: (Permission.SEE_CUSTOMERS, Permission.SEE_CASES),
    Part.CASES: (Permission.SEE_CASES,),
    Part.ANSWERS: (Permission.SEE_RESPONSES,),
    Part.PROMISES: (Permission.SEE_CUSTOMERS,),
    Part.MINE: (Permission.WORK_CASES,),
    Part.WAVES: (Permission.SEE_RESULTS,),
}


def parts_of(user: Any) -> frozenset[Part]:
    """What somebody sees; empty for whoever sees nothing of the day."""
    return frozenset(part for part, needed in NEEDS.items() if all(may(user, one) for one in needed))


def where(user: Any, part: Part) -> UnitScope:
    """The units that a part is about: those where all of its permissions are held."""
    scopes = [scope_of(user, one) for one in NEEDS[part]]
    found = scopes[0]
    for one in scopes[1:]:
        if one.whole:
            continue
        if found.whole:
            found = one
            continue
        found = UnitScope((found.unit_ids or frozenset()) & (one.unit_ids or frozenset()),
                          (found.codes or frozenset()) & (one.codes or frozenset()))  # fmt: skip
    return found


def parts_of_role(role: Role) -> frozenset[Part]:
    """The same for a role, as documentation and tests have it."""
    return frozenset(part for part, needed in NEEDS.items() if set(needed) <= PERMISSIONS[role])
