"""Pictures of what leaving costs, and of what brings customers back."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from typing import Any

import numpy as np

from regulars.insights.report import ChartKind, Column, Row, Section, Table, Words
from regulars.language import Count, Estimate, Kind, Message, Text, message
from regulars.methods import HiddenComplaints, PurchaseRhythm, RetentionWhatIf, StaffDeparture, Uplift, WinBack

MOST = 12


def retention_whatif(result: RetentionWhatIf) -> Section:
    """What more retention adds to the value of one customer, by segment."""
    rows = [
        (
            message("All customers") if len(result.part_names) == 1 else Text.of(name),
            Estimate(float(gain), float(low), float(high)),
        )
        for name, gain, low, high in zip(result.part_names, result.gain, result.gain_low, result.gain_high, strict=True)
    ]
    less = result.points_added < 0
    points = round(100 * abs(result.points_added), 4)
    gained = Estimate(result.gain_share, result.gain_share_low, result.gain_share_high, Kind.SHARE, digits=0)
    section = _bars(
        "retention_whatif",
        message("What losing more customers would cost") if less else _WORTH,
        message("{points} points less retention would change the value of the customers by {relative}.",
                points=points, relative=gained)
        if less
        else message(
            "{points} points more retention would add {relative} to the value of the customers, before what they cost.",
            points=points,
            relative=gained,
        ),
        message("Gain for one customer"),
        rows,
        result.notes[0],
    )  # fmt: skip
    return replace(section, chart=ChartKind.GAPS) if less else section


_WORTH = message("What keeping more customers would be worth")


def staff_departure_exposure(result: StaffDeparture) -> Section:
    """Whose customers bring how much of the value."""
    rows = [
        (Text.of(name), Estimate(float(part), kind=Kind.SHARE, digits=1))
        for name, part in list(zip(result.staff_names, result.tied_share, strict=True))[:MOST]
    ]
    return _bars(
        "staff_departure_exposure",
        message("What hangs on one member of staff"),
        message(
            "{share} of the value hangs on {name}.",
            share=Estimate(result.largest_share, kind=Kind.SHARE, digits=0),
            name=result.staff_names[0],
        ),
        message("Share of the value"),
        rows,
        result.notes[0] if result.notes else None,
    )


def hidden_complaints(result: HiddenComplaints) -> Section:
    """Customers with a problem, complaints in the log, and what lies between."""
    rows = [
        (
            message("Customers with a problem"),
            Estimate(result.with_problem, result.with_problem_low, result.with_problem_high, digits=0),
        ),
        (message("Complaints in the log"), Estimate(float(result.logged), digits=0)),
        (message("Never heard of"), Estimate(result.hidden, result.hidden_low, result.hidden_high, digits=0)),
    ]
    silent = Estimate(result.silent, result.silent_low, result.silent_high, Kind.SHARE, digits=0)
    return _bars(
        "hidden_complaints",
        message("Problems that nobody complains of"),
        message("{share} of the customers with a problem did not complain.", share=silent)
        if np.isfinite(result.silent)
        else message("Nobody asked had a problem."),
        message("Customers"),
        rows,
        message("{n} customers asked.", n=Count(result.n)),
    )


def uplift(result: Uplift) -> Section:
    """The share among those approached and among those left alone."""
    rows = [
        (
            message("Approached"),
            Estimate(result.approached, result.approached_low, result.approached_high, Kind.SHARE, digits=1),
        ),
        (
            message("Left alone"),
            Estimate(result.left_alone, result.left_alone_low, result.left_alone_high, Kind.SHARE, digits=1),
        ),
    ]
    effect = Estimate(result.effect, result.effect_low, result.effect_high, Kind.SHARE, digits=1)
    return _bars(
        "uplift",
        message("What the measure moved"),
        message("{verdict} Difference: {effect}.", verdict=_EFFECTS[result.effect_verdict], effect=effect),
        message("Share"),
        rows,
        result.notes[0],
    )


_EFFECTS: dict[str, Message] = {
    "clearly higher": message("The measure worked."),
    "clearly lower": message("The measure did harm."),
    "no clear difference": message("No clear difference."),
    "clearly about the same": message("No clear difference."),
    "too few to judge": message("Too few to judge."),
}


def win_back(result: WinBack) -> Section:
    """The share of lost customers won back, beside that of prospects."""
    rows = [
        (
            message("Lost customers"),
            Estimate(result.won_back, result.won_back_low, result.won_back_high, Kind.SHARE, digits=1),
        )
    ]
    if np.isfinite(result.prospect_share):
        prospects = Estimate(
            result.prospect_share, result.prospect_share_low, result.prospect_share_high, Kind.SHARE, digits=1
        )
        rows.append((message("Prospects"), prospects))
    return _bars(
        "win_back",
        message("Who can be won back"),
        message(
            "{share} of the lost customers approached returned.",
            share=Estimate(result.won_back, result.won_back_low, result.won_back_high, Kind.SHARE, digits=0),
        ),
        message("Share won"),
        rows,
        result.notes[-1],
    )


def purchase_rhythm(result: PurchaseRhythm) -> Section:
    """How many customers are within their rhythm, late, and overdue."""
    overdue = np.array(result.overdue)
    usual = (result.silent_days <= result.usual) & ~overdue
    parts = (
        (message("Within the usual gap"), usual.mean()),
        (message("Later than usual"), (~usual & ~overdue).mean()),
        (message("Overdue"), overdue.mean()),
    )
    return _bars(
        "purchase_rhythm",
        message("Who is silent for longer than usual"),
        message("{count} of {all} customers are overdue.", count=Count(result.n_overdue), all=Count(result.n)),
        message("Share of the customers"),
        [(name, Estimate(float(part), kind=Kind.SHARE, digits=1)) for name, part in parts],
        message(
            "Of gaps that ended, {share} had been called overdue.",
            share=Estimate(result.alarm, result.alarm_low, result.alarm_high, Kind.SHARE, digits=1),
        ),
    )


def _bars(
    key: str,
    title: Words,
    sentence: Message,
    heading: Words,
    rows: Iterable[tuple[Words, Estimate]],
    caption: Message | None,
) -> Section:
    table = Table(
        key,
        (Column("name", message("Name"), numeric=False), Column("value", heading)),
        tuple(Row(str(place), name, (value,), "above") for place, (name, value) in enumerate(rows)),
    )
    return Section(key, title, sentence, table=table, chart=ChartKind.BARS, caption=caption)


WORTH_PICTURES: Mapping[str, Callable[[Any], Section]] = {
    "hidden_complaints": hidden_complaints,
    "purchase_rhythm": purchase_rhythm,
    "retention_whatif": retention_whatif,
    "staff_departure_exposure": staff_departure_exposure,
    "uplift": uplift,
    "win_back": win_back,
}
