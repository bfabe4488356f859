"""What the list is to say of everybody, by the facts: column by column, a row for each customer."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from regulars.facts import Facts
from regulars.insights.customer.satisfaction import last_ratings, mood_of
from regulars.insights.loyalty.slipping import slipped
from regulars.insights.scope import Scope
from regulars.insights.worth.keep import listed
from regulars.web.company.models import Unit
from regulars.web.people.projection.columns import COLUMNS, EMPTY, RATED, SCORED, SLIPPED, TYPED

WHOLE = Scope.whole(purpose="lists of customers")


def wanted(facts: Facts, keys: pa.Array) -> pa.Table:
    """``COLUMNS`` for each of the keys, in their order. Days and amounts as text, which both databases read."""
    units = {code: pk for code, pk in Unit.objects.values_list("code", "pk")}  # noqa: C416
    parts = {
        **_aligned(_scored(facts, units), keys, (*SCORED, *TYPED)),
        **_aligned(_slipped(facts, units), keys, SLIPPED),
        **_aligned(_rated(facts, units), keys, RATED),
    }
    return pa.table({name: parts[name] for name in COLUMNS})


def _aligned(found: pa.Table, keys: pa.Array, names: tuple[str, ...]) -> dict[str, pa.Array]:
    places = pc.index_in(keys, value_set=found["customer"].combine_chunks())
    return {name: _plain(found[name].combine_chunks().take(places), name) for name in names}


def _plain(column: pa.Array, name: str) -> pa.Array:
    if name in EMPTY:
        return pc.fill_null(column.cast(pa.string()), "").dictionary_encode()
    kind = column.type
    return column.cast(pa.string()) if pa.types.is_date(kind) or pa.types.is_decimal(kind) else column


def _scored(facts: Facts, units: Mapping[str, int]) -> pa.Table:
    stored = tuple(name for name in SCORED if name != "stake")
    table = facts.customer_scores().select("customer", *stored, "answered_unit").to_pyarrow()
    table = table.append_column("stake", pa.array(listed(table), pa.float64(), from_pandas=True))
    return table.append_column("type_unit_id", _unit(table["answered_unit"], units))


def _slipped(facts: Facts, units: Mapping[str, int]) -> pa.Table:
    """Whom the loyalty map calls slipping; the unit only where both responses are about it."""
    found = slipped(facts, scope=WHOLE)
    codes = pa.array(found.unit.tolist(), pa.string())
    return pa.table(
        {
            "customer": pa.array(found.customer, pa.int64()),
            "slip": pa.array(found.slip.tolist(), pa.string()),
            "slip_unit_id": _unit(codes, units),
        }
    )


def _rated(facts: Facts, units: Mapping[str, int]) -> pa.Table:
    table = last_ratings(facts, scope=WHOLE)
    moods = pa.array([mood_of(index).value for index in table["index"].to_pylist()], pa.string())
    names = {"rating": "value", "rating_low": "low", "rating_high": "high", "rating_index": "index"}
    return pa.table(
        {
            "customer": table["customer"],
            **{name: table[source] for name, source in names.items()},
            "rating_day": table["day"],
            "mood": moods,
            "rating_unit_id": _unit(table["unit"], units),
        }
    )


def _unit(codes: pa.Array | pa.ChunkedArray, units: Mapping[str, int]) -> pa.Array:
    """Keys in place of codes; empty where the company has no such unit."""
    flat = codes.combine_chunks() if isinstance(codes, pa.ChunkedArray) else codes
    places = pc.index_in(flat.cast(pa.string()), value_set=pa.array(list(units), pa.string()))
    return pa.array(np.fromiter(units.values(), np.int64, len(units))).take(places)
