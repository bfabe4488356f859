"""Procedural × personal: how the system works and how staff treat customers, of all and of each unit."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from regulars.insights.lenses.lens import Lens, Seen
from regulars.insights.pictures.cells import estimate
from regulars.insights.pictures.service import TYPE_NAMES
from regulars.insights.pictures.service import service_type as picture
from regulars.insights.report import Behind, Cell, ChartKind, Column, Row, Section, Table
from regulars.insights.satisfaction.asked.base import Floats, any_of, column, few, who
from regulars.insights.satisfaction.counts import ends
from regulars.insights.satisfaction.hiding import hiding
from regulars.insights.satisfaction.places import hidden_in_words
from regulars.insights.satisfaction.scores import TOO_FEW
from regulars.insights.satisfaction.specify import Question
from regulars.language import Count, Kind, Message, Missing, Text, message
from regulars.methods import ServiceTypes, service_type
from regulars.methods.service.types import TYPES
from regulars.survey import Item
from regulars.survey.tags import sides

KEY = "service-type"
TITLE = message("Types of service")
INDEX = (0, 100)
Side = dict[str, Floats]


def _sections(seen: Seen) -> Iterator[Section | None]:
    question = seen.question
    found = sides(question.asked)
    if len(found) < 2:
        return
    personal, procedural = found["personal"], found["procedural"]
    rows = who(question, any_of((*personal, *procedural)))
    hidden = hiding(question, *personal, *procedural)
    n, needed = 0 if rows is None else int(rows.sum()), max(question.minimum, ServiceTypes.minimum_n)
    if rows is None or hidden.whole or n < needed:
        yield few("service-sides", message("Procedural and personal"), 0 if hidden.whole else n, needed)
        return
    sides_of = _side(question, personal, rows), _side(question, procedural, rows)
    weights = None if question.answers.weighed is None else question.answers.weighed[rows]
    whole = service_type(*sides_of, scale=INDEX, weights=weights)
    yield _whole(whole, personal, procedural)
    yield _by_unit(question, rows, sides_of, weights, hidden.units)


def _side(question: Question, items: tuple[Item, ...], rows: NDArray[np.bool_]) -> Side:
    return {item.key: _index(question, item)[rows] for item in items}


def _index(question: Question, item: Item) -> Floats:
    low, high = ends(item)
    return np.asarray(100 * (column(question.answers, item) - low) / (high - low))


def _whole(found: ServiceTypes, personal: tuple[Item, ...], procedural: tuple[Item, ...]) -> Section:
    """Both sides of all customers together."""
    numbers = (
        ("procedural", message("Procedural: how the system works"), found.procedural_line),
        ("personal", message("Personal: how staff treat customers"), found.personal_line),
    )
    rows = []
    for key, name, line in numbers:
        value, low, high = (float(getattr(found, key + end)[0]) for end in ("", "_low", "_high"))
        mark = "below" if high < line else "above" if low > line else "same"
        rows.append(Row(key, name, (estimate(value, low, high, Kind.INDEX), Count(found.n)), mark))
    return Section(
        "service-sides",
        message("Procedural and personal"),
        found.type[0].words,
        table=Table(
            "service-sides",
            (
                Column("side", message("Side"), numeric=False),
                Column("index", message("Index, 0–100")),
                Column("n", message("Answers")),
            ),
            tuple(sorted(rows, key=lambda row: getattr(row.cells[0], "value", 0.0))),
            references={"index": found.procedural_line},
            reference_names={"index": message("line")},
        ),
        chart=ChartKind.BARS,
        definition=message(
            "The mean of the ratings of each side in equal parts, rescaled to 0–100. Procedural: {procedural}. "
            "Personal: {personal}.",
            procedural=tuple(item.label for item in procedural),
            personal=tuple(item.label for item in personal),
        ),
    )


def _by_unit(
    question: Question,
    rows: NDArray[np.bool_],
    sides_of: tuple[Side, Side],
    weights: Floats | None,
    hidden: frozenset[str],
) -> Section | None:
    """Every unit that may be shown; those with too few answers say so and have no place on the plane."""
    names, codes = question.answers.unit_names, question.answers.units[rows]
    sizes = np.bincount(codes + 1, minlength=len(names) + 1)[1:]
    there = [code for code, name in enumerate(names) if sizes[code] and name not in hidden]
    enough = [code for code in there if sizes[code] >= question.minimum]
    if len(there) < 2 or not enough:
        return None
    inside = np.isin(codes, enough)
    personal, procedural = ({key: values[inside] for key, values in own.items()} for own in sides_of)
    found = service_type(
        personal,
        procedural,
        [names[code] for code in codes[inside]],
        scale=INDEX,
        weights=None if weights is None else weights[inside],
    )
    drawn = picture(found)
    assert drawn.table is not None  # noqa: S101  the picture has one
    behind = {} if question.privacy.hides else {names[code]: Behind(unit=names[code]) for code in there}
    judged = sorted(drawn.table.rows, key=lambda row: (_TYPES.get(row.mark, 2), getattr(row.cells[0], "value", 0.0)))
    listed = [
        *(replace(row, behind=behind.get(row.key)) for row in judged),
        *(_unjudged(names[code], int(sizes[code]), behind) for code in there if code not in enough),
    ]
    return replace(
        drawn,
        key=KEY,
        title=message("Types of service, by unit"),
        sentence=_in_words(found),
        table=replace(drawn.table, columns=_headed(drawn.table.columns), rows=tuple(listed)),
        caption=hidden_in_words(len(hidden & set(names)), question.least.group),
        definition=message(
            "A unit has a type only where both its intervals, which hold together, keep off the lines at the middle of "
            "the scale; else it has no clear type. The likeliest type and its chance say where it would stand."
        ),
    )


def _in_words(found: ServiceTypes) -> Message:
    types = tuple(
        message("{type} {count}", type=TYPE_NAMES[kind], count=found.type.count(kind))
        for kind in TYPES
        if kind in found.type
    )
    if not types:
        return message("No unit has a clear type.")
    clear = sum(kind in TYPES for kind in found.type)
    return message("{clear} of {all} units have a clear type: {types}.", clear=clear, all=len(found.type), types=types)


_TYPES = {"weakest": 0, "below": 1, "same": 2, "above": 3}


def _headed(columns: tuple[Column, ...]) -> tuple[Column, ...]:
    return (replace(columns[0], title=message("Unit")), *columns[1:])


def _unjudged(name: str, n: int, behind: dict[str, Behind]) -> Row:
    nothing = Missing(TOO_FEW)
    cells: tuple[Cell, ...] = (nothing, nothing, TOO_FEW, TOO_FEW, nothing, Count(n))
    return Row(name, Text.of(name), cells, behind=behind.get(name))


LENS = Lens(
    "service",
    message("Types of service"),
    message(
        "Tag ratings as “procedural” (how the system works) or “personal” (how staff treat customers); it takes one "
        "of each. The questionnaire “Service visit” asks for both."
    ),
    lambda survey, _: len(sides(survey.items)) > 1,
    _sections,
)
