"""Which files of a table are to be sorted together, so that one customer stands in few of them.

An import makes files that are sorted among themselves: a run. Every run may hold any customer, so a question about one
of them opens as many files as there are runs. Runs are put together by size, the small ones first and a large one only
once the others together are a good part of it: so a row is written anew a few times in its life, however many imports
follow, and what is sorted is left alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pyarrow.parquet as pq

MOST = 4  # runs that a table may have
RATIO = 4  # a run that is larger than so many times all smaller ones together stays as it is
PIECE = 2_500_000  # rows that are sorted at once
_STEPS = 16
NOBODY = 2**63 - 1  # rows without a customer stand last


@dataclass(frozen=True)
class Sorted:
    """A file: its size, and row group by row group the first and last customer and the rows."""

    file: str
    size: int
    groups: tuple[tuple[int, int, int], ...]

    @property
    def first(self) -> int:
        """The smallest key."""
        return min((low for low, _, _ in self.groups), default=NOBODY)

    @property
    def last(self) -> int:
        """The largest key."""
        return max((high for _, high, _ in self.groups), default=NOBODY)


@dataclass
class Run:
    """Files whose customers follow one another."""

    files: list[Sorted] = field(default_factory=list)

    @property
    def size(self) -> int:
        """Bytes."""
        return sum(one.size for one in self.files)

    @property
    def last(self) -> int:
        """The largest key so far."""
        return self.files[-1].last


def read(file: str) -> Sorted:
    """From the footer alone."""
    footer = pq.read_metadata(file)
    index = footer.schema.names.index("customer")
    groups = []
    for number in range(footer.num_row_groups):
        group = footer.row_group(number)
        known = group.column(index).statistics
        if known is not None and known.has_min_max:
            groups.append((known.min, NOBODY if known.null_count else known.max, group.num_rows))
        else:
            groups.append((NOBODY, NOBODY, group.num_rows))
    return Sorted(file, Path(file).stat().st_size, tuple(groups))


def runs_of(files: Iterable[Sorted]) -> list[Run]:
    """The fewest runs: each file goes to the run that ends nearest before it."""
    runs: list[Run] = []
    for one in sorted(files, key=lambda one: (one.first, one.last, one.file)):
        before = [run for run in runs if run.last <= one.first]
        if before:
            max(before, key=lambda run: run.last).files.append(one)
        else:
            runs.append(Run([one]))
    return runs


def to_sort(files: Sequence[str]) -> list[Sorted]:
    """The files that are to be put together; none where a customer stands in few files already."""
    runs = sorted(runs_of(map(read, files)), key=lambda run: (run.size, run.files[0].file))
    if len(runs) <= MOST:
        return []
    taken, size = list(runs[0].files), runs[0].size
    for place, run in enumerate(runs[1:], 1):
        if len(runs) - place < MOST and run.size > RATIO * size:
            break
        taken, size = taken + run.files, size + run.size
    return taken


def pieces(files: Iterable[Sorted]) -> list[int]:
    """Keys at which to begin a new piece, so that each has about as many rows as are sorted at once."""
    # Keys are random: within a group they lie evenly.
    points = [
        (low + (high - low) * step // _STEPS, count / _STEPS)
        for low, high, count in (group for one in files for group in one.groups)
        if low < NOBODY
        for step in range(_STEPS)
    ]
    edges, rows = list[int](), 0.0
    for key, count in sorted(points):
        if rows and rows + count > PIECE:
            edges.append(key)
            rows = 0.0
        rows += count
    return sorted(set(edges))
