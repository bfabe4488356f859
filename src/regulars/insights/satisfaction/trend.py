"""Since when: each score step by step, what chance explains of it, and each step against the one before."""

from __future__ import annotations

from regulars.insights.filters import Step
from regulars.insights.report import Behind, Cell, ChartKind, Column, Row, Section, Table, Words
from regulars.insights.satisfaction.course import MARGINS, Change, Course, Trend
from regulars.insights.satisfaction.groups import StepScore
from regulars.insights.satisfaction.places import COLUMNS, hidden_in_words
from regulars.insights.satisfaction.scores import KINDS, TOO_FEW, Measure, cell, measures
from regulars.insights.satisfaction.specify import Question
from regulars.insights.wording import change_in_words, verdict_in_words
from regulars.language import Count, Day, Estimate, Message, Missing, Text, message, plural
from regulars.methods import ControlChart

_NAMED = 4
_HEADS = {
    Step.WAVE: (message("Wave"), message("Against the wave before")),
    Step.MONTH: (message("Month"), message("Against the month before")),
    Step.WEEK: (message("Week from"), message("Against the week before")),
}
_TITLES = {
    (Step.WAVE, Measure.SATISFIED): message("Satisfied, wave by wave"),
    (Step.MONTH, Measure.SATISFIED): message("Satisfied, month by month"),
    (Step.WEEK, Measure.SATISFIED): message("Satisfied, week by week"),
    (Step.WAVE, Measure.RECOMMENDED): message("NPS, wave by wave"),
    (Step.MONTH, Measure.RECOMMENDED): message("NPS, month by month"),
    (Step.WEEK, Measure.RECOMMENDED): message("NPS, week by week"),
}
_KEYS = {Measure.SATISFIED: "trend", Measure.RECOMMENDED: "trend-nps"}
_SIGNALS = {
    "above": message("signal, above"),
    "below": message("signal, below"),
    "run": message("signal, a run"),
    "": message("noise"),
}


def trends(question: Question, found: Trend) -> tuple[Section, ...]:
    """One part for each score that the survey asks for."""
    if len(found.steps) < 2:
        return ()
    return tuple(_trend(question, found, measure) for measure in measures(question))


def _trend(question: Question, found: Trend, measure: Measure) -> Section:
    course = found.courses[measure]
    head, against = _HEADS[question.step]
    limited = course.limited
    rows = tuple(
        Row(
            key=one.period.key,
            name=step_name(one, question.step),
            cells=(
                cell(one, measure),
                *(_within(course, one.period.key, measure) if limited else ()),
                _change(course.changes.get(one.period.key)),
                Count(one.n),
            ),
            mark=course.mark(one.period.key),
            behind=_behind(question, one),
        )
        for one in found.steps
    )
    chart = course.chart
    references = {measure.value: chart.centre} if limited and chart is not None else {}
    return Section(
        key=_KEYS[measure],
        title=_TITLES[question.step, measure],
        sentence=_in_words(question, found, course),
        table=Table(
            key=_KEYS[measure],
            columns=(
                Column(question.step.value, head, numeric=False),
                Column(measure.value, COLUMNS[measure]),
                *((Column("limits", message("By chance alone")),) if limited else ()),
                *((Column("signal", message("Signal or noise"), numeric=False),) if limited else ()),
                Column("change", against, numeric=False),
                Column("n", message("Answers")),
            ),
            rows=rows,
            references=references,
            reference_names=dict.fromkeys(references, message("centre")),
        ),
        chart=ChartKind.TREND,
        caption=_caption(question, found, course),
        definition=_definition(question, measure, limited=limited),
    )


def _within(course: Course, key: str, measure: Measure) -> tuple[Cell, ...]:
    """What chance explains of a step, and whether it lies beyond."""
    limits = course.limits(key)
    if limits is None:
        return Missing(TOO_FEW), TOO_FEW
    centre, low, high = limits
    return Estimate(centre, low, high, KINDS[measure]), _SIGNALS[course.signal(key)]


def _change(change: Change | None) -> Message:
    if change is None:
        return message("none before")
    return verdict_in_words(change.verdict, change.estimate)


def _in_words(question: Question, found: Trend, course: Course) -> Message:
    """What the trend says; chance is said to be chance."""
    if not course.limited:
        return _last_in_words(question, found, course)
    names = {one.period.key: step_name(one, question.step) for one in found.steps}
    below, above = (tuple(names[key] for key in course.signalling(side)) for side in ("below", "above"))
    runs = course.signalling("run")
    if len(below) + len(above) > _NAMED:
        return message(
            "{below} steps lie clearly below what chance explains, {above} clearly above.",
            below=len(below),
            above=len(above),
        )
    if below and above:
        return message("Clearly below what chance explains: {below}. Clearly above: {above}.", below=below, above=above)
    if below:
        return message("Clearly below what chance explains: {below}.", below=below)
    if above:
        return message("Clearly above what chance explains: {above}.", above=above)
    if runs:
        return message(
            "No single step stands out, but up to {last} they stay on one side of the centre for longer than chance "
            "explains.",
            last=names[runs[-1]],
        )
    return message("No step stands out from chance.")


def _last_in_words(question: Question, found: Trend, course: Course) -> Message:
    judged = [one for one in found.steps if one.period.key in course.changes]
    if not judged:
        return message("Too few have answered to compare one step with another.")
    last = judged[-1]
    change = course.changes[last.period.key]
    names = {one.period.key: step_name(one, question.step) for one in found.steps}
    said = change_in_words(change.verdict, change.estimate, names[change.before])
    return message("{step}: {change}.", step=names[last.period.key], change=said)


def _caption(question: Question, found: Trend, course: Course) -> Message | None:
    hidden = hidden_in_words(found.hidden, question.least.group)
    if course.judged >= ControlChart.minimum_n:
        return hidden
    few = _too_few(question.step, course.judged)
    return few if hidden is None else message("{first} {second}", first=few, second=hidden)


def _too_few(step: Step, count: int) -> Message:
    needed = ControlChart.minimum_n
    match step:
        case Step.WAVE:
            return plural(
                "Too few waves: limits of chance need {needed}, and {count} has a score.",
                "Too few waves: limits of chance need {needed}, and {count} have a score.",
                count,
                needed=needed,
            )
        case Step.MONTH:
            return plural(
                "Too few months: limits of chance need {needed}, and {count} has a score.",
                "Too few months: limits of chance need {needed}, and {count} have a score.",
                count,
                needed=needed,
            )
        case Step.WEEK:
            return plural(
                "Too few weeks: limits of chance need {needed}, and {count} has a score.",
                "Too few weeks: limits of chance need {needed}, and {count} have a score.",
                count,
                needed=needed,
            )


def _definition(question: Question, measure: Measure, *, limited: bool) -> Message:
    margin = Count(round(MARGINS[measure]))
    if not limited:
        return message(
            "Each point stands for the answers of its own time, with its 95% interval. Differences from the step "
            "before are tested all at once; “about the same” is said where the difference is certain to be less than "
            "{margin} points. Below {minimum} answers there is no point.",
            minimum=question.minimum,
            margin=margin,
        )
    return message(
        "The grey field is what chance alone explains (control limits, 3 standard errors); it is wider where fewer "
        "answered. A point outside is a signal, as is a long run on one side of the centre; all else is noise. "
        "Differences from the step before are tested all at once; “about the same” is said where the difference is "
        "certain to be less than {margin} points. Below {minimum} answers there is no point.",
        minimum=question.minimum,
        margin=margin,
    )


def step_name(one: StepScore, step: Step) -> Words:
    """A wave by its name, a month by its number, a week by its first day."""
    if step is Step.WEEK and one.period.first is not None:
        return message("{day}", day=Day(one.period.first))
    return Text.of(one.period.key)


def _behind(question: Question, one: StepScore) -> Behind | None:
    if question.privacy.hides:
        return None
    if question.step is Step.WAVE:
        return Behind(wave=one.period.key)
    return Behind(first=one.period.first, last=one.period.last)
