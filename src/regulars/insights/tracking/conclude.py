"""The sentence, its reason and its reservations, written by rules: chance alone never names a change."""

from __future__ import annotations

from collections.abc import Sequence

from regulars.insights.tracking.estimate import Estimates, Indicator, Series
from regulars.insights.tracking.judge import Change, Verdict
from regulars.insights.tracking.periods import Length
from regulars.insights.tracking.specify import Question
from regulars.insights.wording import sample_in_words
from regulars.language import Count, Message, message
from regulars.methods import ControlChart
from regulars.survey import SampleKind, Survey

TITLE = message("Tracking")
UNKNOWN = message("nothing to compare with yet")
# As they stand within a sentence, and at its beginning.
NAMES = {
    Indicator.SATISFACTION: message("satisfaction"),
    Indicator.PROBLEMS: message("the number of problems"),
    Indicator.REPURCHASE: message("repurchase"),
    Indicator.RECOMMENDATION: message("recommendation"),
}
FIRST = {
    Indicator.SATISFACTION: message("Satisfaction"),
    Indicator.PROBLEMS: message("The number of problems"),
    Indicator.REPURCHASE: message("Repurchase"),
    Indicator.RECOMMENDATION: message("Recommendation"),
}


def _nothing(question: Question) -> Message:
    """Said, not drawn."""
    if question.left_out and not question.surveys:
        return message("Nothing can be tracked here: these surveys promised that nobody can be told apart.")
    return message("There is nothing to track yet: neither answers nor purchases lie within these filters.")


def conclusion(question: Question, found: Estimates) -> Message:
    """What clearly changed, then what did not."""
    if not any(series.latest for series in found.series):
        return _too_few(question) if found.series or found.effort else _nothing(question)
    changed = [one for one in found.changes if found.changes[one].clear]
    still = [one for one in found.changes if found.changes[one].verdict is Verdict.UNCLEAR]
    if not changed and not still:
        return message("Too early to compare: no indicator has two finished periods with answers enough.")
    if not changed:
        if len(still) == len(Indicator):
            return message("No clear change in any of the four.")
        return message("No clear change in {names}.", names=tuple(NAMES[one] for one in still))
    # Worse before better: that is where somebody has to do something.
    changed.sort(key=lambda one: found.changes[one].good)
    clauses = [_changed((NAMES if place else FIRST)[one], found.changes[one]) for place, one in enumerate(changed)]
    if still:
        clauses.append(message("no clear change in {names}", names=tuple(NAMES[one] for one in still)))
    return message("{clauses}.", clauses=_joined(clauses))


def _changed(name: Message, change: Change) -> Message:
    """One clause: since when, or beside which period."""
    up = change.verdict is Verdict.UP
    since = change.since.name if change.since is not None else ""
    if change.chart is None:
        if up:
            return message("{name} is clearly higher in {period} than before", name=name, period=since)
        return message("{name} is clearly lower in {period} than before", name=name, period=since)
    if not change.lasting:
        if up:
            return message("{name} is clearly above its usual range in {period}", name=name, period=since)
        return message("{name} is clearly below its usual range in {period}", name=name, period=since)
    if up:
        return message("{name} is clearly higher since {period}", name=name, period=since)
    return message("{name} is clearly lower since {period}", name=name, period=since)


def _joined(clauses: Sequence[Message]) -> Message:
    if len(clauses) == 1:
        return clauses[0]
    return message("{clause}; {more}", clause=clauses[0], more=_joined(clauses[1:]))


def reason(found: Estimates) -> Message | None:
    """How it was judged, and what is not known yet."""
    if not any(found.changes[one.indicator].verdict is not Verdict.UNKNOWN for one in found.series):
        return None
    limits = [one for one in found.series if found.changes[one.indicator].chart is not None]
    if len(limits) == len(found.series):
        return message("Judged by control limits: what lies within them, chance explains.")
    if not limits:
        return message(
            "Too few periods for control limits, which need {needed} finished ones: the last was compared with those "
            "before it, taken together.",
            needed=ControlChart.minimum_n,
        )
    return message(
        "{names}: judged by control limits. The others have fewer than {needed} finished periods: the last was "
        "compared with those before it, taken together.",
        names=tuple(FIRST[one.indicator] for one in limits),
        needed=ControlChart.minimum_n,
    )


def notes(question: Question, found: Estimates) -> tuple[Message, ...]:
    """What a careful reader has to know before using the numbers."""
    missing = [one for one in Indicator if found.of(one) is None]
    return (
        *([_missing(missing)] if missing else []),
        *_hidden(question.left_out),
        *(_other_scale(series, survey) for series in found.series for survey in series.others),
        *([sample_in_words(SampleKind.OPT_IN)] if _chose_themselves(found) else []),
    )


def _hidden(surveys: Sequence[Survey]) -> tuple[Message, ...]:
    if len(surveys) < 2:
        return tuple(
            message(
                "{survey} promised that nobody can be told apart. It is not in these numbers; its own page shows it by "
                "its waves.",
                survey=survey.title,
            )
            for survey in surveys
        )
    return (
        message(
            "{surveys} promised that nobody can be told apart. They are not in these numbers; the page of each shows "
            "it by its waves.",
            surveys=tuple(survey.title for survey in surveys),
        ),
    )


def _other_scale(series: Series, survey: Survey) -> Message:
    return message(
        "{survey} asks for {name} on another scale and is not in this series.",
        survey=survey.title,
        name=NAMES[series.indicator],
    )


def _chose_themselves(found: Estimates) -> bool:
    return any(survey.sample is SampleKind.OPT_IN for series in found.series for survey in series.surveys)


def _missing(missing: Sequence[Indicator]) -> Message:
    return message("Nothing is known of {names} here.", names=tuple(NAMES[one] for one in missing))


def _too_few(question: Question) -> Message:
    return message(
        "Too few answers and purchases: a number appears from {minimum} in a period.", minimum=Count(question.least)
    )


def steps(length: Length) -> Message:
    """What the rows are."""
    match length:
        case Length.WEEK:
            return message("Week from")
        case Length.MONTH:
            return message("Month")
    return message("Quarter")


def note(series: Series, change: Change) -> Message | None:
    """Under the number of a tile: which period, and what became of it."""
    latest = series.latest
    if latest is None:
        return None
    return message("{period}: {change}", period=latest.period.name, change=_note(change))


def _note(change: Change) -> Message:
    if change.verdict is Verdict.UNKNOWN:
        return UNKNOWN
    if change.chart is None:
        if not change.clear:
            return message("no clear difference from before")
        return (
            message("clearly higher than before")
            if change.verdict is Verdict.UP
            else message("clearly lower than before")
        )
    if not change.clear:
        return message("within its usual range")
    if change.verdict is Verdict.UP:
        return message("clearly above its usual range")
    return message("clearly below its usual range")
