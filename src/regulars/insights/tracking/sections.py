"""The parts of the page: four series, inside beside outside, where it takes most effort."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import dropwhile

from regulars.insights.report import Behind, Cell, ChartKind, Column, Figure, Row, Section, Table, Words
from regulars.insights.satisfaction.scores import RANGES, TOO_FEW
from regulars.insights.tracking.conclude import FIRST, note, steps
from regulars.insights.tracking.effort import effort
from regulars.insights.tracking.estimate import Estimates, Indicator, Point, Series, State
from regulars.insights.tracking.judge import Change, Verdict
from regulars.insights.tracking.readings import Reading
from regulars.insights.tracking.specify import Question
from regulars.insights.wording import interval_in_words, weighted_in_words
from regulars.language import Count, Day, Estimate, Kind, Message, Missing, message

KINDS = {
    Indicator.SATISFACTION: Kind.SHARE,
    Indicator.PROBLEMS: Kind.NUMBER,
    Indicator.REPURCHASE: Kind.SHARE,
    Indicator.RECOMMENDATION: Kind.POINTS,
}
TITLES = {**FIRST, Indicator.PROBLEMS: message("Problems per 100 customers")}
VALUES = {
    Indicator.SATISFACTION: message("Satisfied"),
    Indicator.PROBLEMS: message("Problems per 100"),
    Indicator.REPURCHASE: message("Bought again"),
    Indicator.RECOMMENDATION: message("NPS"),
}
_SIGNALS = {"above": message("signal, above"), "below": message("signal, below")}


def tiles(question: Question, found: Estimates) -> tuple[Figure, ...]:
    """The last final number of each series."""
    figures = []
    for series in found.series:
        latest = series.latest
        if latest is None or latest.reading is None:
            continue
        reading = latest.reading
        figures.append(
            Figure(
                key=series.indicator.value,
                label=VALUES[series.indicator],
                estimate=_estimate(series.indicator, reading),
                n=reading.n,
                n_missing=reading.n_missing,
                method=_method(reading),
                note=note(series, found.changes[series.indicator]),
                definition=_definition(series.indicator, question),
                exact_digits=1,
            )
        )
    return tuple(figures)


def _method(reading: Reading) -> Message:
    words = interval_in_words(reading.interval)
    return words if reading.weighed_n is None else weighted_in_words(words, reading.weighed_n, ())


def sections(question: Question, found: Estimates) -> tuple[Section, ...]:
    """In the order of reading."""
    parts = [
        _series(question, series, found.changes[series.indicator]) for series in found.series if series.worth_showing
    ]
    return (*parts, *_signals(question, found), *effort(question, found))


def _series(question: Question, series: Series, change: Change) -> Section:
    indicator, signals, fields = series.indicator, _signals_of(series, change), _limits_of(series, change)
    limits = change.chart is not None
    rows = tuple(
        Row(
            key=point.period.key,
            name=_name(point),
            cells=(
                _cell(indicator, point),
                Count(point.n),
                *((fields.get(point.period.key, Missing(message("none"))),) if limits else ()),
                *((signals.get(point.period.key, (message("none"), ""))[0],) if limits else ()),
            ),
            mark=signals.get(point.period.key, (None, ""))[1],
            behind=_behind(series, point),
        )
        for point in _since_first(series)
    )
    columns = [
        Column(question.length.value, steps(question.length), numeric=False),
        Column("value", VALUES[indicator]),
        Column("n", message("Customers") if indicator is Indicator.REPURCHASE else message("Answers")),
    ]
    if limits:
        columns += [Column("limits", message("Usual range")), Column("signal", message("Signal"), numeric=False)]
    return Section(
        key=indicator.value,
        title=TITLES[indicator],
        sentence=_sentence(series, change),
        table=Table(
            key=indicator.value,
            columns=tuple(columns),
            rows=rows,
            references={} if change.chart is None else {"value": float(change.chart.centre)},
            reference_names={} if change.chart is None else {"value": message("mean")},
        ),
        chart=ChartKind.TREND,
        caption=_caption(series),
        definition=_definition(indicator, question),
    )


def _since_first(series: Series) -> list[Point]:
    """Periods from the first that has anything; none before it was ever asked."""
    return list(dropwhile(lambda point: not point.n and point.reading is None, series.points))


def _name(point: Point) -> Words:
    if point.state is State.SO_FAR:
        return message("{period} so far", period=point.period.label)
    return point.period.label


def _cell(indicator: Indicator, point: Point) -> Cell:
    if point.reading is not None:
        return _estimate(indicator, point.reading)
    if point.state is State.OPEN and point.known_from is not None and point.n:
        return Missing(message("known from {day}", day=Day(point.known_from)))
    return Missing(TOO_FEW if point.n else message("none"))


def _estimate(indicator: Indicator, reading: Reading) -> Estimate:
    return Estimate(reading.value, reading.low, reading.high, KINDS[indicator])


def _limits_of(series: Series, change: Change) -> Mapping[str, Cell]:
    if change.chart is None:
        return {}
    limits = zip(series.judged, change.chart.low, change.chart.high, strict=True)
    kind, centre = KINDS[series.indicator], float(change.chart.centre)
    lowest, highest = RANGES.get(kind, (0.0, float("inf")))
    return {
        point.period.key: Estimate(centre, max(lowest, float(low)), min(highest, float(high)), kind)
        for point, low, high in limits
    }


def _signals_of(series: Series, change: Change) -> Mapping[str, tuple[Message, str]]:
    """Key of a period -> the word for its signal, and its mark: ``below`` is worse and ``above`` is better."""
    if change.chart is None:
        if change.clear and change.since is not None:
            return {change.since.key: (message("changed"), "above" if change.good else "below")}
        return {}
    found = {}
    for point, signal in zip(series.judged, change.chart.signal, strict=True):
        if point.reading is None:
            continue
        if not str(signal):
            found[point.period.key] = (message("noise"), "")
            continue
        up = point.reading.value > change.chart.centre
        good = up == series.indicator.high_is_good
        words = _SIGNALS.get(str(signal), message("signal, a run"))
        found[point.period.key] = (words, "above" if good else "below")
    return found


def _behind(series: Series, point: Point) -> Behind | None:
    """The answers of a period, where they all lie in one survey."""
    if len(series.surveys) != 1 or len(series.items) != 1 or not point.n:
        return None
    return Behind(item=series.items[0], first=point.period.first, last=point.period.last, survey=series.surveys[0].name)


def _sentence(series: Series, change: Change) -> Message:
    if change.verdict is Verdict.UNKNOWN:
        return message("Nothing to compare with yet.")
    if change.chart is None:
        return _beside(series.indicator, change)
    if not change.clear or change.since is None:
        passed = [point for point, signal in zip(series.judged, change.chart.signal, strict=True) if signal]
        if passed:
            return message(
                "Within its usual range again; the last signal is of {period}.", period=passed[-1].period.name
            )
        return message("Within its usual range: what varies there, chance explains.")
    if change.lasting:
        return message("Away from its mean since {period}, longer than chance explains.", period=change.since.name)
    return message("Beyond its usual range in {period}.", period=change.since.name)


def _beside(indicator: Indicator, change: Change) -> Message:
    if change.change is None or change.since is None:
        return message("Nothing to compare with yet.")
    if not change.clear:
        return message("No clear difference between {period} and the periods before.", period=change.since.name)
    unit, found = 100 if KINDS[indicator] is Kind.SHARE else 1, change.change
    difference = Estimate(unit * found.value, unit * found.low, unit * found.high, Kind.POINTS)
    if change.verdict is Verdict.UP:
        return message(
            "Clearly higher in {period} than in the periods before, by {change} points.",
            period=change.since.name,
            change=difference,
        )
    return message(
        "Clearly lower in {period} than in the periods before, by {change} points.",
        period=change.since.name,
        change=difference,
    )


def _caption(series: Series) -> Message | None:
    if not series.surveys:
        return None
    return message("From: {surveys}.", surveys=tuple(survey.title for survey in series.surveys))


def _definition(indicator: Indicator, question: Question) -> Message:
    match indicator:
        case Indicator.SATISFACTION:
            return message(
                "Share of those who gave one of the two best answers to the question about satisfaction as a whole, of "
                "all who answered it in the period."
            )
        case Indicator.PROBLEMS:
            return message(
                "Problems that customers report, per 100 of those who were asked how many they had. Fewer is better."
            )
        case Indicator.REPURCHASE:
            return message(
                "Of the customers who bought in the period, the share who bought again on a later day, at most {days} "
                "days after their first purchase of the period. What they did is counted, not what they intend. A "
                "period gets its number once all of them had {days} days.",
                days=Count(question.within),
            )
    return message("Promoters (9 or 10) less detractors (0 to 6) of 100 who answered, on the question from 0 to 10.")


def _signals(question: Question, found: Estimates) -> tuple[Section, ...]:
    """What surveys say beside what the books say, period by period, the latest first."""
    series = {
        one.indicator: {point.period.first: point for point in one.points}
        for one in found.series
        if any(point.reading is not None for point in one.points)
    }
    traded, complained = any(sold for sold, _ in found.sold.values()), found.complaints is not None
    if not series or not (traded or complained):
        return ()
    outside = [one for one in series if one is not Indicator.REPURCHASE]
    inside = [one for one in series if one is Indicator.REPURCHASE]
    rows = []
    for period in reversed(question.periods):
        points = [series[one][period.first] for one in (*outside, *inside)]
        sold = found.sold.get(period.first, (0, 0))
        cells = [_cell(point_of, point) for point_of, point in zip((*outside, *inside), points, strict=True)]
        so_far = question.bought_until is None or question.bought_until < period.last
        name = message("{period} so far", period=period.label) if so_far else period.label
        if found.complaints is not None:
            cells.append(Count(found.complaints.get(period.first, 0)))
        rows.append(Row(period.key, name, (*cells, *((_returned(*sold), Count(sold[0])) if traded else ()))))
    columns = (
        Column(question.length.value, steps(question.length), numeric=False),
        *(Column(one.value, VALUES[one]) for one in (*outside, *inside)),
        *((Column("complaints", message("Complaints")),) if complained else ()),
        *((Column("returned", message("Returned lines")), Column("sold", message("Lines sold"))) if traded else ()),
    )
    return (
        Section(
            key="signals",
            title=message("What customers say, and what they do"),
            sentence=message("Surveys and books side by side: where they disagree, one of them misses something."),
            table=Table(key="signals", columns=columns, rows=tuple(rows)),
            definition=message(
                "Answers to surveys come from those who were asked and answered; purchases and returns are complete. "
                "Returned lines are those with a negative amount, as a share of the lines sold in the same period, "
                "whenever they were sold. Complaints are the messages that customers themselves called one, in the "
                "form that is always open or in a survey."
            ),
        ),
        *_by_intake(question, found),
    )


def _by_intake(question: Question, found: Estimates) -> tuple[Section, ...]:
    """The same question by how the answers came in, the latest period first."""
    if not found.intakes:
        return ()
    rows = []
    for period in reversed(question.periods):
        points = [found.intakes[intake][period.first] for intake in found.intakes]
        if not any(point.n for point in points):
            continue
        cells: list[Cell] = []
        for point in points:
            cells += [_cell(Indicator.SATISFACTION, point), Count(point.n)]
        rows.append(Row(period.key, _name(points[0]), tuple(cells)))
    columns = [Column(question.length.value, steps(question.length), numeric=False)]
    for intake in found.intakes:
        columns.append(Column(intake.value, message("Satisfied: {intake}", intake=intake.said)))
        columns.append(Column(f"n-{intake.value}", message("Answers")))
    return (
        Section(
            key="intakes",
            title=message("Satisfied, by how the answers came in"),
            sentence=message("Those who were asked, those who wrote by themselves, and what others asked for us."),
            table=Table(key="intakes", columns=tuple(columns), rows=tuple(rows)),
            definition=message(
                "The same share as above. Those who write without being asked need not be like those who were asked; "
                "an agency may ask other people in another way: a difference between columns is no change of customers."
            ),
        ),
    )


def _returned(sold: int, returned: int) -> Cell:
    return Estimate(returned / sold, kind=Kind.SHARE, digits=1) if sold else Missing(message("none"))
