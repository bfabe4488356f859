"""How the whole programme stands: dimensions, weakest plank, who is covered, what was settled in time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from regulars.insights.report import Cell, ChartKind, Column, Figure, Report, Row, Section, Source, Table, Words
from regulars.insights.scope import Scope
from regulars.insights.wording import interval_in_words
from regulars.language import Count, Day, Estimate, Kind, Message, Missing, message
from regulars.methods import ShareInterval, share_interval

LEAST = ShareInterval.minimum_n  # fewer are counted, not rated
HEADLINES = ("index", "index_equal", "index_tree", "csat", "mean")
DIMENSIONS = ("dimensions", "gap-dimensions", "worst-first")


@dataclass(frozen=True)
class Covered:
    """``reached`` of all ``of``: a full count of what there is, no sample."""

    key: str
    name: Words
    reached: int
    of: int
    meant: Message


@dataclass(frozen=True)
class Settled:
    """Of what fell due: so many ``in_time``, so many ``late``, so many ``waiting`` still."""

    key: str
    name: Words
    in_time: int
    late: int
    waiting: int
    meant: Message

    @property
    def due(self) -> int:
        """All that fell due."""
        return self.in_time + self.late + self.waiting


def scorecard(
    survey: Report | None,
    weakest: Report | None,
    covered: Sequence[Covered],
    settled: Sequence[Settled],
    *,
    name: Words,
    first: date,
    last: date,
    scope: Scope,
) -> Report:
    """One page on the programme.

    Parameters:
        survey: the report that the programme is led by; None where no survey was answered.
        weakest: its weakest plank, as its own insight has it.
        covered: what the programme reaches, each of how much.
        settled: cases, findings and promises that fell due from ``first`` to ``last``.
        name: what the survey is called.
        first: the first day of ``settled``.
        last: the last.
        scope: units, privacy class and purpose of the question.
    """
    known = [one for one in settled if one.due]
    return Report(
        key="scorecard",
        title=message("Scorecard"),
        conclusion=_conclusion(survey, weakest, known),
        reason=_reason(weakest, covered, survey),
        figures=(*_headline(survey, name), *_tiles(covered, known)),
        sections=(*_dimensions(survey, name), *_weakest(weakest), *_coverage(covered), *_closure(known)),
        source=Source("ratings, cases", None if survey is None else survey.source.rows, as_of=last),
        notes=(
            message("What was settled is counted from {first} to {last}.", first=Day(first), last=Day(last)),
            *(() if survey is None else survey.notes),
        ),
        scope=scope.to_dict(),
    )


def _headline(survey: Report | None, name: Words) -> tuple[Figure, ...]:
    found = None if survey is None else _first(survey)
    return () if found is None else (replace(found, key="index", note=found.note or message("{survey}", survey=name)),)


def _first(survey: Report) -> Figure | None:
    known = {figure.key: figure for figure in survey.all_figures()}
    return next((known[key] for key in HEADLINES if key in known), None)


def _conclusion(survey: Report | None, weakest: Report | None, settled: Sequence[Settled]) -> Message:
    """What is worst of all that is known: late work before weak planks, since it can be done today."""
    waiting = sum(one.waiting for one in settled)
    if survey is None and not settled:
        return message("There is nothing to show yet: no survey was answered, and nothing fell due.")
    if weakest is None:
        if not waiting:
            return message("No survey was answered yet; nothing that fell due is waiting.")
        return message("No survey was answered yet; {count} of what fell due still waits.", count=Count(waiting))
    named = _named(weakest)
    if named is not None and waiting:
        return message(
            "{plank} is the weakest plank, and {count} of what fell due still waits.", plank=named, count=Count(waiting)
        )
    if named is not None:
        return message("{plank} is the weakest plank; nothing that fell due is waiting.", plank=named)
    if waiting:
        return message("No plank is clearly the weakest; {count} of what fell due still waits.", count=Count(waiting))
    return message("No plank is clearly the weakest, and nothing that fell due is waiting.")


def _named(weakest: Report) -> Words | None:
    table = weakest.sections[0].table if weakest.sections else None
    return next((row.name for row in table.rows if row.mark == "weakest"), None) if table else None


def _reason(weakest: Report | None, covered: Sequence[Covered], survey: Report | None) -> Message | None:
    gaps = tuple(one.name for one in covered if one.of and one.reached < one.of / 2)
    if gaps:
        return message("Less than half is covered of: {names}.", names=gaps)
    return None if survey is None or weakest is None else weakest.reason


def _tiles(covered: Sequence[Covered], settled: Sequence[Settled]) -> tuple[Figure, ...]:
    figures = [
        Figure(
            f"covered-{one.key}",
            message("Covered: {name}", name=one.name),
            Estimate(one.reached / one.of, kind=Kind.SHARE, digits=0),
            note=message("{reached} of {of}", reached=Count(one.reached), of=Count(one.of)),
            definition=one.meant,
        )
        for one in covered
        if one.of
    ]
    for one in settled:
        if one.due >= LEAST:
            found = share_interval(one.in_time, one.due)
            figures.append(
                Figure(
                    f"in-time-{one.key}",
                    message("In time: {name}", name=one.name),
                    Estimate(found.share, found.low, found.high, kind=Kind.SHARE, digits=0),
                    n=one.due,
                    method=interval_in_words(found.interval),
                    definition=one.meant,
                )
            )
    return tuple(figures)


def _dimensions(survey: Report | None, name: Words) -> tuple[Section, ...]:
    """The dimensions as the report of the survey has them; where it has none, its attributes."""
    if survey is None:
        return ()
    known = {section.key: section for section in survey.sections}
    found = next((known[key] for key in DIMENSIONS if key in known), None)
    if found is None:
        return ()
    return (replace(found, caption=message("From: {survey}", survey=name)),)


def _weakest(weakest: Report | None) -> tuple[Section, ...]:
    return () if weakest is None else weakest.sections


def _coverage(covered: Sequence[Covered]) -> tuple[Section, ...]:
    rows = tuple(
        Row(
            one.key,
            one.name,
            (
                Estimate(one.reached / one.of, kind=Kind.SHARE, digits=0) if one.of else Missing(message("none")),
                Count(one.reached),
                Count(one.of),
                one.meant,
            ),
            "below" if one.of and one.reached < one.of / 2 else "same",
        )
        for one in sorted(covered, key=lambda one: one.reached / one.of if one.of else 1.0)
    )
    if not rows:
        return ()
    columns = (
        Column("name", message("What is covered"), numeric=False),
        Column("share", message("Covered")),
        Column("reached", message("Reached")),
        Column("of", message("Of all")),
        Column("meant", message("What it means"), numeric=False),
    )
    return (
        Section(
            key="coverage",
            title=message("Coverage"),
            sentence=message("What nobody asks about, nobody can mend: the least covered first."),
            table=Table("coverage", columns, rows),
            definition=message("Full counts; there is no interval to them."),
        ),
    )


def _closure(settled: Sequence[Settled]) -> tuple[Section, ...]:
    rows = []
    for one in settled:
        found = share_interval(one.in_time, one.due)
        share: Cell = Missing(message("too few"))
        if one.due >= LEAST:
            share = Estimate(found.share, found.low, found.high, kind=Kind.SHARE, digits=0)
        cells = (share, Count(one.in_time), Count(one.late), Count(one.waiting))
        rows.append(Row(one.key, one.name, cells, "below" if one.waiting else "same"))
    if not rows:
        return ()
    columns = (
        Column("name", message("What fell due"), numeric=False),
        Column("share", message("Settled in time")),
        Column("in_time", message("In time")),
        Column("late", message("Late")),
        Column("waiting", message("Still waiting")),
    )
    return (
        Section(
            key="closure",
            title=message("What was settled in time"),
            sentence=message("Promised, and done: of all that fell due."),
            table=Table(
                "closure",
                columns,
                tuple(rows),
                mark_names={"below": message("some still wait"), "same": message("none waits")},
            ),
            chart=ChartKind.BARS if any(one.due >= LEAST for one in settled) else None,
            definition=message(
                "Whatever had its last day in this time: in time, late, or not done by today. The interval is "
                "Wilson’s (95%). Cases that were set aside as invalid or duplicates do not count."
            ),
        ),
    )
