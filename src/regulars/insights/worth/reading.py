"""The latest scores of the customers that a page looks at."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from regulars.facts.scores import scores_table
from regulars.insights.customer.places import places_known
from regulars.insights.customer.satisfaction import LOW, last_ratings
from regulars.insights.errors import ScopeError
from regulars.insights.loyalty.answers import Latest, Pair, latest
from regulars.insights.scope import Scope
from regulars.insights.worth.pages import Wish
from regulars.language import message

if TYPE_CHECKING:
    from regulars.facts import Facts

# What a customer said in a response, which is told to those whose unit it is about.
SAID = frozenset({"loyalty_type", "type_chance", "type_clear", "satisfaction", "loyalty", "answered_day"})
KNOWN_AT = 'select distinct customer from {table} where customer is not null and list_contains($units, "unit")'


def scored(facts: Facts, wish: Wish, *columns: str, until: date | None = None) -> pa.Table:
    """``customer`` and some columns of the latest scores, up to a day; by key. No rows before the first scoring.

    Who sees some units only gets no column of what customers said about others: it is empty there.
    """
    table = scores_table(facts)
    wanted = ("customer", "day", *columns)
    if not table.snapshot().files:
        return pa.table({name: pa.array([], table.contract.schema.field(name).type) for name in wanted})
    names = ", ".join(_told(name) if name in SAID else f'"{name}"' for name in wanted)
    query = (
        f'select {names} from {{table}} where "day" = '  # noqa: S608 - names of our own contract
        '(select max("day") from {table} where $until is null or "day" <= $until) order by customer'
    )
    units = None if wish.scope.units is None else sorted(wish.scope.units)
    parameters = {"until": until, **({"units": units} if SAID & set(wanted) else {})}
    return among(facts.ask(table, query, parameters), chosen(facts, wish))


def _told(name: str) -> str:
    return f'case when $units is null or list_contains($units, "answered_unit") then "{name}" end as "{name}"'


def last_scored(facts: Facts) -> date | None:
    """The latest day for which there are scores."""
    table = scores_table(facts)
    if not table.snapshot().files:
        return None
    found: date | None = facts.ask(table, 'select max("day") as "day" from {table}', {})["day"].to_pylist()[0]
    return found


def chosen(facts: Facts, wish: Wish) -> frozenset[int] | None:
    """Keys of the customers to look at: those asked for, of those known at the units in reach; None is everybody."""
    units = reach(wish)
    if units is None:
        return wish.among
    known: set[int] = set()
    for table in places_known(facts):
        if table.schema() is not None:
            known.update(facts.ask(table, KNOWN_AT, {"units": sorted(units)})["customer"].to_pylist())
    return frozenset(known) if wish.among is None else wish.among & known


def last_said(facts: Facts, pair: Pair, wish: Wish) -> Latest:
    """The last answers of each customer that a page looks at, within its days and units."""
    said = latest(facts, pair, scope=wish.scope, since=wish.first, until=wish.last, units=reach(wish))
    keys = None if wish.among is None else chosen(facts, wish)
    return said if keys is None else said.only(np.isin(said.customer, np.fromiter(keys, np.int64, len(keys))))


def reach(wish: Wish) -> frozenset[str] | None:
    """The units asked for within the scope; None is the whole company. Raises ``ScopeError`` for others."""
    allowed = wish.scope.units
    if wish.units is None or allowed is None:
        return allowed if wish.units is None else wish.units
    if not wish.units <= allowed:
        beyond = ", ".join(sorted(wish.units - allowed))
        raise ScopeError(message("These units are out of reach: {units}.", units=beyond))
    return wish.units


def among(table: pa.Table, keys: Collection[int] | None) -> pa.Table:
    """The rows of these customers."""
    if keys is None:
        return table
    wanted = np.fromiter(keys, dtype=np.int64, count=len(keys))
    return table.filter(pa.array(np.isin(table["customer"].to_numpy(), wanted)))


def floats(table: pa.Table, name: str) -> NDArray[np.float64]:
    """A column as floats, NaN where it is empty."""
    return np.asarray(table[name].cast(pa.float64()).to_numpy(zero_copy_only=False))


def words(table: pa.Table, name: str) -> NDArray[np.str_]:
    """A column as an array of text, "" where it is empty."""
    return np.asarray([one or "" for one in table[name].to_pylist()], dtype=np.str_)


def rated(facts: Facts, wish: Wish, customer: NDArray[np.int64]) -> tuple[NDArray[np.float64], int]:
    """The last rating of each of these customers, from 0 to 100; NaN for none, or none about the units in reach.

    Second, how many others of those looked at are dissatisfied.
    """
    table = last_ratings(facts, scope=Scope.whole(purpose=wish.scope.purpose), until=wish.last)
    found = np.full(len(customer), np.nan)
    table = among(table, chosen(facts, wish))
    if not len(table):
        return found, 0
    keys, index = table["customer"].to_numpy(), table["index"].to_numpy()
    units = reach(wish)
    told = ~np.isin(table["survey"].to_pylist(), list(wish.hidden))
    if units is not None:
        told &= np.isin(np.asarray([unit or "" for unit in table["unit"].to_pylist()]), list(units))
    keys, index = keys[told], index[told]
    if len(keys) and len(customer):
        place = np.minimum(np.searchsorted(keys, customer), len(keys) - 1)
        found = np.where(keys[place] == customer, index[place], np.nan)
    return found, int(((index < LOW) & ~np.isin(keys, customer)).sum())
