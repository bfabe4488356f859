"""Do two series of the company go together, the one some periods after the other? Careful words on cause."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from regulars.insights.report import ChartKind, Column, Report, Row, Section, Source, Table, Words
from regulars.insights.scope import Scope
from regulars.insights.tracking.conclude import steps
from regulars.insights.tracking.periods import Length, Period
from regulars.language import Count, Estimate, Kind, Message, Missing, message, plural
from regulars.methods.linkage.lagged import LEAST_PERIODS, Lagged, lagged_association

LAGS = 4
Values = Mapping[date, float]


@dataclass(frozen=True)
class Named:
    """A series: ``whole`` of the company, or of the units asked about; ``units``: of each unit, where that is known."""

    key: str
    name: Words
    whole: Values
    units: Mapping[str, Values]
    kind: Kind = Kind.NUMBER
    currency: str = ""


def links(
    first: Named, second: Named, *, periods: Sequence[Period], length: Length, scope: Scope, lags: int = LAGS
) -> Report:
    """The association of two series at each lag.

    Parameters:
        first: what may come first, such as how many deliveries were on time.
        second: what may follow, such as satisfaction; satisfaction may as well come first and profit follow.
        periods: all that are finished, in order.
        length: of a period.
        scope: units, privacy class and purpose of the question.
        lags: how many periods later to look.
    """
    places = sorted(set(first.units) & set(second.units))
    by_unit = len(places) > 1
    one = [_column(first.units[place], periods) for place in places] if by_unit else [_column(first.whole, periods)]
    other = [_column(second.units[place], periods) for place in places] if by_unit else [_column(second.whole, periods)]
    found = lagged_association(one, other, lags=lags)
    if by_unit and all(
        np.isnan(each.correlation) for each in found
    ):  # each unit knows too little; together they may not
        by_unit, one, other = False, [_column(first.whole, periods)], [_column(second.whole, periods)]
        found = lagged_association(one, other, lags=lags)
    both = int((~np.isnan(_column(first.whole, periods) + _column(second.whole, periods))).sum())
    return Report(
        key="links",
        title=message("What goes together"),
        conclusion=_conclusion(first, second, found, length, both),
        reason=message(
            "Going together is not causing: something else may move both. Only a trial, or a change made on purpose, "
            "shows a cause."
        ),
        figures=(),
        sections=(
            _lags(first, second, found, length, places if by_unit else ()),
            *(_series(series, periods, length) for series in (first, second)),
        ),
        source=Source("ratings, purchases, cases", None, as_of=periods[-1].last if periods else None),
        notes=(
            message(
                "Of each place its mean and its straight trend are taken away first: two things that both grew would "
                "go together for no other reason."
            ),
        ),
        scope=scope.to_dict(),
    )


def _column(values: Values, periods: Sequence[Period]) -> np.ndarray:
    return np.array([values.get(period.first, np.nan) for period in periods])


def _conclusion(first: Named, second: Named, found: Sequence[Lagged], length: Length, both: int) -> Message:
    clear = [one for one in found if one.clear]
    if not clear:
        if all(np.isnan(one.correlation) for one in found):
            return message(
                "Too little to judge: both are known together in {n} periods, and it takes {needed} that vary.",
                n=Count(both),
                needed=Count(LEAST_PERIODS),
            )
        return message(
            "No clear association of {first} with {second}, at once or up to {span} later.",
            first=first.name,
            second=second.name,
            span=_span(found[-1].lag, length),
        )
    best = max(clear, key=lambda one: abs(one.correlation))
    when = message("at the same time") if best.lag == 0 else message("{span} later", span=_span(best.lag, length))
    if best.correlation > 0:
        return message("Where {first} is higher than usual, {second} is clearly higher {when}.",
                       first=first.name, second=second.name, when=when)  # fmt: skip
    return message("Where {first} is higher than usual, {second} is clearly lower {when}.",
                   first=first.name, second=second.name, when=when)  # fmt: skip


def _span(lag: int, length: Length) -> Message:
    match length:
        case Length.WEEK:
            return plural("{count} week", "{count} weeks", lag)
        case Length.MONTH:
            return plural("{count} month", "{count} months", lag)
    return plural("{count} quarter", "{count} quarters", lag)


def _lags(first: Named, second: Named, found: Sequence[Lagged], length: Length, places: Sequence[str]) -> Section:
    rows = []
    for one in found:
        name = message("at the same time") if one.lag == 0 else message("{span} later", span=_span(one.lag, length))
        known = not np.isnan(one.correlation)
        cell = Estimate(one.correlation, one.low, one.high, digits=2) if known else Missing(message("too few"))
        verdict = message("clear") if one.clear else message("unclear")
        rows.append(
            Row(str(one.lag), name, (cell, verdict, Count(one.n), Count(round(one.n_effective))),
                ("above" if one.correlation > 0 else "below") if one.clear else "same")
        )  # fmt: skip
    columns = (
        Column("lag", message("How much later"), numeric=False),
        Column("correlation", message("Correlation, −1 to 1")),
        Column("clear", message("It is"), numeric=False),
        Column("n", message("Periods")),
        Column("effective", message("Worth as many as")),
    )
    caption = None
    if places:
        caption = plural("{count} unit, each with its own mean.", "{count} units, each with its own mean.", len(places))
    return Section(
        key="lags",
        title=message("{first}, and then {second}", first=first.name, second=second.name),
        table=Table("lags", columns, tuple(rows)),
        chart=ChartKind.GAPS if any(not np.isnan(one.correlation) for one in found) else None,
        caption=caption,
        definition=message(
            "Correlation of what is left of both series without their mean and trend. The intervals allow for all lags "
            "together (95%) and for series that remember their last period, which know less than they have periods."
        ),
    )


def _series(series: Named, periods: Sequence[Period], length: Length) -> Section:
    known = [period for period in periods if period.first in series.whole]
    rows = tuple(
        Row(
            period.key,
            period.label,
            (
                Estimate(
                    series.whole[period.first],
                    kind=series.kind,
                    currency=series.currency or None,
                    digits=0 if series.kind is Kind.MONEY else 1,
                ),
            ),
        )
        for period in known
    )
    columns = (Column(length.value, steps(length), numeric=False), Column("value", series.name))
    return Section(
        key=f"series-{series.key}",
        title=series.name,
        sentence=None if known else message("Nothing is known of it in these periods."),
        table=Table(f"series-{series.key}", columns, rows) if known else None,
        chart=ChartKind.TREND if len(known) > 1 else None,
    )
