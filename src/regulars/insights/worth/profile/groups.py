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
from regulars.insights.worth.pages import Own, Wish
from regulars.insights.worth.reading import chosen, scored
from regulars.insights.worth.stages.sections import SHORT
from regulars.language import message
from regulars.methods.loyalty.loyalty_type import LoyaltyType
from regulars.methods.loyalty.stage_rules import Stage
from regulars.methods.value.tier_rules import TITLES

if TYPE_CHECKING:
    from regulars.facts import Facts

LOOKED, OTHERS, OWN = "looked", "others", "own"
SIDE_BY_SIDE = 6  # values of a field
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
    names: Mapping[str, Words] | None = None

    @property
    def compared(self) -> bool:
        """Whether there is anything to compare."""
        return len(self.keys) > 1

    def name(self, key: str) -> Words:
        """For people."""
        if self.names is not None:
            return self.names[key]
        return message("All customers") if not self.compared else NAMES[self.by][key]

    def rest(self, key: str) -> tuple[str, ...]:
        """All the other groups."""
        return tuple(one for one in self.keys if one != key)


def groups_of(facts: Facts, wish: Wish) -> Groups:
    """By what is asked for; whoever is narrowed to by unit or segment stands against the others in sight."""
    by = wish.word("against") or "others"
    if by == "others":
        return _either(facts, wish)
    if by == OWN:
        return _by_own(facts, wish, wish.own)
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


def _by_own(facts: Facts, wish: Wish, own: Own | None) -> Groups:
    """The values that most customers have, and the others together. Nobody stands in two groups."""
    table = scored(facts, wish, "value_tier", "alive", "loyalty_type", "loyalty_stage")
    if own is None:
        return Groups(OWN, (), table, "", "", {})
    looked = chosen(facts, wish)
    known = {key: keys if looked is None else keys & looked for key, keys in own.of.items() if key in own.values}
    most = sorted((key for key in known if known[key]), key=lambda key: -len(known[key]))
    kept = [key for key in own.values if key in most[:SIDE_BY_SIDE]]
    sides = {key: known[key] for key in kept}
    names: dict[str, Words] = {key: own.values[key] for key in kept}
    if rest := frozenset[int]().union(*(known[key] for key in most[SIDE_BY_SIDE:])):
        sides[OTHERS], names[OTHERS] = rest, message("Other values")
    whens = " ".join(f"when customer in (select unnest($own_{place})) then '{place}'" for place, _ in enumerate(sides))
    keys = tuple(str(place) for place, _ in enumerate(sides))
    bound = {f"own_{place}": sorted(mine) for place, mine in enumerate(sides.values())}
    table = table.append_column("grp", column_of(table, dict(zip(keys, sides.values(), strict=True))))
    said = dict(zip(keys, names.values(), strict=True))
    return Groups(OWN, keys, table, f"case {whens} end" if whens else ALL, "", bound, said)


def column_of(table: pa.Table, of: Mapping[str, frozenset[int]]) -> pa.Array:
    """For each row the name under which its customer stands; empty where under none."""
    customer = table["customer"].to_numpy()
    found = np.full(len(customer), None, dtype=object)
    for name, keys in of.items():
        found[np.isin(customer, np.fromiter(keys, dtype=np.int64, count=len(keys)))] = name
    return pa.array(found, pa.string())


def _named(table: pa.Table, inside: np.ndarray | None) -> pa.Table:
    mask = pa.array(np.ones(len(table), dtype=np.bool_) if inside is None else inside)
    return table.append_column("grp", pc.if_else(mask, LOOKED, OTHERS))
