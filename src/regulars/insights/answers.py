"""The answers of one survey within a scope: the one place where insights read them."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from functools import cached_property, partial
from typing import TYPE_CHECKING, Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from regulars.insights.blocks import KEPT, Block, typed, whole
from regulars.insights.errors import UnknownWaveError
from regulars.insights.intakes import ORDER, Intake
from regulars.insights.points import NONE, Column, points_of
from regulars.insights.scope import Scope
from regulars.insights.weights import relative
from regulars.language import Text, message
from regulars.survey import Item, Survey

if TYPE_CHECKING:
    from regulars.facts import Facts

NEVER = np.datetime64("9999-12-31")
T = TypeVar("T")


@dataclass(frozen=True)
class Part:
    """The rows from ``start`` to ``stop`` come from one file, which never changes."""

    file: str
    start: int
    stop: int


@dataclass(frozen=True)
class Answers:
    """One row for each response. ``columns``: item key -> answers, ``NONE`` where there is none; of a choice, the place
    of what was chosen. ``amounts``: item key -> what was typed, a day as days from 1970, NaN where nothing.

    ``weights``: relative within the wave (see ``weights.py``), ``None`` where no wave has any; ``unweighed``: answers
    of a weighted wave that have none of their own, and count as one.
    ``units`` and ``waves`` are codes into their names (−1: none). ``parts`` say which rows come from which file and
    ``selection`` what was chosen from them, so that what was once summed need not be summed again.
    """

    survey: Survey
    columns: dict[str, Column]
    unit_names: tuple[str, ...]
    units: NDArray[np.int32]
    wave_names: tuple[str, ...]
    waves: NDArray[np.int32]
    days: NDArray[np.datetime64]
    weights: NDArray[np.float64] | None
    parts: tuple[Part, ...] = ()
    selection: tuple[Any, ...] | None = ()
    at: datetime | None = None
    version: int | None = None
    files: tuple[Part, ...] = ()  # where the rows of the whole table lie, whatever was chosen from it
    rows: NDArray[np.int64] | None = field(default=None, repr=False)  # places in the whole table, once chosen from
    amounts: dict[str, NDArray[np.float64]] = field(default_factory=dict)
    left: NDArray[np.bool_] | None = None  # who left before the end; None where nobody did
    intakes: NDArray[np.int8] | None = None  # codes of ``Intake``; None where all were asked here
    unweighed: NDArray[np.bool_] | None = None  # None where there is none
    margins: Mapping[str, tuple[Text, ...]] = field(default_factory=dict)  # wave -> to what it is weighted

    @classmethod
    def of(
        cls,
        survey: Survey,
        columns: dict[str, NDArray[np.float64]],
        units: Sequence[str | None],
        waves: Sequence[str | None],
        days: NDArray[np.datetime64],
        weights: NDArray[np.float64] | None = None,
    ) -> Answers:
        """From plain columns, NaN where there is no answer."""
        unit_names, unit = _coded(units)
        wave_names, wave = _coded(waves)
        points = {key: points_of(column) for key, column in columns.items()}
        weights, late, _ = relative(weights, wave, len(wave_names))
        return cls(survey, points, unit_names, unit, wave_names, wave, days, weights, selection=None, unweighed=late)

    @property
    def as_of(self) -> date | None:
        """Day of the last answer."""
        return self._ends[1]

    @property
    def first_day(self) -> date | None:
        """Day of the first answer."""
        return self._ends[0]

    @cached_property
    def _ends(self) -> tuple[date | None, date | None]:
        known = self.days[~np.isnat(self.days)]
        return (known.min().astype(date), known.max().astype(date)) if known.size else (None, None)

    @property
    def left_early(self) -> int:
        """How many left before the end; what they answered counts."""
        return 0 if self.left is None else int(self.left.sum())

    @cached_property
    def weighed(self) -> NDArray[np.float64] | None:
        """The weights of these rows; ``None`` where each of them counts as one."""
        return None if self.weights is None or bool((self.weights == 1).all()) else self.weights

    @property
    def weighted_to(self) -> tuple[Text, ...]:
        """To what these rows are weighted; nothing where nobody said, as with weights that were imported."""
        there = {self.wave_names[code] for code in np.unique(self.waves[self.waves >= 0])} if self.margins else ()
        found = {str(words): words for wave in there for words in self.margins.get(wave, ())}
        return tuple(found[key] for key in sorted(found))

    def __len__(self) -> int:
        return len(self.days)

    def item(self, item: Item) -> Column:
        """The answers to one item."""
        return self.columns[item.key]

    def answered(self, item: Item) -> NDArray[np.bool_]:
        """Who answered an item."""
        if item.key in self.amounts:
            return ~np.isnan(self.amounts[item.key])
        return np.asarray(self.columns[item.key] != NONE)

    def only(self, rows: NDArray[np.bool_], said: object = None) -> Answers:
        """These rows alone; ``said`` says which they are, for what is kept."""
        if bool(rows.all()):
            return self
        counts = np.concatenate([[0], np.cumsum(rows)])
        parts = tuple(Part(part.file, int(counts[part.start]), int(counts[part.stop])) for part in self.parts)
        return replace(
            self,
            columns={key: column[rows] for key, column in self.columns.items()},
            amounts={key: column[rows] for key, column in self.amounts.items()},
            units=self.units[rows],
            waves=self.waves[rows],
            days=self.days[rows],
            weights=None if self.weights is None else self.weights[rows],
            left=None if self.left is None else self.left[rows],
            intakes=None if self.intakes is None else self.intakes[rows],
            unweighed=None if self.unweighed is None else self.unweighed[rows],
            parts=tuple(part for part in parts if part.stop > part.start),
            selection=None if said is None or self.selection is None else (*self.selection, said),
            rows=np.flatnonzero(rows) if self.rows is None else self.rows[rows],
        )

    def in_units(self, names: Collection[str] | None) -> Answers:
        """The answers of these units alone."""
        if names is None:
            return self
        inside = np.array([*(name in names for name in self.unit_names), False])  # the last: no unit
        return self.only(inside[self.units], ("units", frozenset(names)))

    def in_intake(self, intake: Intake | None) -> Answers:
        """The answers that came in this way alone."""
        if intake is None:
            return self
        codes = np.zeros(len(self), dtype=np.int8) if self.intakes is None else self.intakes
        return self.only(codes == intake.code, ("intake", intake.value))

    def by_intake(self) -> dict[Intake, int]:
        """How many came in each way; only the ways that there are."""
        if self.intakes is None:
            return {Intake.SURVEY: len(self)} if len(self) else {}
        counts = np.bincount(self.intakes, minlength=len(ORDER)).tolist()
        return {one: counts[one.code] for one in ORDER if counts[one.code]}

    def between(self, first: date | None, last: date | None) -> Answers:
        """The answers from a day up to a day, both included; one without a day is in no period."""
        if first is None and last is None:
            return self
        inside = ~np.isnat(self.days)
        if first is not None:
            inside &= self.days >= np.datetime64(first, "D")
        if last is not None:
            inside &= self.days <= np.datetime64(last, "D")
        return self.only(inside, ("days", first, last))

    def waves_in_order(self) -> list[str]:
        """All waves that have answers, in order of time: by their first day, and by name where that is equal."""
        found = []
        for code, name in enumerate(self.wave_names):
            days = self.days[self.waves == code]
            if days.size:
                found.append((np.where(np.isnat(days), NEVER, days).min(), name))
        return [name for _, name in sorted(found)]

    def in_wave(self, name: str, *, known: bool = False) -> Answers:
        """The answers of one wave. Raises ``UnknownWaveError`` with the waves there are, unless it is ``known``."""
        if known and name not in self.wave_names:
            return self.only(np.zeros(len(self), dtype=bool), ("wave", name))
        if not known and name not in self.waves_in_order():
            raise UnknownWaveError(
                message("There is no wave {wave}. There are: {known}.", wave=name, known=tuple(self.waves_in_order()))
            )
        return self.only(self.waves == self.wave_names.index(name), ("wave", name))

    def added_up(self, what: tuple[Any, ...], compute: Callable[[slice], T], add: Callable[[T, T], T]) -> T:
        """A sum over all rows from the sums over each file; those of files that were summed before are kept."""
        if self.selection is None or not self.parts:
            return compute(slice(0, len(self)))
        total: T | None = None
        for part in self.parts:
            rows = slice(part.start, part.stop)
            key = (part.file, *what, *self.selection)
            own = KEPT.sums(key, partial(compute, rows))
            total = own if total is None else add(total, own)
        assert total is not None  # noqa: S101  there is a part
        return total


def read_answers(facts: Facts, survey: str, scope: Scope) -> Answers:
    """All answers of a survey that the scope allows: the one place where they are read.

    Raises ``UnknownSurveyError`` of the facts.
    """
    definition = facts.survey(survey)
    items = [item for item in definition.items if whole(item) or typed(item)]
    for attempt in range(2):
        now = facts.answer_files(survey)
        try:
            blocks = KEPT.blocks(str(facts.home / "answers" / survey), now.names, items)
            break
        except FileNotFoundError:  # an erasure took the file away in this moment: then ask the new version
            if attempt:
                raise
    joined = _joined(definition, items, blocks, now.names)
    joined = replace(
        joined,
        at=now.at,
        version=None if now.at is None else now.snapshot.version,
        margins=facts.weightings(survey),
    )
    return joined.in_units(scope.units)


def _joined(survey: Survey, items: Iterable[Item], blocks: Sequence[Block], files: Sequence[str]) -> Answers:
    unit_names, units = _one_code([(block.unit_names, block.units) for block in blocks])
    wave_names, waves = _one_code([(block.wave_names, block.waves) for block in blocks])
    ends = np.cumsum([0, *map(len, blocks)]).tolist()
    parts = tuple(Part(file, start, stop) for file, start, stop in zip(files, ends[:-1], ends[1:], strict=True))
    weights = own = None
    if any(block.weights is not None for block in blocks):
        weights = np.concatenate([np.full(len(b), np.nan) if b.weights is None else b.weights for b in blocks])
    left = None
    if any(block.left is not None for block in blocks):
        left = np.concatenate([np.zeros(len(b), dtype=bool) if b.left is None else b.left for b in blocks])
    if any(block.own is not None for block in blocks):
        own = np.concatenate([np.zeros(len(b), dtype=bool) if b.own is None else b.own for b in blocks])
    intakes = None
    if any(block.intakes is not None for block in blocks):
        intakes = np.concatenate([np.zeros(len(b), dtype=np.int8) if b.intakes is None else b.intakes for b in blocks])
    weights, unweighed, factors = relative(weights, waves, len(wave_names), own)
    return Answers(
        survey=survey,
        columns={
            item.key: _end_to_end([block.columns[item.key] for block in blocks], np.int16)
            for item in items
            if whole(item)
        },
        amounts={
            item.key: _end_to_end([block.amounts[item.key] for block in blocks], np.float64)
            for item in items
            if typed(item)
        },
        unit_names=unit_names,
        units=units,
        wave_names=wave_names,
        waves=waves,
        days=_end_to_end([block.days for block in blocks], "datetime64[D]"),
        weights=weights,
        left=left,
        intakes=intakes,
        unweighed=unweighed,
        parts=parts,
        # What is kept of a file was summed with these factors.
        selection=(("weights", factors),) if factors else (),
        files=parts,
    )


def _end_to_end(arrays: Sequence[NDArray[Any]], kind: Any) -> NDArray[Any]:
    if len(arrays) == 1:
        return arrays[0]
    return np.concatenate(arrays) if arrays else np.empty(0, dtype=kind)


def _one_code(parts: Sequence[tuple[tuple[str, ...], NDArray[np.int32]]]) -> tuple[tuple[str, ...], NDArray[np.int32]]:
    """One list of names for all blocks, in order of the alphabet."""
    names = tuple(sorted({name for own, _ in parts for name in own}))
    place = {name: code for code, name in enumerate(names)}
    tables = [np.array([*(place[name] for name in own), -1], dtype=np.int32) for own, _ in parts]
    return names, _end_to_end([table[codes] for table, (_, codes) in zip(tables, parts, strict=True)], np.int32)


def _coded(values: Sequence[str | None]) -> tuple[tuple[str, ...], NDArray[np.int32]]:
    names = tuple(sorted({value for value in values if value is not None}))
    place = {name: code for code, name in enumerate(names)}
    return names, np.array([-1 if value is None else place[value] for value in values], dtype=np.int32)
