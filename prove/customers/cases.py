"""A method under truths that are known: draw customers, take its numbers with limits, see whether these hold."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from grid.cells import Cell, seeded
from regulars.methods.errors import MethodError

# Part of the result -> value, low, high; numbers or arrays of the same shape.
Parts = Mapping[str, tuple[Any, Any, Any]]
Draw = Callable[[np.random.Generator, int], Any]
SIZES = (20, 30, 50, 100, 200, 500)
OF_MONEY = (50, 100, 200, 500, 1000, 3000)
BIG = 150_000
EFFECTIVE = "effective"
LEAST_KNOWN = 0.5  # of the samples: with fewer that allow an interval a cell says nothing


@dataclass(frozen=True)
class Case:
    """``truths``: name -> how to draw n customers; ``measure``: what a result says of such a draw.

    ``per``: parts that are sums over the customers drawn, and so grow with n. ``true``: values known otherwise than
    from one draw of ``big`` customers. ``counted``: what n counts, where it is not customers.
    """

    method: str
    truths: Mapping[str, Draw]
    measure: Callable[[Any], Parts]
    sizes: Sequence[int] = SIZES
    per: Sequence[str] = ()
    true: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    repetitions: int = 500
    big: int = BIG
    counted: str = "customers"

    def measured(self, data: Any) -> Parts:
        """The numbers of one draw; none where the method says that there is nothing, as without a single leaver."""
        try:
            return self.measure(data)
        except MethodError:
            return {}

    def cells(self, share: float = 1.0) -> Iterator[Cell]:
        """One cell for each truth, size and part."""
        repetitions = max(100, round(self.repetitions * share))
        for name, draw in self.truths.items():
            known = {part: np.asarray(value, dtype=float) for part, value in self.true.get(name, {}).items()}
            if not known:
                found = self.measure(draw(np.random.default_rng(1), self.big))
                known = {part: np.asarray(one[0], dtype=float) for part, one in found.items() if part != EFFECTIVE}
                known.update({part: known[part] / self.big for part in self.per if part in known})
            for n in self.sizes:
                random = seeded(self.method, name, n)
                held: dict[str, list[float]] = {part: [] for part in known}
                sizes: list[float] = []
                for _ in range(repetitions):
                    found = self.measured(draw(random, n))
                    sizes.append(float(found.get(EFFECTIVE, (n,))[0]))
                    for part, three in found.items():
                        if part in held:
                            held[part].append(_holds(three, known[part] * (n if part in self.per else 1)))
                for part, shares in held.items():
                    several = [share for share in shares if not np.isnan(share)]
                    if len(several) >= LEAST_KNOWN * repetitions:
                        size = round(float(np.mean(sizes)))
                        yield Cell(self.method, part, "plain", name, size, float(np.mean(several)), 0.95, repetitions)


def effective(result: Any) -> dict[str, tuple[Any, Any, Any]]:
    """The effective number of customers, which the minimum is compared with."""
    return {EFFECTIVE: (result.n_effective, np.nan, np.nan)}


def _holds(three: tuple[Any, Any, Any], truth: np.ndarray) -> float:
    """Share of the limits that hold their value; NaN where there are none."""
    low, high = (np.asarray(three[at], dtype=float) for at in (1, 2))
    if low.shape != truth.shape:
        return np.nan
    known = ~np.isnan(low + high + truth)
    if not known.any():
        return np.nan
    near = 1e-9 * np.maximum(1.0, np.abs(truth))
    return float(((low - near <= truth) & (truth <= high + near))[known].mean())


def three(result: Any, *names: str) -> dict[str, tuple[Any, Any, Any]]:
    """These fields of a result with ``NAME_low`` and ``NAME_high``."""
    return {name: tuple(getattr(result, f"{name}{end}") for end in ("", "_low", "_high")) for name in names}  # type: ignore[misc]


def of_each(result: Any, *names: str) -> dict[str, tuple[Any, Any, Any]]:
    """The same of fields that are dictionaries, all of their entries together."""
    return {
        name: tuple(list(getattr(result, f"{name}{end}").values()) for end in ("", "_low", "_high"))  # type: ignore[misc]
        for name in names
    }


SPENDING: Mapping[str, Callable[[np.random.Generator, int], np.ndarray]] = {
    "even": lambda random, n: random.gamma(4.0, 25.0, n),
    "skewed": lambda random, n: random.lognormal(4.0, 1.0, n),
    "very skewed": lambda random, n: random.lognormal(4.0, 1.5, n),
}
