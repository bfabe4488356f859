"""Which groups to hide: those below k, and as many others as it takes that nobody finds them by subtraction."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from regulars.language import message
from regulars.methods.columns import Floats, IntoColumn, text_of
from regulars.methods.disclosure.audit import protect
from regulars.methods.disclosure.cells import TOTAL, Cells, Nesting, Tables, cells_of, tables_of
from regulars.methods.disclosure.people import people_of
from regulars.methods.errors import OptionError, TooFewAnswersError
from regulars.methods.registry import method
from regulars.methods.result import Result
from regulars.methods.sampling.settings import whole

SMALL, COMPLEMENT = "small", "complement"


@dataclass(frozen=True, kw_only=True)
class Suppression(Result):
    """Each group with the number that may be published, NaN where it is hidden, and why.

    ``breakdowns``, ``groups``, ``published``, ``reasons`` stand row by row; a reason is "" (shown), "small" (fewer
    than ``k``) or "complement" (would give a small one away). On a page both look the same: whoever knows which is
    which knows more. ``total_shown`` says whether the total may be published; ``n`` are all people.
    """

    k: int
    breakdowns: tuple[str, ...] = field(repr=False)
    groups: tuple[str, ...] = field(repr=False)
    published: Floats = field(compare=False)
    reasons: tuple[str, ...]
    n_small: int
    n_complement: int
    total_shown: bool

    @property
    def hidden(self) -> dict[tuple[str, str], str]:
        """(breakdown, group) -> reason, of the hidden ones."""
        rows = zip(self.breakdowns, self.groups, self.reasons, strict=True)
        return {(breakdown, group): reason for breakdown, group, reason in rows if reason}

    def shown(self, breakdown: Any, group: Any) -> bool:
        """Whether numbers and words of this group may be shown."""
        key = str(breakdown), text_of(group)
        if key not in set(zip(self.breakdowns, self.groups, strict=True)):
            raise OptionError(
                message(
                    "There is no group {group} in {breakdown}. There are: {known}.",
                    group=key[1],
                    breakdown=key[0],
                    known=tuple(f"{name}: {each}" for name, each in zip(self.breakdowns, self.groups, strict=True))[
                        :12
                    ],
                )
            )
        return key not in self.hidden


@method(message("Which groups are too small to be shown?"), rows=("M13",), samples=False)
def suppress(
    breakdowns: Mapping[Any, Mapping[Any, int] | IntoColumn],
    *,
    k: int = 10,
    total_shown: bool = True,
    total: int | None = None,
    within: Nesting | None = None,
    counts: IntoColumn | None = None,
) -> Suppression:
    """What to hide so that no group of 1 to ``k`` - 1 people can be seen, or had by adding and subtracting.

    Parameters:
        breakdowns: all that is published of the same people: name -> group -> number of people; or name -> the group
            of each person (missing where there is none), and then which breakdown lies within which is found.
        k: the least number of people of a group that may be seen.
        total_shown: whether the number of all people is published.
        total: all people; the largest sum of a breakdown when omitted. Those who are in no group count as one more.
        within: where one breakdown refines another: ("units", "regions") -> {unit: region}.
        counts: for breakdowns by person, how many people each row stands for.

    A later wave's numbers hold an earlier wave's: give each publication as a breakdown, ("until May", "until June")
    in ``within``, and who came between is protected too. Groups without anybody stay shown: they hide nobody. The
    same input gives the same answer; the smallest groups are hidden first, a total last.

    Source: [fcsm2005]; [hundepool2012]; ranges of hidden cells [fischetti2001].

    >>> result = suppress({"units": {"a": 40, "b": 25, "c": 12, "d": 4}})
    >>> result.hidden
    {('units', 'c'): 'complement', ('units', 'd'): 'small'}
    >>> suppress({"units": {"a": 40, "b": 25, "c": 12, "d": 4}}, total_shown=False).hidden
    {('units', 'd'): 'small'}
    """
    least = whole(1, k, name="k")
    everybody = None if total is None else whole(0, total, name="total")
    tables, nesting, people = _read(breakdowns, counts)
    cells = cells_of(
        tables, total=people if everybody is None else everybody, within=nesting if within is None else within
    )
    printed = np.arange(len(cells.n)) < len(cells.names)
    small = (cells.n > 0) & (cells.n < least)
    hidden = small | ~printed
    hidden[TOTAL] |= not total_shown
    return _result(cells, small & printed, protect(cells, hidden, least), least)


def _result(cells: Cells, small: Any, hidden: Any, k: int) -> Suppression:
    groups = range(1, len(cells.names))
    reasons = tuple((SMALL if small[cell] else COMPLEMENT) if hidden[cell] else "" for cell in groups)
    return Suppression(
        n=int(cells.n[TOTAL]),
        k=k,
        breakdowns=tuple(cells.names[cell][0] for cell in groups),
        groups=tuple(cells.names[cell][1] for cell in groups),
        published=np.array([np.nan if hidden[cell] else cells.n[cell] for cell in groups], dtype=np.float64),
        reasons=reasons,
        n_small=reasons.count(SMALL),
        n_complement=reasons.count(COMPLEMENT),
        total_shown=not hidden[TOTAL],
    )


def _read(breakdowns: Any, counts: Any) -> tuple[Tables, Nesting, int | None]:
    """Numbers of people, what lies within what, and the total where the people themselves tell it."""
    if not isinstance(breakdowns, Mapping):
        raise OptionError(
            message("Give the breakdowns by name, each as group -> number of people, or as each person’s group.")
        )
    counted = [isinstance(groups, Mapping) for groups in breakdowns.values()]
    if not counted or any(isinstance(groups, Mapping) and not groups for groups in breakdowns.values()):
        raise TooFewAnswersError(message("There is no group. Give at least one breakdown with its groups."))
    if not any(counted):
        return people_of(breakdowns, counts)
    if not all(counted):
        raise OptionError(
            message("Give all breakdowns as numbers of people by group, or all as the group of each person.")
        )
    if counts is not None:
        raise OptionError(message("counts belongs to a group for each person; these are numbers of people already."))
    return tables_of(breakdowns), {}, None
