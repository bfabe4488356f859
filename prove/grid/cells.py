"""How often an interval holds the truth: each possible sample once, weighted by its chance, or 10,000 drawn ones.

A sample is a table of counts over few kinds of rows (promoter, passive, detractor; or these with a weight). Tables that
come twice are computed once, and where there are no more tables than repetitions all of them are, without any error
of simulation.
"""

from __future__ import annotations

import os
import zlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from math import comb
from typing import Any

import numpy as np
from scipy import stats

SEED = 20261122
# Fewer for a first look: REGULARS_REPETITIONS=1000.
REPETITIONS = int(os.environ.get("REGULARS_REPETITIONS", "10000"))
EXACT = 11_000  # as many tables as all of them are computed from
FEWER = REPETITIONS // 5  # for what takes 5 ms or more and is smooth: several items, importances drawn inside

Limits = tuple[float, float]
Found = Mapping[str, Sequence[Limits]]  # part of the result -> its limits
Truth = Mapping[str, Sequence[float]]


@dataclass(frozen=True)
class Cell:
    """Coverage of one method at one truth; ``n`` is the mean effective n, which ``minimum_n`` is compared with.

    ``samples``: how many were drawn, where there were not so few possible ones that all were taken.
    """

    method: str
    part: str
    design: str
    truth: str
    n: int
    coverage: float
    level: float = 0.95
    samples: int = REPETITIONS


def seeded(*names: object) -> np.random.Generator:
    """The same numbers for a cell whichever others are run."""
    return np.random.default_rng([SEED, zlib.crc32("|".join(map(str, names)).encode())])


def tables_of(probabilities: Sequence[float], n: int, random: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    """Tables of ``n`` rows over kinds with these probabilities, and the chance of each."""
    kinds = len(probabilities)
    if comb(n + kinds - 1, kinds - 1) <= EXACT:
        # Stars and bars: where the bars stand between the stars.
        bars = np.array(list(combinations(range(n + kinds - 1), kinds - 1)), dtype=np.int64).reshape(-1, kinds - 1)
        edges = np.column_stack([np.full(len(bars), -1), bars, np.full(len(bars), n + kinds - 1)])
        tables = np.diff(edges, axis=1) - 1
        return tables, stats.multinomial.pmf(tables, n, np.asarray(probabilities))
    drawn = random.multinomial(n, probabilities, size=REPETITIONS)
    tables, often = np.unique(drawn, axis=0, return_counts=True)
    return tables, often / REPETITIONS


@dataclass(frozen=True)
class Study:
    """One method under one design. ``limits`` of a table: its effective n and the limits of each part.

    ``truths``: name -> (probability of each kind of row, true values of each part).
    """

    method: str
    design: str
    sizes: Sequence[int]
    truths: Mapping[str, tuple[Sequence[float], Truth]]
    limits: Callable[[np.ndarray], tuple[float, Found]]
    level: float = 0.95

    def cells(self) -> Iterator[Cell]:
        """One cell for each size, truth and part."""
        for n in self.sizes:
            known: dict[bytes, tuple[float, Found]] = {}
            for name, (probabilities, truth) in self.truths.items():
                tables, chance = tables_of(probabilities, n, seeded(self.method, self.design, name, n))
                likely = chance > 1e-12
                tables, chance = tables[likely], chance[likely] / chance[likely].sum()
                found = [self._once(known, table) for table in tables]
                size = float(chance @ [size for size, _ in found])
                for part, values in truth.items():
                    held = [share_held(parts[part], values) for _, parts in found]
                    yield Cell(self.method, part, self.design, name, round(size), float(chance @ held), self.level)

    def _once(self, known: dict[bytes, tuple[float, Found]], table: np.ndarray) -> tuple[float, Found]:
        key = table.tobytes()
        if key not in known:
            known[key] = self.limits(table)
        return known[key]


def drawn(
    method: str,
    design: str,
    truth: str,
    n: int,
    once: Callable[[np.random.Generator], tuple[float, Mapping[str, float]]],
    *,
    repetitions: int = REPETITIONS,
    level: float = 0.95,
) -> Iterator[Cell]:
    """Cells of a sample that is no small table: ``once`` gives its effective n and which share of each part held."""
    random = seeded(method, design, truth, n)
    found = [once(random) for _ in range(repetitions)]
    size = round(float(np.mean([size for size, _ in found])))
    for part in found[0][1]:
        # What a sample has no interval for, and says so, is no number here and counts neither way.
        held = float(np.nanmean([parts[part] for _, parts in found]))
        yield Cell(method, part, design, truth, size, held, level, repetitions)


def share_held(limits: Sequence[Limits], values: Sequence[float]) -> float:
    """Share of the limits that hold their value; limits that are no numbers hold nothing."""
    low, high = np.asarray(limits, dtype=float).T
    near = 1e-9 * np.maximum(1.0, np.abs(values))  # a truth on a limit is held, whatever its last digit
    return float(np.mean((low - near <= values) & (values <= high + near)))


def of(result: Any, *names: str) -> list[Limits]:
    """The limits of these fields of a result: ``low`` and ``high``, or ``NAME_low`` and ``NAME_high``."""
    if not names:
        return [(result.low, result.high)]
    return [(getattr(result, f"{name}_low"), getattr(result, f"{name}_high")) for name in names]
