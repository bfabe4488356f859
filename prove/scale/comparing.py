"""Are two answers the same? Whole numbers, decimals, days and words exactly; floats as far apart as is told."""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Any

import numpy as np
import pyarrow as pa


@dataclass(frozen=True)
class Found:
    """How many values were compared, how far floats differ at most (relative), and what differs beyond that."""

    values: int
    apart: float
    wrong: tuple[str, ...]


def plain(value: Any) -> Any:
    """Tables and what nests, as something another process can read."""
    if isinstance(value, pa.Table):
        keys = [field.name for field in value.schema if not pa.types.is_floating(field.type)]
        floats = [name for name in value.column_names if name not in keys]
        return value.combine_chunks().sort_by([(name, "ascending") for name in (*keys, *floats)])
    if hasattr(value, "to_pyarrow"):
        return plain(value.to_pyarrow())
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {field.name: plain(getattr(value, field.name)) for field in dataclasses.fields(value)}
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, np.ndarray):
        return [plain(one) for one in value.tolist()]
    if isinstance(value, np.generic):
        return value.item()
    if isinstance(value, Mapping):
        return {str(key): plain(one) for key, one in value.items()}
    if isinstance(value, (list, tuple)):
        return [plain(one) for one in value]
    if isinstance(value, (set, frozenset)):
        return sorted(map(repr, value))
    return value


def compare(one: Any, two: Any, tolerance: float) -> Found:
    """Both as ``plain`` left them."""
    values, apart, wrong = 0, 0.0, []
    for place, mine, theirs in _pairs(one, two, ""):
        values += 1
        if isinstance(mine, float) and isinstance(theirs, float):
            far = _apart(mine, theirs)
            apart = max(apart, far)
            if far > tolerance:
                wrong.append(f"{place}: {mine!r}, {theirs!r}")
        elif type(mine) is not type(theirs) or mine != theirs:
            wrong.append(f"{place}: {mine!r}, {theirs!r}")
    return Found(values, apart, tuple(wrong))


def _apart(mine: float, theirs: float) -> float:
    if mine == theirs or (math.isnan(mine) and math.isnan(theirs)):
        return 0.0
    return abs(mine - theirs) / max(abs(mine), abs(theirs), 1e-300)


def _pairs(one: Any, two: Any, place: str) -> Iterator[tuple[str, Any, Any]]:
    if isinstance(one, pa.Table) and isinstance(two, pa.Table):
        yield f"{place} columns", [*map(str, one.schema)], [*map(str, two.schema)]
        yield f"{place} rows", one.num_rows, two.num_rows
        for name in set(one.column_names) & set(two.column_names):
            columns = zip(one[name].to_pylist(), two[name].to_pylist(), strict=False)
            yield from ((f"{place}/{name}[{row}]", mine, theirs) for row, (mine, theirs) in enumerate(columns))
    elif isinstance(one, dict) and isinstance(two, dict):
        yield f"{place} names", sorted(one), sorted(two)
        for name in one.keys() & two.keys():
            yield from _pairs(one[name], two[name], f"{place}/{name}")
    elif isinstance(one, list) and isinstance(two, list):
        yield f"{place} length", len(one), len(two)
        for number, (mine, theirs) in enumerate(zip(one, two, strict=False)):
            yield from _pairs(mine, theirs, f"{place}[{number}]")
    else:
        yield place, one, two
