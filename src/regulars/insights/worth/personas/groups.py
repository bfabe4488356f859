"""Groups of customers alike by their latest scores, and what else is known of each."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from regulars.insights.worth.pages import Wish
from regulars.insights.worth.reading import floats, reach, scored
from regulars.language import Message, message
from regulars.methods import CustomerClusters, customer_clusters
from regulars.methods.errors import MethodError

if TYPE_CHECKING:
    from regulars.facts import Facts

COLUMNS = {
    "recency_days": message("days since the last purchase"),
    "purchases": message("purchases"),
    "net": message("revenue"),
    "satisfaction": message("satisfaction"),
}
HELD = ("value", "currency", "answered_unit")
MOST = 6  # groups that are tried, as in the method


@dataclass(frozen=True)
class Groups:
    """``group`` of each of ``customer``, from 1, 0 for whom a value is missing; ``table`` their scores."""

    found: CustomerClusters
    customer: NDArray[np.int64]
    group: NDArray[np.int64]
    table: pa.Table
    day: date
    own_size: bool

    @property
    def currency(self) -> str | None:
        """Of the money in the scores."""
        return next((one for one in self.table["currency"].to_pylist()[:1] if one), None)


def groups_of(facts: Facts, wish: Wish) -> Groups | Message | None:
    """None without scores; why there are no groups where the method refuses."""
    table = scored(facts, wish, *COLUMNS, *HELD)
    table = _told(table.filter(table["purchases"].is_valid()), reach(wish))
    if not len(table):
        return None
    used = [name for name in COLUMNS if name != "satisfaction" or wish.word("satisfaction") == "with"]
    size = wish.number("size")
    try:
        found = customer_clusters(
            {name: floats(table, name) for name in used}, most=MOST, size=None if size is None else int(size)
        )
    except MethodError as error:
        return error.message
    return Groups(
        found, table["customer"].to_numpy(), found.group, table, table["day"][0].as_py(), own_size=size is not None
    )


def _told(table: pa.Table, units: frozenset[str] | None) -> pa.Table:
    """Without what customers answered about units out of reach."""
    if units is None:
        return table
    place = table.column_names.index("satisfaction")
    there = pc.is_in(table["answered_unit"], value_set=pa.array(sorted(units), pa.string()))
    empty = pa.scalar(None, table["satisfaction"].type)
    return table.set_column(place, "satisfaction", pc.if_else(there, table["satisfaction"], empty))
