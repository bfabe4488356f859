"""Where customers stand, how they move from one look to the next, and in which stage they fall silent."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import replace

from regulars.insights.pictures import picture_of
from regulars.insights.pictures.cells import TOO_FEW, estimate, share
from regulars.insights.report import Cell, ChartKind, Column, Row, Section, Table, Whom
from regulars.insights.worth.counted import counted
from regulars.insights.worth.pages import with_customers
from regulars.insights.worth.stages.standing import Standing
from regulars.language import Count, Estimate, Kind, Message, Missing, message
from regulars.methods import Stage, Stages, share_interval

FEWEST = 10  # customers behind a share before it is told
SHORT = {
    Stage.SUSPECT: message("Suspect"),
    Stage.PROSPECT: message("Prospect"),
    Stage.FIRST_TIME: message("First-time customer"),
    Stage.REPEAT: message("Repeat customer"),
    Stage.CLIENT: message("Client"),
    Stage.ADVOCATE: message("Advocate"),
    Stage.INACTIVE: message("Inactive"),
}


def whom(standing: Standing, stage: str) -> Whom | None:
    """The customers who stand there; none where the list of them follows other rules."""
    return Whom.of(stage=stage) if standing.usual else None


def now(standing: Standing) -> Section:
    """How many stand at each stage, and how long one stays there."""
    found = standing.found
    rows = tuple(
        Row(
            stage.value,
            stage.words,
            (
                share(found.share[at], found.share_low[at], found.share_high[at], digits=None),
                Count(int(found.now[at])),
                _stay(found, at),
            ),
            whom=whom(standing, stage.value),
        )
        for at, stage in enumerate(Stage)
        if found.now[at] or found.move_customers[at]
    )
    return Section(
        "now",
        message("Where customers stand"),
        _longest(found),
        table=counted("now", ("stage", message("Stage")), rows, Column("stay", message("Median days in the stage"))),
        chart=ChartKind.BARS,
        caption=message("{count} customers who have bought.", count=Count(found.n)),
        definition=message(
            "The median is of every stay in a stage, from its first purchase until the next stage or until the silence "
            "has lasted {days} days; stays that go on count as far as they have come. A median of {days} days says "
            "that many stays end in silence.",
            days=found.inactive_after,
        ),
    )


def _stay(found: Stages, at: int) -> Cell:
    if Stage(found.names[at]) is Stage.INACTIVE:
        return Missing(message("none"))
    return days_cell(float(found.stay[at]), float(found.stay_low[at]), float(found.stay_high[at]))


def days_cell(median: float, low: float, high: float) -> Cell:
    """A median of days with its limits; in words where only the lower one is known."""
    if math.isfinite(median) and math.isfinite(low) and not math.isfinite(high):
        return message("{days}, from {low} on", days=Estimate(median, digits=0), low=Estimate(low, digits=0))
    if not math.isfinite(median) and math.isfinite(low):
        return message("more than {low}", low=Estimate(low, digits=0))
    if not math.isfinite(median):
        return Missing(message("not yet known: most are still there"))
    return estimate(median, low, high, digits=0)


def _longest(found: Stages) -> Message | None:
    at = int(found.now[:-1].argmax())
    if not found.now[at]:
        return message("All {count} customers have fallen silent.", count=Count(found.n))
    return message(
        "Most of those who are not silent stand here: {stage} ({count} customers).",
        stage=SHORT[tuple(Stage)[at]],
        count=Count(int(found.now[at])),
    )


def moves(standing: Standing) -> Iterator[Section]:
    """What became of those in each stage by the next look, and the whole matrix of it."""
    found = standing.found
    if not found.moves.any():
        yield Section(
            "stages",
            message("How they move"),
            message(
                "The purchases span less than {days} days, so there are no moves yet. Choose fewer days from one look "
                "to the next.",
                days=found.every,
            ),
        )
        return
    picture = picture_of("stages", found)
    yield replace(
        with_customers(picture, lambda row: whom(standing, row.key)),
        sentence=_fastest(found),
        caption=_looks(found),
    )
    present = [at for at in range(len(found.names)) if found.moves[at].any() or found.moves[:, at].any()]
    yield Section(
        "moves",
        message("From stage to stage"),
        table=Table(
            "moves",
            (
                Column("from", message("Stage"), numeric=False),
                Column("n", message("Customers who stood there")),
                *(Column(f"cell-{found.names[to]}", SHORT[tuple(Stage)[to]]) for to in present),
            ),
            tuple(_moved(found, at, present) for at in present if found.moves[at].any()),
        ),
        chart=ChartKind.HEAT,
        caption=message(
            "Of those who stood in a stage at one look, where they stood {days} days later. A customer may have moved "
            "twice in between.",
            days=found.every,
        ),
        definition=message("Limits are Wilson’s at the effective size that several moves of the same customers leave."),
    )


def _looks(found: Stages) -> Message:
    return message("{looks} looks, {days} days apart.", looks=Count(found.n_dates), days=found.every)


def _moved(found: Stages, at: int, present: list[int]) -> Row:
    stage = tuple(Stage)[at]
    cells: tuple[Cell, ...] = (Missing(TOO_FEW),) * len(present)
    if found.move_customers[at] >= FEWEST:
        cells = tuple(share(found.move[at, to], found.move_low[at, to], found.move_high[at, to]) for to in present)
    return Row(stage.value, SHORT[stage], (Count(int(found.move_customers[at])), *cells))


def _fastest(found: Stages) -> Message | None:
    """The stage from which most are lost by the next look."""
    silent = len(found.names) - 1
    told = [at for at in range(silent) if found.move_customers[at] >= FEWEST]
    if not told:
        return message("Too few customers stood in any stage to tell their moves.")
    at = max(told, key=lambda one: float(found.move[one, silent]))
    return message(
        "Most are lost at the stage “{stage}”: {part} of those there fall silent within {days} days.",
        days=found.every,
        part=share(found.move[at, silent], found.move_low[at, silent], found.move_high[at, silent]),
        stage=SHORT[tuple(Stage)[at]],
    )


def leaks(standing: Standing) -> Section:
    """The stages in which the inactive fell silent."""
    found = standing.found
    total = int(found.leaks.sum())
    title = message("Where they fell silent")
    if not total:
        return Section("leaks", title, message("None of the {count} customers is inactive.", count=Count(found.n)))
    order = sorted((at for at in range(len(found.names)) if found.leaks[at]), key=lambda at: -int(found.leaks[at]))
    rows = []
    for at in order:
        stage = tuple(Stage)[at]
        part = share_interval(int(found.leaks[at]), total)
        rows.append(
            Row(
                stage.value,
                stage.words,
                (Estimate(part.share, part.low, part.high, Kind.SHARE), Count(int(found.leaks[at]))),
                whom=Whom.of(left_from=stage.value) if standing.usual else None,
            )
        )
    return Section(
        "leaks",
        title,
        message(
            "{part} of the {count} inactive customers fell silent at the stage “{stage}”.",
            part=rows[0].cells[0],
            count=Count(total),
            stage=SHORT[tuple(Stage)[order[0]]],
        ),
        table=counted("leaks", ("stage", message("Fell silent as")), rows, share=message("Share of the inactive")),
        chart=ChartKind.BARS,
        caption=message("Begin with those who are worth most: the list has them first."),
    )
