"""Where the two sides part, in words: chance alone never names a difference."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from regulars.insights.programme.inside import Counted, Inside
from regulars.insights.tracking.estimate import Indicator, Series
from regulars.insights.tracking.judge import Change, Verdict
from regulars.insights.tracking.specify import Question
from regulars.language import Message, message

NAMES: Mapping[Indicator | Inside, Message] = {
    Indicator.SATISFACTION: message("Satisfied"),
    Indicator.RECOMMENDATION: message("NPS"),
    Indicator.PROBLEMS: message("Problems per 100"),
    Indicator.REPURCHASE: message("Bought again"),
    Inside.CASES: message("Complaint cases per 100 customers"),
    Inside.CASE_COUNT: message("Complaint cases"),
    Inside.RETURNS: message("Returned lines"),
}


class Course(StrEnum):
    """What became of one side."""

    WORSE = "worse"
    BETTER = "better"
    MIXED = "mixed"
    UNCLEAR = "unclear"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class Sides:
    """The series of both sides. ``logged``: whether complaint cases could be counted at all."""

    asked: tuple[Series, ...]  # all that tracking has; repurchase is one of the books
    own: tuple[Counted, ...]
    changes: Mapping[Indicator | Inside, Change]
    logged: bool

    @property
    def outside(self) -> tuple[Series, ...]:
        """What customers say when they are asked."""
        return tuple(one for one in self.asked if one.indicator is not Indicator.REPURCHASE and one.latest)

    @property
    def inside(self) -> tuple[Counted | Series, ...]:
        """What nobody has to be asked for."""
        again = tuple(one for one in self.asked if one.indicator is Indicator.REPURCHASE and one.latest)
        return (*(one for one in self.own if one.latest), *again)

    def course(self, side: Iterable[Counted | Series]) -> Course:
        """What became of all series of a side together."""
        changes = [self.changes[key_of(one)] for one in side]
        clear = {change.good for change in changes if change.clear}
        if len(clear) == 2:
            return Course.MIXED
        if clear:
            return Course.BETTER if clear == {True} else Course.WORSE
        known = any(change.verdict is not Verdict.UNKNOWN for change in changes)
        return Course.UNCLEAR if known else Course.UNKNOWN


def key_of(one: Counted | Series) -> Indicator | Inside:
    """By what its change is known."""
    return one.key if isinstance(one, Counted) else one.indicator


def conclusion(sides: Sides) -> Message:
    """Do both sides say the same?"""
    inside, outside = sides.course(sides.inside), sides.course(sides.outside)
    if not sides.inside and not sides.outside:
        return message("There is nothing to compare yet: nothing lies within these filters.")
    if not sides.outside:
        return message("Only the books are known here: no survey tells what customers say.")
    if not sides.inside:
        return message("Only surveys are known here: neither purchases nor cases stand beside them.")
    if Course.UNKNOWN in (inside, outside):
        return message("Too early to compare: one side has no two finished periods with enough in them.")
    if inside is outside:
        return _SAME[inside]
    return _PARTED.get((inside, outside)) or message(
        "The two sides part: inside {inside}, outside {outside}.", inside=_COURSES[inside], outside=_COURSES[outside]
    )


_COURSES = {
    Course.WORSE: message("clearly worse"),
    Course.BETTER: message("clearly better"),
    Course.MIXED: message("partly better, partly worse"),
    Course.UNCLEAR: message("no clear change"),
}
_SAME = {
    Course.WORSE: message("Both sides became clearly worse: the books and the surveys."),
    Course.BETTER: message("Both sides became clearly better: the books and the surveys."),
    Course.MIXED: message("On both sides something became clearly better and something clearly worse."),
    Course.UNCLEAR: message("Inside and outside say the same: no clear change on either side."),
}
_PARTED = {
    (Course.WORSE, Course.UNCLEAR): message(
        "The books became clearly worse, the surveys show no clear change: the surveys may miss somebody."
    ),
    (Course.UNCLEAR, Course.WORSE): message(
        "The surveys became clearly worse, the books show no clear change: customers may not have acted on it yet."
    ),
    (Course.WORSE, Course.BETTER): message(
        "The two sides contradict each other: the books became clearly worse, the surveys clearly better."
    ),
    (Course.BETTER, Course.WORSE): message(
        "The two sides contradict each other: the books became clearly better, the surveys clearly worse."
    ),
}


def reason(sides: Sides) -> Message | None:
    """What changed, by name."""
    clear = [one for one in (*sides.inside, *sides.outside) if sides.changes[key_of(one)].clear]
    worse = tuple(NAMES[key_of(one)] for one in clear if not sides.changes[key_of(one)].good)
    better = tuple(NAMES[key_of(one)] for one in clear if sides.changes[key_of(one)].good)
    if worse and better:
        return message("Worse: {worse}. Better: {better}.", worse=worse, better=better)
    if worse:
        return message("Worse: {worse}.", worse=worse)
    return message("Better: {better}.", better=better) if better else None


def verdict(change: Change) -> Message:
    """What became of one series, within its row."""
    if change.verdict is Verdict.UNKNOWN:
        return message("nothing to compare with yet")
    if not change.clear:
        return message("no clear change")
    return message("clearly better") if change.good else message("clearly worse")


def notes(question: Question, sides: Sides) -> tuple[Message, ...]:
    """What a careful reader has to know."""
    said = [
        message(
            "{survey} promised that nobody can be told apart. It is not in these numbers; its own page shows it by its "
            "waves.",
            survey=survey.title,
        )
        for survey in question.left_out
    ]
    if not sides.logged:
        said.append(message("Complaint cases are not shown: your roles do not include them."))
    if any(one.key is Inside.CASE_COUNT for one in sides.own):
        said.append(message("No purchases of known customers are here, so cases are counted and not set against them."))
    return tuple(said)
