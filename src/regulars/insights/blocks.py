"""The answers in one file as small whole numbers, kept as long as the file stands.

One scan of a file, two bytes an answer (eight where some lie between the points of their scale): a hundred thousand
responses to twelve questions are 3 MB, and every sum over any units and days is arithmetic on them. A commit brings a
new file and leaves the others as they are, so only the new one is read. What an erasure or a compaction took away is
forgotten at the next look.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeVar

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from regulars.facts.answer_files import read_columns
from regulars.facts.contracts import LIVE
from regulars.insights.intakes import CHANNEL, Intake
from regulars.insights.points import NONE, Column, points_of
from regulars.survey import Item, ItemKind

KEPT_BYTES = 256 << 20
KEPT_SUMS = 512  # of the heavier ones: some 50 KB each
WORDS = ("unit", "wave", "source", "channel")
T = TypeVar("T")


@dataclass(frozen=True)
class Block:
    """Rows in the order of the file. Codes of units and waves point into their names, −1 for none.

    Of a choice the columns hold the place of what was chosen among its options; ``amounts`` are what was typed, and
    days as a count from 1970, NaN where there is no answer. ``left``: who left before the end; None where nobody did.
    ``own``: which rows Regulars received itself; None where no row has a weight.
    """

    columns: Mapping[str, Column]
    amounts: Mapping[str, NDArray[np.float64]]
    unit_names: tuple[str, ...]
    units: NDArray[np.int32]
    wave_names: tuple[str, ...]
    waves: NDArray[np.int32]
    days: NDArray[np.datetime64]
    weights: NDArray[np.float64] | None
    left: NDArray[np.bool_] | None = None
    own: NDArray[np.bool_] | None = None  # of those with weights: received here, not imported
    intakes: NDArray[np.int8] | None = None  # codes of ``Intake``; None where all were asked here

    def __len__(self) -> int:
        return len(self.days)

    @property
    def bytes(self) -> int:
        """What it holds in memory."""
        arrays = [
            *self.columns.values(),
            *self.amounts.values(),
            self.units,
            self.waves,
            self.days,
            self.weights,
            self.left,
            self.own,
            self.intakes,
        ]
        return sum(array.nbytes for array in arrays if array is not None)


class Kept:
    """What was read and summed, for all threads of a process; the least used goes first."""

    def __init__(self, most_bytes: int = KEPT_BYTES, most_sums: int = KEPT_SUMS) -> None:
        self._most_bytes, self._most_sums = most_bytes, most_sums
        self._blocks: OrderedDict[tuple[str, Hashable], Block] = OrderedDict()
        self._sums: OrderedDict[tuple[Any, ...], Any] = OrderedDict()
        self._lock = threading.RLock()
        self._files: dict[str, frozenset[str]] = {}

    def blocks(self, table: str, files: Sequence[str], items: Sequence[Item]) -> list[Block]:
        """The blocks of these files, which are all that the table now has. Raises ``FileNotFoundError``."""
        keys = tuple((item.key, tuple(item.options)) for item in items)
        with self._lock:
            self._forget(table, frozenset(files))
            found = []
            for file in files:
                if (file, keys) not in self._blocks:
                    self._blocks[file, keys] = read_block(file, items)
                self._blocks.move_to_end((file, keys))
                found.append(self._blocks[file, keys])
            self._shrink()
            return found

    def sums(self, key: tuple[Any, ...], compute: Callable[[], T]) -> T:
        """A sum over rows of a file; ``key`` begins with the file and says what is summed."""
        with self._lock:
            if key in self._sums:
                self._sums.move_to_end(key)
                known: T = self._sums[key]
                return known
        made = compute()
        with self._lock:
            self._sums[key] = made
            while len(self._sums) > self._most_sums:
                self._sums.popitem(last=False)
        return made

    def _forget(self, table: str, now: frozenset[str]) -> None:
        gone = self._files.get(table, frozenset()) - now
        self._files[table] = now
        if gone:
            for key in [key for key in self._blocks if key[0] in gone]:
                del self._blocks[key]
            for sums in [key for key in self._sums if key[0] in gone]:
                del self._sums[sums]

    def _shrink(self) -> None:
        total = sum(block.bytes for block in self._blocks.values())
        while total > self._most_bytes and len(self._blocks) > 1:
            total -= self._blocks.popitem(last=False)[1].bytes


KEPT = Kept()


def whole(item: Item) -> bool:
    """Whether an item is answered by the points of a scale, or by one of its options."""
    if item.kind is ItemKind.CHOICE:
        return bool(item.options)
    return item.kind is ItemKind.NPS or (item.kind in (ItemKind.RATING, ItemKind.NUMBER) and item.scale is not None)


def typed(item: Item) -> bool:
    """Whether it is answered by a number that is typed, or by a day."""
    return item.kind is ItemKind.DAY or (item.kind is ItemKind.NUMBER and item.scale is None)


def read_block(file: str, items: Sequence[Item]) -> Block:
    """Read one file: items that are :func:`whole` or :func:`typed`."""
    days = [item.key for item in items if item.kind is ItemKind.DAY]
    choices = [item.key for item in items if item.kind is ItemKind.CHOICE]
    wanted = [*WORDS, "day", "weight", "complete", *(item.key for item in items)]
    table = read_columns(file, wanted, words=(*WORDS, *choices))
    unit_names, units = _codes(table, "unit")
    wave_names, waves = _codes(table, "wave")
    weights = _floats(table, "weight")
    unweighted = bool(np.isnan(weights).all())
    return Block(
        columns={
            item.key: _places(table, item) if item.key in choices else points_of(_floats(table, item.key))
            for item in items
            if whole(item)
        },
        amounts={
            item.key: _days(table, item.key) if item.key in days else _floats(table, item.key)
            for item in items
            if typed(item)
        },
        unit_names=unit_names,
        units=units,
        wave_names=wave_names,
        waves=waves,
        days=np.asarray(table["day"].to_numpy(), dtype="datetime64[D]"),
        weights=None if unweighted else weights,
        left=_left(table),
        own=None if unweighted else _own(table),
        intakes=_intakes(table),
    )


def _own(table: pa.Table) -> NDArray[np.bool_]:
    names, codes = _codes(table, "source")
    return np.array([*(name == LIVE for name in names), False])[codes]


def _intakes(table: pa.Table) -> NDArray[np.int8] | None:
    sources, source = _codes(table, "source")
    channels, channel = _codes(table, "channel")
    foreign = np.array([*(name != LIVE for name in sources), False])[source]
    told = np.array([*(name == CHANNEL for name in channels), False])[channel]
    found = np.where(foreign, Intake.FILE.code, np.where(told, Intake.FEEDBACK.code, Intake.SURVEY.code))
    return found.astype(np.int8) if found.any() else None


def _left(table: pa.Table) -> NDArray[np.bool_] | None:
    if "complete" not in table.column_names:  # written before anybody asked
        return None
    left = ~np.asarray(table["complete"].fill_null(True).to_numpy(), dtype=bool)
    return left if left.any() else None


def _places(table: pa.Table, item: Item) -> NDArray[np.int16]:
    """What was chosen, by its place among the options; what is no option any more comes after them."""
    names, codes = _codes(table, item.key)
    known = {name: place for place, name in enumerate(item.options)}
    places = np.array([*(known.get(name, len(known)) for name in names), NONE], dtype=np.int16)
    return np.asarray(places[codes])


def _days(table: pa.Table, name: str) -> NDArray[np.float64]:
    """Year-month-day as days from 1970; what is no day was not answered."""
    names, codes = _codes(table, name)
    return np.array([*map(_day_number, names), np.nan])[codes]


def _day_number(written: str) -> float:
    try:
        return float((date.fromisoformat(written) - date(1970, 1, 1)).days)
    except ValueError:
        return np.nan


def _floats(table: pa.Table, name: str) -> NDArray[np.float64]:
    if name not in table.column_names:
        return np.full(len(table), np.nan)
    return np.asarray(table[name].to_numpy(), dtype=np.float64)


def _codes(table: pa.Table, name: str) -> tuple[tuple[str, ...], NDArray[np.int32]]:
    if name not in table.column_names:
        return (), np.full(len(table), -1, dtype=np.int32)
    column = table[name].combine_chunks() if table[name].num_chunks != 1 else table[name].chunk(0)
    if not isinstance(column, pa.DictionaryArray):
        column = column.dictionary_encode()
    codes = column.indices.fill_null(-1).to_numpy(zero_copy_only=False)
    return tuple(column.dictionary.to_pylist()), np.asarray(codes, dtype=np.int32)
