"""How many customers and purchases the next months will bring, and by which way valuable customers come."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from regulars.facts.scores import scores_table
from regulars.insights.pictures import picture_of
from regulars.insights.pictures.cells import TOO_FEW, part_of
from regulars.insights.report import Cell, ChartKind, Column, Figure, Report, Row, Section, Table
from regulars.insights.worth.analyses.apart import FEWEST, apart, mean, verdicts
from regulars.insights.worth.analyses.changes import CONFIDENCE, SAID
from regulars.insights.worth.analyses.choices import NARROWED
from regulars.insights.worth.analyses.lines import YEAR, Lines, nothing, read_lines, source
from regulars.insights.worth.analyses.names import UNSAID, words_of
from regulars.insights.worth.pages import Option, Page, Wish
from regulars.language import Count, Day, Estimate, Kind, Message, Missing, Text, message
from regulars.methods import CountForecast, forecast_counts
from regulars.methods.comparison import Verdict
from regulars.methods.errors import MethodError, TooFewAnswersError

if TYPE_CHECKING:
    from regulars.facts import Facts

TITLE = message("Future")
SEASON, MOST = 12, 20
SERIES: Mapping[str, Message] = {
    "customers": message("Customers who buy"),
    "purchases": message("Separate purchases"),
    "fresh": message("New customers"),
}
BY: Mapping[str, Message] = {
    "channel": message("Channel of the first purchase"),
    "unit": message("Place of the first purchase"),
    "category": message("Product class of the first purchase"),
}
MONTHS = """select strftime("day", '%Y-%m') as month, count(distinct customer) filter (money >= 0) as customers,
    count(distinct bought) filter (money >= 0) as purchases from {lines} group by 1"""
FRESH = """select strftime(first, '%Y-%m') as month, count(*) as fresh from (select customer, min("day") as first
    from {lines} where customer is not null and money >= 0 group by 1) group by 1"""
CAME = """select came.name, scored.value from (select customer, min("day") as first,
    coalesce(arg_min("{by}", struct_pack("at", "{by}")), $unsaid) as name
    from {lines} where customer is not null and money >= 0 group by 1) came left join {scored} on
    scored.customer = came.customer where came.first >= $start"""
SCORED = """(select customer, value from {scores} where "day" = (select max("day") from {scores})) scored"""
UNSCORED = "(select 0::bigint as customer, null::double as value where false) scored"


@dataclass(frozen=True)
class Ahead:
    """A series by whole months, and what is to come; ``refused`` says why nothing can be told."""

    months: tuple[str, ...]
    forecast: CountForecast | None
    refused: Message | None


def future(facts: Facts, wish: Wish) -> Report:
    """The report: the months to come, each series with its past, and new customers by the way they came."""
    lines = read_lines(facts, wish, days=None)
    if isinstance(lines, Message):
        return nothing("future", TITLE, lines, wish)
    lines = lines.narrowed(category=wish.word("category"), channel=wish.word("channel"))
    months = _months(lines)
    horizon = int(wish.number("ahead") or 3)
    counted = _counted(lines)
    if not counted:
        return nothing("future", TITLE, message("Nothing was sold there in these days."), wish)
    series = {name: _ahead(name, counted, months, horizon) for name in SERIES}
    if all(one.forecast is None for one in series.values()):
        why = series["purchases"].refused or message("There are too few whole months to look ahead.")
        return nothing("future", TITLE, why, wish)
    return Report(
        key="future",
        title=TITLE,
        conclusion=_conclusion(series, months, horizon),
        reason=message("From {count} whole months, to {last}.", count=Count(len(months)), last=Text.of(months[-1])),
        figures=tuple(_figures(series, months)),
        sections=(_next(series, months, horizon), *_drawn(series), _came(lines, wish.word("by") or "channel")),
        source=source(lines, sum(one.get("purchases", 0) for one in counted.values())),
        notes=(message("A forecast goes on as before: it knows of no campaign, no new shop and no new rival."),),
        scope=wish.scope.to_dict(),
    )


def _months(lines: Lines) -> tuple[str, ...]:
    """The months that the data hold from the first day to the last."""
    first = lines.first if lines.first.day == 1 else _after(lines.first)
    end = lines.last + timedelta(days=1)
    found = []
    while (after := _after(first)) <= end:
        found.append(f"{first:%Y-%m}")
        first = after
    return tuple(found)


def _after(day: date) -> date:
    """The first day of the next month."""
    return (day.replace(day=1) + timedelta(days=32)).replace(day=1)


def _counted(lines: Lines) -> dict[str, dict[str, int]]:
    found: dict[str, dict[str, int]] = {}
    for query in (MONTHS, FRESH):
        for one in lines.ask(query).to_pylist():
            found.setdefault(one.pop("month"), {}).update(one)
    return found


def _ahead(name: str, counted: Mapping[str, Mapping[str, int]], months: tuple[str, ...], horizon: int) -> Ahead:
    """With the season of the year where the months suffice for it, else without."""
    # In the first year of the data everybody looks new.
    shown = months[SEASON:] if name == "fresh" else months
    counts = [counted.get(month, {}).get(name, 0) for month in shown]
    refused = message("There are too few whole months to look ahead.")
    for season in (SEASON, 1):
        try:
            return Ahead(shown, forecast_counts(counts, periods=horizon, season=season, confidence=CONFIDENCE), None)
        except TooFewAnswersError as error:
            refused = message(
                "{count} whole months are too few to look {ahead} months ahead: it takes {least}.",
                count=Count(len(shown)), ahead=Count(horizon), least=Count(error.message.values["needed"]),
            )  # fmt: skip
        except MethodError as error:
            refused = error.message
    return Ahead(shown, None, refused)


def _later(months: tuple[str, ...], count: int) -> list[str]:
    day = date.fromisoformat(months[-1] + "-01")
    found = []
    for _ in range(count):
        day = _after(day)
        found.append(f"{day:%Y-%m}")
    return found


def _at(found: CountForecast, place: int) -> Estimate:
    low, high = float(found.forecast_low[place]), float(found.forecast_high[place])
    return Estimate(float(found.forecast[place]), low, high, digits=0)


def _conclusion(series: Mapping[str, Ahead], months: tuple[str, ...], horizon: int) -> Message:
    name = next(one for one in ("purchases", "customers", "fresh") if series[one].forecast is not None)
    found = series[name].forecast
    assert found is not None  # noqa: S101 - as just chosen
    return message(
        "{what}: {count} to be expected in {month}; the last whole month had {last}.",
        what=SERIES[name], count=_at(found, 0), month=Text.of(_later(months, horizon)[0]),
        last=Count(int(found.history[-1])),
    )  # fmt: skip


def _figures(series: Mapping[str, Ahead], months: tuple[str, ...]) -> Iterator[Figure]:
    for name, one in series.items():
        if one.forecast is not None:
            label = message("{what}, {month}", what=SERIES[name], month=Text.of(_later(months, 1)[0]))
            yield Figure(name, label, _at(one.forecast, 0), one.forecast.n, method=message("range of the forecast’s "
                         "own past errors"), definition=one.forecast.notes[0], exact_digits=0)  # fmt: skip


def _next(series: Mapping[str, Ahead], months: tuple[str, ...], horizon: int) -> Section:
    told = {name: one.forecast for name, one in series.items() if one.forecast is not None}
    rows = tuple(
        Row(month, Text.of(month), tuple(_at(found, place) for found in told.values()))
        for place, month in enumerate(_later(months, horizon))
    )
    columns = (Column("month", message("Month"), numeric=False), *(Column(name, SERIES[name]) for name in told))
    return Section(
        "next", message("The next months"), table=Table("next", columns, rows),
        caption=message("Each count will lie within its range in 95 of 100 months, if things go on as before."),
    )  # fmt: skip


def _drawn(series: Mapping[str, Ahead]) -> Iterator[Section]:
    """The picture of the method, with the months by their names."""
    for name, one in series.items():
        if one.forecast is None:
            yield Section(name, SERIES[name], one.refused)
            continue
        picture = picture_of("forecast_counts", one.forecast)
        table = picture.table
        assert table is not None  # noqa: S101 - the picture of this method has one
        named = [*one.months, *_later(one.months, len(one.forecast.forecast))]
        rows = tuple(_named(row, month) for row, month in zip(table.rows, named, strict=True))
        caption = message("Months from {first} on. {said}", first=Text.of(one.months[0]), said=one.forecast.notes[0])
        columns = (*(replace(column, title=message("Month")) for column in table.columns[:2]), *table.columns[2:])
        table = replace(table, key=name, columns=columns, rows=rows)
        yield replace(picture, key=name, title=SERIES[name], table=table, caption=caption)


def _named(row: Row, month: str) -> Row:
    """By its month, also on the axis, and with whole counts."""
    counts = tuple(replace(cell, digits=0) if isinstance(cell, Estimate) else cell for cell in row.cells[1:])
    return replace(row, name=Text.of(month), cells=(Day(date.fromisoformat(f"{month}-01")), *counts))


def _came(lines: Lines, by: str) -> Section:
    """New customers of the last year by the way they came, and what is expected of them."""
    start = lines.last - timedelta(days=YEAR - 1)
    scored = bool(scores_table(lines.facts).snapshot().files)
    query = CAME.replace("{by}", by).replace("{scored}", SCORED if scored else UNSCORED)
    rows = lines.ask(query, start=start, unsaid=UNSAID)
    names = np.asarray(rows["name"].to_pylist(), dtype=np.str_)
    value = rows["value"].to_numpy(zero_copy_only=False).astype(np.float64)
    title = message("New customers of the last year")
    if len(names) < FEWEST:
        return Section("came", title, message("Too few customers came in the last year: {n}.", n=Count(len(names))))
    ways, counts = np.unique(names, return_counts=True)
    order = np.argsort(-counts, kind="stable")[:MOST]
    known = ~np.isnan(value)
    shown = [str(ways[at]) for at in order]
    found = {way: apart(value[known], names[known] == way) for way in shown}
    said = verdicts(found)
    table = tuple(_way(lines, way, names, value[known], names[known], said[way]) for way in shown)
    columns = (
        Column("way", BY[by], numeric=False),
        Column("value", message("Expected from each")),
        Column("verdict", message("Held against the others"), numeric=False),
        Column("n", message("New customers")),
        Column("share", message("Share")),
        Column("scored", message("With a value")),
    )
    return Section(
        "came", title,
        message("{n} customers bought for the first time since {start}.", n=Count(len(names)), start=Day(start)),
        table=Table("came", columns, table), chart=ChartKind.BARS if scored else None,
        caption=None if scored else message("What customers are worth is not known yet: score them first."),
        definition=message(
            "Expected margin within the horizon, by the latest scores: of customers with one purchase the forecast "
            "knows little. Verdicts allow for the number of rows (Benjamini–Hochberg). What winning a customer costs "
            "is not in the purchases, and those who came one way might have come by another: no lever is proved here."
        ),
    )  # fmt: skip


def _way(
    lines: Lines,
    way: str,
    names: NDArray[np.str_],
    value: NDArray[np.float64],
    valued: NDArray[np.str_],
    verdict: Verdict,
) -> Row:
    count, n = int((names == way).sum()), len(names)
    found = mean(value[valued == way])
    worth: Cell = Missing(TOO_FEW)
    if found is not None:
        worth = Estimate(found.mean, max(0.0, found.low), found.high, Kind.MONEY, lines.currency)
    part = part_of(count, n)
    mark = {Verdict.HIGHER: "above", Verdict.LOWER: "below"}.get(verdict, "")
    return Row(way, words_of(way), (worth, SAID[verdict], Count(count), part, Count(int((valued == way).sum()))), mark)


FUTURE = Page(
    "future",
    TITLE,
    message("How many customers and purchases the next months bring, and which ways valuable customers come"),
    future,
    options=(
        Option("ahead", message("Months ahead"), 3.0, low=1, high=12, whole=True),
        Option("by", message("New customers by"), "channel", choices=BY),
        *NARROWED,
    ),
)
