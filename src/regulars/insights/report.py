"""The shape of every answer: a sentence, its reason, its figures, its tables; in no language yet.

A report holds messages and typed values only. ``documents`` renders it for terminal, JSON, HTML, PDF and
XLSX; ``charts`` draws its tables. A number therefore has one definition, whoever shows it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Any, TypeAlias

from regulars.language import Count, Day, Estimate, Kind, Message, Missing, Money, Text, message

Words: TypeAlias = Message | Text
COMPLETE = message("complete data")
Cell: TypeAlias = Estimate | Count | Money | Day | Missing | Message | Text | int | float


class ChartKind(StrEnum):
    """What a table looks like when drawn."""

    IMPORTANCE_PERFORMANCE = "importance-performance"  # a plane with columns "performance" and "importance"
    PLANE = "plane"  # columns "x" and "y"; "size" becomes a bubble, "line" a dashed line over x
    BARS = "bars"  # one bar a row: an estimate with its interval, against a reference line
    DISTRIBUTION = "distribution"  # one bar an answer: its share
    CURVE = "curve"  # x against y, with a diagonal or a reference curve
    TREND = "trend"  # one estimate a wave; a column "limits" becomes a field, a column "signal" names what leaves it
    LEAGUE = "league"  # one row a unit: the estimate as found, and the column "shrunken" with its interval
    GAPS = "gaps"  # how far one estimate a row lies from zero
    STATES = "states"  # all shares of a row, end to end
    PATHS = "paths"  # boxes joined by arrows: one row an arrow
    HEAT = "heat"  # a box for each cell of the columns whose key begins with "cell", deeper where it is larger
    LINES = "lines"  # several estimates against the column "x", a line each; references "x.NAME" stand upright


class Reached(StrEnum):
    """Whether a target is reached: only where the whole interval lies on one side of it."""

    YES = "reached"
    NO = "not-reached"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class Aim:
    """The target that a figure is held against, and what is certain of it, in words."""

    target: Estimate
    reached: Reached
    words: Message


@dataclass(frozen=True)
class Figure:
    """One number with what it owes its reader.

    ``estimate`` holds value, interval, kind and currency; ``n`` is None for a count or total from complete
    data (then ``note`` or the report's source says where it comes from), and ``basis`` says so in its place.
    """

    key: str
    label: Words
    estimate: Estimate
    n: int | None = None
    n_missing: int = 0
    method: Message | None = None  # how it and its interval were made
    note: Message | None = None  # one line under the number
    definition: Message | None = None
    exact_digits: int = 2
    basis: Message = COMPLETE
    aim: Aim | None = None

    def __post_init__(self) -> None:
        """A count of things has no decimals, however exactly it is asked for."""
        one = self.estimate
        if one.kind is Kind.NUMBER and one.digits == 0 and one.low is None and float(one.value).is_integer():
            object.__setattr__(self, "exact_digits", 0)


@dataclass(frozen=True)
class Column:
    """A column of a table; ``numeric`` ones stand right."""

    key: str
    title: Words
    numeric: bool = True


@dataclass(frozen=True)
class Behind:
    """Which answers a number is made of, beyond the filters of the report: what to ask ``answers_behind``.

    ``item``: those who answered it, from ``low`` to ``high`` where given; ``first`` and ``last`` are days. ``survey``
    is named where the report is about several.
    """

    item: str | None = None
    low: int | None = None
    high: int | None = None
    unit: str | None = None
    wave: str | None = None
    first: date | None = None
    last: date | None = None
    survey: str | None = None


@dataclass(frozen=True)
class Whom:
    """Which customers a number is made of: what to ask the list of customers for, such as ``type`` "hostage".

    ``at_risk``: the keep list is asked instead.
    """

    asked: tuple[tuple[str, str], ...]
    at_risk: bool = False

    @classmethod
    def of(cls, **asked: str) -> Whom:
        """By the names that the list knows: tier, type, stage, left_from, slip, segment, mood, alive, bought, since."""
        return cls(tuple(asked.items()))

    @classmethod
    def to_keep(cls, **asked: str) -> Whom:
        """By the names that the keep list knows: reason, type, silent."""
        return cls(tuple(asked.items()), at_risk=True)


@dataclass(frozen=True)
class Row:
    """A row of a table: a name and one cell for each column but the first.

    ``mark`` colours it in a chart: ``weakest``, ``below``, ``same``, ``above`` or none. ``behind``: the answers
    that it is made of, where they may be read; ``whom``: the customers.
    """

    key: str
    name: Words
    cells: tuple[Cell, ...]
    mark: str = ""
    behind: Behind | None = None
    whom: Whom | None = None


@dataclass(frozen=True)
class Node:
    """A box of a diagram: its name, and what is said of it below, a line each."""

    key: str
    name: Words
    lines: tuple[Words, ...] = ()


@dataclass(frozen=True)
class Table:
    """Rows in the order in which they are shown (worst first). ``columns[0]`` heads the names.

    ``references`` are lines of the chart in the unit of a column: column key -> value; ``reference_names``
    says in words what such a line is ("index"). ``corners`` names the quarters of a plane, top left, top right,
    bottom left, bottom right; ``weak_corner`` is the place of the one that needs attention. ``mark_names`` says
    in a key what the marks of its rows mean, where that is not plain. ``nodes`` are the boxes of a diagram, and
    ``arrows`` says which two of them a row joins: key of the row -> keys of the nodes, cause first. ``events``: key of
    a row -> the numbers of what happened in it; the column "events" has the words. The column "target" is what each
    row is held against.
    """

    key: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    references: Mapping[str, float] = field(default_factory=dict)
    reference_names: Mapping[str, Words] = field(default_factory=dict)
    corners: tuple[Words, ...] = ()
    weak_corner: int | None = None
    mark_names: Mapping[str, Words] = field(default_factory=dict)
    nodes: tuple[Node, ...] = ()
    arrows: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    events: Mapping[str, tuple[int, ...]] = field(default_factory=dict)

    def column(self, key: str) -> tuple[Cell, ...]:
        """All cells of one column."""
        place = [column.key for column in self.columns].index(key) - 1
        return tuple(row.cells[place] for row in self.rows)


@dataclass(frozen=True)
class Section:
    """One part of a report: its sentence, then its chart, its table, its definition.

    ``opens``: a chapter begins here, on a page of its own where there are pages. ``blank``: it names questions that
    would fill a chapter, and by which name they are known.
    """

    key: str
    title: Words
    sentence: Message | None = None
    figures: tuple[Figure, ...] = ()
    table: Table | None = None
    chart: ChartKind | None = None
    caption: Message | None = None
    definition: Message | None = None
    opens: bool = False
    blank: str = ""

    @property
    def in_words(self) -> bool:
        """Whether its sentence is all that it has to show."""
        return self.opens or bool(self.blank)


@dataclass(frozen=True)
class Source:
    """Where the numbers come from: ``as_of`` is the last day in the data, ``rows`` what was read; a plan reads none.

    ``at``: when the data became what they are; what came in later is not in the numbers.
    """

    name: str
    rows: int | None
    as_of: date | None = None
    version: int | None = None
    sample: Message | None = None  # census, probability sample or opt-in, in words
    at: datetime | None = None
    title: Words | None = None  # what people call it, where the name is a key


@dataclass(frozen=True)
class Report:
    """One answer to one question of a manager.

    ``conclusion`` is the one sentence; ``reason`` says why or how sure; ``figures`` are the tiles.
    """

    key: str
    title: Words
    conclusion: Message
    reason: Message | None
    figures: tuple[Figure, ...]
    sections: tuple[Section, ...]
    source: Source
    notes: tuple[Message, ...] = ()
    scope: Mapping[str, Any] = field(default_factory=dict)

    def figure(self, key: str) -> Figure:
        """The figure of this key, wherever it stands in the report."""
        for figure in self.all_figures():
            if figure.key == key:
                return figure
        raise KeyError(key)

    def section(self, key: str) -> Section:
        """The section of this key."""
        return next(section for section in self.sections if section.key == key)

    def all_figures(self) -> tuple[Figure, ...]:
        """Tiles first, then those of the sections."""
        return self.figures + tuple(figure for section in self.sections for figure in section.figures)
