"""The type of each customer, from the latest response that says it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from regulars.insights.loyalty.answers import Latest, Pair, latest, pairs_of
from regulars.methods import LoyaltyTypes, loyalty_types
from regulars.methods.errors import MethodError
from regulars.methods.loyalty.loyalty_type import LoyaltyType

if TYPE_CHECKING:
    from regulars.facts import Facts
    from regulars.insights.scope import Scope


TYPES = tuple(kind.value for kind in LoyaltyType)
_CODES = {name: code for code, name in enumerate(TYPES)}


@dataclass(frozen=True)
class Typed:
    """One row for each customer given; ``type`` is "unknown" and ``chance`` NaN for whoever answered nothing.

    ``chance``: that satisfaction and loyalty lie on the sides that the type says. ``satisfaction`` and ``loyalty``
    from 0 to 100. ``day`` and ``unit`` are those of the response, NaT and None where there is none. Words are kept
    once: ``kind`` says which of ``TYPES``, ``place`` which of ``units``, -1 for none.
    """

    kind: NDArray[np.int8]
    chance: NDArray[np.float64]
    clear: NDArray[np.bool_]
    satisfaction: NDArray[np.float64]
    loyalty: NDArray[np.float64]
    day: NDArray[np.datetime64]
    place: NDArray[np.int32]
    units: list[str]

    @property
    def type(self) -> NDArray[np.str_]:
        """In words."""
        return np.array(TYPES)[self.kind]

    @property
    def unit(self) -> NDArray[np.object_]:
        """In words."""
        return np.array([*self.units, None], dtype=object)[self.place]


def types_of(facts: Facts, customers: NDArray[np.int64], *, scope: Scope, until: date | None = None) -> Typed:
    """The types of ``customers`` (keys, ascending). Each survey is judged by its own questions and cuts."""
    size = len(customers)
    found = Typed(
        kind=np.full(size, _CODES[LoyaltyType.UNKNOWN.value], dtype=np.int8),
        chance=np.full(size, np.nan),
        clear=np.zeros(size, dtype=np.bool_),
        satisfaction=np.full(size, np.nan),
        loyalty=np.full(size, np.nan),
        day=np.full(size, np.datetime64("NaT"), dtype="datetime64[D]"),
        place=np.full(size, -1, dtype=np.int32),
        units=[],
    )
    for pair in pairs_of(facts):
        said = latest(facts, pair, scope=scope, until=until)
        if len(said) and size:
            _take(found, customers, pair, said)
    return found


def typed(
    pair: Pair, said: Latest, *, satisfied_from: float | None = None, loyal_from: float | None = None
) -> LoyaltyTypes | None:
    """The types of a survey's customers; None where nobody answered, or all the same. The cuts as the method's."""
    scale, loyalty_scale = pair.scales
    loyal_from = pair.loyal_from if loyal_from is None else loyal_from
    try:
        return loyalty_types(
            said.satisfaction,
            said.loyalty,
            scale=scale,
            loyalty_scale=loyalty_scale,
            satisfied_from=satisfied_from,
            loyal_from=loyal_from,
        )
    except MethodError:
        return None


def _take(found: Typed, customers: NDArray[np.int64], pair: Pair, said: Latest) -> None:
    judged = typed(pair, said)
    if judged is None:
        return
    place = np.minimum(np.searchsorted(customers, said.customer), len(customers) - 1)
    day = np.where(np.isnat(said.day), np.datetime64("0001-01-01"), said.day)
    known = found.day[place]
    newer = (customers[place] == said.customer) & (np.isnat(known) | (known < day))
    at = place[newer]
    found.kind[at] = [_CODES[name] for name in judged.type[newer].tolist()]
    found.chance[at] = judged.probability[newer]
    found.clear[at], found.day[at] = judged.clear[newer], day[newer]
    known_units = {unit: code for code, unit in enumerate(found.units)}
    found.place[at] = [
        known_units.setdefault(unit, len(known_units)) if unit else -1 for unit in said.unit[newer].tolist()
    ]
    found.units[:] = known_units
    for column, values, (low, high) in zip(
        (found.satisfaction, found.loyalty), (said.satisfaction, said.loyalty), pair.scales, strict=True
    ):
        column[at] = 100 * (values[newer] - low) / (high - low)
