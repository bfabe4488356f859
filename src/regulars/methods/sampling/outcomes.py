"""What became of those who were asked: AAPOR's response, cooperation, refusal and contact rates."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import numpy as np

from regulars.language import Message, message
from regulars.methods.columns import IntoColumn, counts_of, groups, text_of
from regulars.methods.errors import MethodError, OptionError, TooFewAnswersError
from regulars.methods.registry import method
from regulars.methods.result import Result
from regulars.methods.sampling.settings import finite, share


class Outcome(StrEnum):
    """Final disposition of one sampled case; the value is AAPOR's letter."""

    COMPLETE = "I"
    PARTIAL = "P"
    REFUSAL = "R"
    NON_CONTACT = "NC"
    OTHER = "O"
    UNKNOWN_HOUSEHOLD = "UH"
    UNKNOWN_OTHER = "UO"
    INELIGIBLE = "NE"

    @property
    def words(self) -> Message:
        """Its name for people."""
        return _WORDS[self]


_WORDS = {
    Outcome.COMPLETE: message("Complete"),
    Outcome.PARTIAL: message("Partial"),
    Outcome.REFUSAL: message("Refused or broke off"),
    Outcome.NON_CONTACT: message("Not reached"),
    Outcome.OTHER: message("Eligible, no answer for other reasons"),
    Outcome.UNKNOWN_HOUSEHOLD: message("Unknown whether anybody is there"),
    Outcome.UNKNOWN_OTHER: message("Unknown whether eligible"),
    Outcome.INELIGIBLE: message("Not eligible"),
}
# A letter, or the name in any spelling: "Non-contact", "non contact", "NON_CONTACT".
_NAMES = {
    **{outcome.name.replace("_", "").casefold(): outcome for outcome in Outcome},
    **{outcome.value.casefold(): outcome for outcome in Outcome},
}
_KNOWN = tuple(f"{outcome.name.lower()} ({outcome.value})" for outcome in Outcome)


@dataclass(frozen=True, kw_only=True)
class ResponseRates(Result):
    """All rates are shares from 0 to 1; NaN where nobody stands below the line.

    ``n`` is the number of cases, ``cases`` how many there are of each outcome, by AAPOR's letter. ``e`` is the share
    of the unknown cases that counts as eligible; ``e_stated`` whether the caller named it, or it was estimated from
    the known cases.
    """

    rr1: float
    rr2: float
    rr3: float
    rr4: float
    rr5: float
    rr6: float
    coop1: float
    coop2: float
    coop3: float
    coop4: float
    ref1: float
    ref2: float
    ref3: float
    con1: float
    con2: float
    con3: float
    e: float
    e_stated: bool
    cases: dict[str, int]


@method(message("How many of those we asked answered?"), rows=("M10", "M11"), samples=False)
def response_rates(
    outcomes: Mapping[Any, float] | IntoColumn | None = None,
    *,
    counts: IntoColumn | None = None,
    e: float | None = None,
    **cases: float,
) -> ResponseRates:
    """Response rates RR1 to RR6, with cooperation, refusal and contact rates, of a survey's final outcomes.

    Outcomes, by name or by AAPOR's letter: complete (I), partial (P), refusal (R, break-offs too), non_contact (NC),
    other (O), unknown_household (UH), unknown_other (UO), ineligible (NE).

    Parameters:
        outcomes: the outcome of each case, one row a case; or outcome -> number of cases. No case may be without one.
        counts: how many cases each row stands for.
        e: share of the unknown cases that is eligible, 0 to 1. ``None`` estimates it from the known cases, as
            eligible / (eligible + ineligible).
        cases: the numbers of cases by name or letter, instead of ``outcomes``: ``response_rates(I=4, P=2, R=1)``.

    RR1 = I / (D + U) counts every unknown case as eligible and is the least; RR3 counts the part ``e`` of them; RR5
    none and is the greatest. RR2, RR4 and RR6 count partial answers as answers. D = I + P + R + NC + O, U = UH + UO.

    Source: [aapor2023].

    >>> result = response_rates(I=4, P=2, R=1, NC=1, O=1, UH=1, UO=1, NE=1, e=0.9)
    >>> round(result.rr1, 3), round(result.rr3, 3), round(result.rr6, 3)
    (0.364, 0.37, 0.667)
    """
    if (outcomes is None) == (not cases):
        raise OptionError(message("Give the outcomes either as a column or as numbers of cases, such as complete=760."))
    if outcomes is None or isinstance(outcomes, Mapping):
        if counts is not None:
            raise OptionError(message("counts belongs to a column of outcomes; these are numbers of cases already."))
        found = _numbers(cases if outcomes is None else outcomes)
    else:
        found = _counted(outcomes, counts)
    return _rates(found, None if e is None else share(e, name="e"))


def _rates(cases: dict[Outcome, int], stated: float | None) -> ResponseRates:
    complete, partial, refusal, no_contact, other, household, unknown, ineligible = (cases[o] for o in Outcome)
    eligible = complete + partial + refusal + no_contact + other
    unclear = household + unknown
    if not eligible + unclear:
        raise TooFewAnswersError(message("Nobody was asked who could have answered: there is no rate to compute."))
    known = eligible + ineligible
    part = stated if stated is not None else (eligible / known if known else math.nan)
    # Without unknown cases e has nothing to stand before, and need not be known.
    bases = eligible + unclear, eligible + (part * unclear if unclear else 0.0), eligible
    answers, reached = complete + partial, complete + partial + refusal + other
    willing = complete + partial + refusal
    return ResponseRates(
        n=sum(cases.values()),
        rr1=complete / bases[0],
        rr2=answers / bases[0],
        rr3=_over(complete, bases[1]),
        rr4=_over(answers, bases[1]),
        rr5=_over(complete, bases[2]),
        rr6=_over(answers, bases[2]),
        coop1=_over(complete, reached),
        coop2=_over(answers, reached),
        coop3=_over(complete, willing),
        coop4=_over(answers, willing),
        ref1=refusal / bases[0],
        ref2=_over(refusal, bases[1]),
        ref3=_over(refusal, bases[2]),
        con1=reached / bases[0],
        con2=_over(reached, bases[1]),
        con3=_over(reached, bases[2]),
        e=part,
        e_stated=stated is not None,
        cases={outcome.value: number for outcome, number in cases.items()},
    )


def _over(above: float, below: float) -> float:
    return above / below if below else math.nan


def _numbers(cases: Mapping[Any, Any]) -> dict[Outcome, int]:
    found = dict.fromkeys(Outcome, 0)
    for name, number in cases.items():
        outcome = _outcome(name)
        if outcome is None:
            raise OptionError(
                message("There is no outcome {name}. The outcomes are: {known}.", name=str(name), known=_KNOWN)
            )
        value = finite(number, name=str(name))
        if value < 0 or value != int(value):
            raise OptionError(
                message("{name} is {value}. A number of cases is whole and not below 0.", name=str(name), value=value)
            )
        found[outcome] += int(value)
    return found


def _counted(column: Any, counts: Any) -> dict[Outcome, int]:
    names, place = groups(column, name="outcomes")
    repeat = counts_of(counts, len(place))
    number = np.bincount(place, weights=repeat, minlength=len(names))
    found = dict.fromkeys(Outcome, 0)
    for code, name in enumerate(names):
        outcome = _outcome(name)
        if outcome is None:
            raise MethodError(
                message(
                    "Row {row} of {column} is “{value}”, which is no outcome. The outcomes are: {known}.",
                    row=int(np.flatnonzero(place == code)[0]) + 1,
                    column="outcomes",
                    value=name[:60],
                    known=_KNOWN,
                )
            )
        found[outcome] += int(number[code])
    return found


def _outcome(name: Any) -> Outcome | None:
    if isinstance(name, Outcome):
        return name
    return _NAMES.get("".join(sign for sign in text_of(name).casefold() if sign.isalpha()))
