"""Which customers are held against which, as the scores know them and as SQL names them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from regulars.insights.pictures.loyalty import NAMES as TYPES
from regulars.insights.report import Words
from regulars.insights.worth.pages import Wish
from regulars.insights.worth.reading import chosen, scored
from regulars.insights.worth.stages.sections import SHORT
from regulars.language import message
from regulars.methods.loyalty.loyalty_type import LoyaltyType
from regulars.methods.loyalty.stage_rules import Stage
from regulars.methods.value.tier_rules import TITLES

if TYPE_CHECKING:
    from regulars.facts import Facts

LOOKED, OTHERS = "looked", "others"
COLUMNS = {"tier": "value_tier", "type": "loyalty_type", "stage": "loyalty_stage"}
NAMES: Mapping[str, Mapping[str, Words]] = {
    "others": {LOOKED: message("Those looked at"), OTHERS: message("All others")},
    "tier": dict(TITLES),
    "type": {one.value: TYPES[one] for one in LoyaltyType if one is not LoyaltyType.UNKNOWN},
    "stage": {one.value: SHORT[one] for one in Stage},
}
ALL = "case when customer is not null then 'looked' end"
EITHER = "case when customer in (select unnest($looked)) then 'looked' when customer is not null then 'others' end"
TOLD = 'case when $units_told is null or list_contains($units_told, "answered_unit") then loyalty_type end'


@dataclass(frozen=True)
class Groups:
    """``by``: how they are made; ``keys`` in order. ``table``: the scores of everybody in sight, with ``grp``.

    ``of_customer``: SQL that names the group of a customer; or ``of_scores``, of a row of the scores.
    """

    by: str
    keys: tuple[str, ...]
    table: pa.Table
    of_customer: str
    of_scores: str
    bound: Mapping[str, Any]

    @property
    def compared(self) -> bool:
        """Whether there is anything to compare."""
        return len(self.keys) > 1

    def name(self, key: str) -> Words:
        """For people."""
        return message("All customers") if not self.compared else NAMES[self.by][key]

    def rest(self, key: str) -> tuple[str, ...]:
        """All the other groups."""
        return tuple(one for one in self.keys if one != key)


def groups_of(facts: Facts, wish: Wish) -> Groups:
    """By what is asked for; whoever is narrowed to by unit or segment stands against the others in sight."""
    by = wish.word("against") or "others"
    if by == "others":
        return _either(facts, wish)
    column = COLUMNS[by]
    table = scored(facts, wish, "value_tier", "alive", "loyalty_type", "loyalty_stage")
    table = table.append_column("grp", table[column])
    found = {one for one in table["grp"].unique().to_pylist() if one}
    keys = tuple(one for one in NAMES[by] if one in found)
    bound: dict[str, Any] = {}
    if by == "type":
        bound["units_told"] = None if wish.scope.units is None else sorted(wish.scope.units)
    looked = chosen(facts, wish)
    if looked is not None:
        bound["looked"] = sorted(looked)
    where = "" if looked is None else " and customer in (select unnest($looked))"
    of_scores = (
        f"select customer, {TOLD if by == 'type' else column} as grp from {{scores}} "  # noqa: S608 - our own names
        f'where "day" = (select max("day") from {{scores}}){where}'
    )
    return Groups(by, keys, table, "", of_scores, bound)


def _either(facts: Facts, wish: Wish) -> Groups:
    looked, base = chosen(facts, wish), replace(wish, among=None, units=None)
    everybody = chosen(facts, base)
    table = scored(facts, base, "value_tier", "alive", "loyalty_type", "loyalty_stage")
    if looked is None or looked == everybody:
        return Groups("others", (LOOKED,), _named(table, None), ALL, "", {})
    wanted = np.fromiter(looked, dtype=np.int64, count=len(looked))
    inside = np.isin(table["customer"].to_numpy(), wanted)
    return Groups("others", (LOOKED, OTHERS), _named(table, inside), EITHER, "", {"looked": sorted(looked)})


def _named(table: pa.Table, inside: np.ndarray | None) -> pa.Table:
    mask = pa.array(np.ones(len(table), dtype=np.bool_) if inside is None else inside)
    return table.append_column("grp", pc.if_else(mask, LOOKED, OTHERS))
