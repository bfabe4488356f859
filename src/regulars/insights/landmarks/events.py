"""What happened, on the trends of a finished report: a number at each step, the words in the table and below."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import date

from regulars.insights.landmarks.known import Landmarks, Note
from regulars.insights.report import Column, Report, Section, Table
from regulars.language import Day, Message, Missing, Text, message

EVENTS = "events"  # key of the column
LISTED = 12  # below a chart; the table has them all


def noted(
    report: Report,
    landmarks: Landmarks,
    *,
    units: Collection[str] | None,
    survey: str,
    days: Mapping[str, tuple[date, date]],
    trends: Collection[str],
) -> Report:
    """The same report with its marks. ``days``: first and last day of each step of the trends, in order of time."""
    notes = landmarks.notes_of(units, survey)
    steps = _steps(notes, days)
    if not steps:
        return report
    numbers = {note: number for number, note in enumerate((note for note in notes if note in steps), start=1)}
    names = dict(landmarks.names)
    said = {note: _said(number, note, names) for note, number in numbers.items()}
    return replace(
        report,
        sections=tuple(
            _section(one, steps, numbers, said) if one.key in trends and one.table is not None else one
            for one in report.sections
        ),
    )


def _steps(notes: Sequence[Note], days: Mapping[str, tuple[date, date]]) -> dict[Note, list[str]]:
    """The steps that an event lies in; one between two steps stands at the next, one before or after them nowhere."""
    found: dict[Note, list[str]] = {}
    if not days:
        return found
    begin = min(first for first, _ in days.values())
    for note in notes:
        if note.last < begin:
            continue
        own = [key for key, (first, last) in days.items() if first <= note.last and note.first <= last]
        later = [key for key, (first, _) in days.items() if first > note.last]
        if own or later:
            found[note] = own or later[:1]
    return found


def _section(
    section: Section, steps: Mapping[Note, Sequence[str]], numbers: Mapping[Note, int], said: Mapping[Note, Message]
) -> Section:
    table = section.table
    assert table is not None  # noqa: S101 - asked before
    keys = {row.key for row in table.rows}
    # A step that is hidden, or that has no row, is not given away by what happened in it.
    shown = [note for note in numbers if any(key in keys for key in steps[note])]
    if not shown:
        return section
    at = {key: tuple(numbers[note] for note in shown if key in steps[note]) for key in keys}
    listed = message("Events: {events}.", events=_joined([_with_days(said[note], note) for note in shown[:LISTED]]))
    if len(shown) > LISTED:
        listed = message("{first} {second}", first=listed, second=_more(len(shown) - LISTED))
    caption = listed if section.caption is None else message("{first} {second}", first=section.caption, second=listed)
    return replace(section, table=_table(table, at, {numbers[note]: said[note] for note in shown}), caption=caption)


def _joined(said: Sequence[Message]) -> Message:
    if len(said) == 1:
        return said[0]
    return message("{one}; {more}", one=said[0], more=_joined(said[1:]))


def _more(count: int) -> Message:
    return message("{count} more stand in the table.", count=count)


def _table(table: Table, at: Mapping[str, tuple[int, ...]], said: Mapping[int, Message]) -> Table:
    """A column at the end."""

    def cell(key: str) -> Message | Missing:
        return _joined([said[number] for number in at[key]]) if at[key] else Missing(message("none"))

    rows = tuple(replace(row, cells=(*row.cells, cell(row.key))) for row in table.rows)
    columns = (*table.columns, Column(EVENTS, message("Events"), numeric=False))
    return replace(table, columns=columns, rows=rows, events={key: one for key, one in at.items() if one})


def _said(number: int, note: Note, names: Mapping[str, Text]) -> Message:
    words = Text.of(note.words)
    if not note.unit:
        return message("{number} {words}", number=number, words=words)
    unit = names.get(note.unit) or Text.of(note.unit)
    return message("{number} {words} ({unit})", number=number, words=words, unit=unit)


def _with_days(said: Message, note: Note) -> Message:
    if note.first == note.last:
        return message("{event}, {day}", event=said, day=Day(note.first))
    return message("{event}, {first} to {last}", event=said, first=Day(note.first), last=Day(note.last))
