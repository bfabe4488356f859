"""A retention table as the models of contracts read it: who was there at first, and after each renewal."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from regulars.language import message
from regulars.methods.columns import Floats, IntoColumn, Ints, groups, numbers, same_length
from regulars.methods.errors import MethodError, OptionError, TooFewAnswersError

NEARLY = 1e-6  # of a customer


@dataclass(frozen=True)
class RetentionTable:
    """All cohorts together: ``lost[t-1]`` left at renewal t, ``kept[t-1]`` were last seen after renewal t.

    ``at_risk[t-1]`` stood before renewal t. Renewals after ``used`` are held out.
    """

    lost: Floats
    kept: Floats
    used: int

    @classmethod
    def of(
        cls,
        customers: IntoColumn,
        cohorts: IntoColumn | None,
        *,
        starters: float | None,
        periods: int | None,
        least: int,
    ) -> RetentionTable:
        """Check and add up. Rows of one cohort stand in the order of time, the start first; ``least`` renewals."""
        there = numbers(customers, name="customers")
        _check_column(there)
        code = np.zeros(len(there), dtype=np.int64)
        if cohorts is not None:
            same_length(len(there), ("cohorts", cohorts))
            code = groups(cohorts, name="cohorts")[1]
        whole = [np.flatnonzero(code == one).astype(np.int64) for one in np.unique(code)]
        longest = max(len(rows) for rows in whole) - 1
        if longest < least:
            raise TooFewAnswersError(
                message(
                    "There are {count} renewals. Give the customers at the start and after each renewal, a row each, "
                    "for {least} renewals or more: fewer cannot tell how much customers differ.",
                    count=longest,
                    least=least,
                )
            )
        used = _periods(periods, longest, least)
        lost, kept = np.zeros(longest), np.zeros(longest)
        for rows in whole:
            _check_cohort(there, rows)
            people = there[rows] if starters is None else there[rows] / there[rows[0]] * starters
            if len(people) > 1:
                lost[: len(people) - 1] -= np.diff(people)
                kept[len(people) - 2] += people[-1]
        _check_whole(there, starters)
        table = cls(lost, kept, used)
        if table.fitted.lost.sum() <= NEARLY:
            raise TooFewAnswersError(
                message("Nobody left within {count} renewals. A model of leaving needs some who did.", count=used)
            )
        return table

    @property
    def at_risk(self) -> Floats:
        """Customers before each renewal."""
        ends = self.lost + self.kept
        return np.asarray(np.cumsum(ends[::-1])[::-1])

    @property
    def fitted(self) -> RetentionTable:
        """What the model may see: whoever is there after the last renewal used was last seen then."""
        kept = self.kept[: self.used].copy()
        kept[-1] += (self.lost + self.kept)[self.used :].sum()
        return RetentionTable(self.lost[: self.used], kept, self.used)

    @property
    def n(self) -> float:
        """Customers at the start."""
        return float((self.lost + self.kept).sum())

    @property
    def retained(self) -> Floats:
        """Share still there after each renewal: the product of the retention rates (Kaplan and Meier)."""
        risk = self.at_risk
        return np.asarray(np.cumprod(np.where(risk > 0, 1 - self.lost / np.where(risk > 0, risk, 1), np.nan)))


def _check_column(there: Floats) -> None:
    bad = np.flatnonzero(~(there >= 0))
    if bad.size:
        raise MethodError(
            message(
                "Row {row}: there are {value} customers. Give a number of 0 or more for the start and each renewal.",
                row=int(bad[0]) + 1,
                value=float(there[bad[0]]),
            )
        )
    if not there.size:
        raise TooFewAnswersError(message("The column is empty: there is nothing to compute from."))


def _check_cohort(there: Floats, rows: Ints) -> None:
    grown = np.flatnonzero(np.diff(there[rows]) > 0)
    if grown.size:
        raise MethodError(
            message(
                "Row {row}: {value} customers after {before}. A cohort can only shrink; put its rows in order of time "
                "and leave out who came later.",
                row=int(rows[grown[0] + 1]) + 1,
                value=float(there[rows[grown[0] + 1]]),
                before=float(there[rows[grown[0]]]),
            )
        )
    if not there[rows[0]] > 0:
        raise TooFewAnswersError(
            message("Row {row}: a cohort without a customer at its start. Leave it out.", row=int(rows[0]) + 1)
        )


def _check_whole(there: Floats, starters: float | None) -> None:
    if starters is not None:
        if not (np.isfinite(starters) and starters >= 1):
            raise OptionError(
                message("The number of starters is {value}. It counts customers, 1 or more.", value=float(starters))
            )
        return
    broken = np.flatnonzero(np.abs(there - np.round(there)) > NEARLY)
    if broken.size:
        raise MethodError(
            message(
                "Row {row}: {value} is no number of customers. If these are percentages, say with starters= how many "
                "customers there were at the start.",
                row=int(broken[0]) + 1,
                value=float(there[broken[0]]),
            )
        )


def _periods(periods: int | None, longest: int, least: int) -> int:
    if periods is None:
        return longest
    if isinstance(periods, bool) or int(periods) != periods or not least <= periods <= longest:
        raise OptionError(
            message(
                "The fit is to use {value} renewals; there are {count}. Give a whole number from {least} to {count}.",
                value=float(periods),
                count=longest,
                least=least,
            )
        )
    return int(periods)
