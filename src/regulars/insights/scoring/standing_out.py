"""One customer who is not like one: a collective account of walk-ins, or a single buyer who brings half of it all."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

if TYPE_CHECKING:
    from regulars.facts import Facts

MANY_LINES, MUCH_MONEY = 0.1, 0.3  # of all, by one of at least FEWEST customers
FEWEST = 20


@dataclass(frozen=True)
class StandingOut:
    """``customer`` is the company's own id; ``share`` of the ``lines`` or of the net amount is theirs."""

    customer: str
    share: float
    lines: int | None


def standing_out(
    facts: Facts, keys: NDArray[np.int64], net: pa.Array, lines: NDArray[np.int64]
) -> tuple[StandingOut, ...]:
    """Who has so many lines, and who brought so much, that averages say little about the others."""
    if len(keys) < FEWEST:
        return ()
    found: list[tuple[int, float, int | None]] = []
    busiest, all_lines = int(np.argmax(lines)), int(lines.sum())
    if lines[busiest] > MANY_LINES * all_lines:
        found.append((int(keys[busiest]), float(lines[busiest] / all_lines), int(lines[busiest])))
    amounts = net.cast(pa.float64()).to_numpy(zero_copy_only=False)
    total, most = float(np.nansum(amounts)), int(np.nanargmax(amounts))
    if total > 0 and amounts[most] > MUCH_MONEY * total:
        found.append((int(keys[most]), float(amounts[most] / total), None))
    if not found:
        return ()
    people = facts.customers()
    wanted = people.filter(pc.is_in(people["key"], pa.array([key for key, _, _ in found], pa.int64())))
    ids = dict(zip(wanted["key"].to_pylist(), wanted["id"].to_pylist(), strict=True))
    return tuple(StandingOut(ids.get(key, ""), share, lines) for key, share, lines in found)
