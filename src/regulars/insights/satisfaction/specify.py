"""Which answers, which wave, which item plays which part."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from regulars.insights.answers import Answers
from regulars.insights.errors import ScopeError
from regulars.insights.filters import EVERYTHING, Filters, Step
from regulars.insights.satisfaction.counts import periods
from regulars.insights.scope import Privacy
from regulars.language import message
from regulars.methods import Csat
from regulars.survey import Item, Role, Survey
from regulars.survey.tags import Expected, expectations, judged, layers

MINIMUM_N = 30
SMALLEST_GROUP = 10
_WEEKS_UP_TO = 120  # days; a longer time is told by months


@dataclass(frozen=True)
class Least:
    """How many have to be there, as the company decides.

    ``answers``: below this nothing is estimated at all; each method adds its own minimum. ``group``: where nobody may
    be told apart, groups smaller than this are hidden.
    """

    answers: int = MINIMUM_N
    group: int = SMALLEST_GROUP

    def whole(self, privacy: Privacy) -> int:
        """How many answers a number needs; the least demanding method is the floor."""
        return max(self.answers, Csat.minimum_n, self.group if privacy.hides else 0)


DEFAULT_LEAST = Least()


@dataclass(frozen=True)
class Question:
    """``answers`` are those asked about; ``everything`` holds all waves of the same units, for the trend."""

    survey: Survey
    answers: Answers
    everything: Answers
    wave: str | None
    waves: tuple[str, ...]
    overall: Item | None
    recommend: Item | None
    effort: Item | None
    attributes: tuple[Item, ...]
    filters: Filters = EVERYTHING
    privacy: Privacy = Privacy.IDENTIFIED
    least: Least = DEFAULT_LEAST
    expected: tuple[Expected, ...] = ()
    layers: Mapping[str, tuple[Item, ...]] = field(default_factory=dict)
    asked: tuple[Item, ...] = ()  # all that somebody answered and that may be shown, in order

    @property
    def minimum(self) -> int:
        """How many answers a number needs."""
        return self.least.whole(self.privacy)

    @property
    def before(self) -> str | None:
        """The wave before, if there is one."""
        if self.wave is None or self.wave not in self.waves:
            return None
        place = self.waves.index(self.wave)
        return self.waves[place - 1] if place else None

    @property
    def judged(self) -> Item | None:
        """The item whose answers are shown one by one: overall satisfaction, else the effort."""
        return self.overall or self.effort

    @property
    def step(self) -> Step:
        """The steps of the trend.

        Where nobody may be told apart no reader chooses them: a week less than a month would be a group of its own.
        """
        if self.privacy.hides:
            # A wave beside answers of no wave gives these away, as two waves give each other away.
            apart = len(self.waves) > 1 or (len(self.waves) == 1 and bool((self.everything.waves < 0).any()))
            return Step.WAVE if apart else Step.MONTH
        if self.filters.step is not None:
            return self.filters.step
        if len(self.waves) > 1 and not self.filters.in_days:
            return Step.WAVE
        first, last = self.trend_answers.first_day, self.trend_answers.as_of
        if first is None or last is None or (last - first).days > _WEEKS_UP_TO:
            return Step.MONTH
        # Weeks in which too few answer would be a trend without a number.
        weeks = (last - first).days / 7
        return Step.MONTH if weeks > 4 and len(self.trend_answers) < weeks * self.minimum else Step.WEEK

    @property
    def trend_answers(self) -> Answers:
        """The answers that a trend in time is drawn from."""
        return self.answers if self.filters.in_days else self.everything


def specify(
    answers: Answers,
    wave: str | None,
    filters: Filters = EVERYTHING,
    privacy: Privacy = Privacy.IDENTIFIED,
    least: Least = DEFAULT_LEAST,
) -> Question:
    """Take the survey apart. Items that nobody has answered are left out."""
    survey = answers.survey
    if privacy.hides and filters.narrow:
        raise ScopeError(
            message(
                "{survey} promised that nobody can be told apart: it is shown as a whole and by its waves, not by "
                "units or days that a reader chooses. Take the filters away.",
                survey=survey.title,
            )
        )
    everything = answers.in_units(filters.units).in_intake(filters.intake)
    waves = tuple(everything.waves_in_order())
    if wave is None and not filters.in_days and not filters.all_waves:
        wave = _latest(everything, waves, least.whole(privacy))
    if wave is not None:
        answers.in_wave(wave)  # one that the whole scope does not know is a mistake; one without these units is empty
    asked = everything if wave is None else everything.in_wave(wave, known=True)
    known = answers.columns.keys() | answers.amounts.keys()
    there = {item.key for item in survey.items if item.key in known and bool(answers.answered(item).any())}

    if privacy.hides and wave is None:
        there = {
            item.key
            for item in survey.items
            if item.key in there and not one_wave_few(everything, waves, everything.answered(item), least.group)
        }

    shown = asked.between(filters.first, filters.last)
    # What a later version no longer asks is no attribute of it: nobody has answered all of them any more.
    now = {item.key for item in survey.items if item.key in there and bool(shown.answered(item).any())} or there

    def first(role: Role) -> Item | None:
        return next((item for keys in (now, there) for item in survey.with_role(role) if item.key in keys), None)

    return Question(
        survey=survey,
        answers=shown,
        everything=everything,
        wave=wave,
        waves=waves,
        overall=first(Role.OVERALL),
        recommend=first(Role.RECOMMEND),
        effort=first(Role.EFFORT),
        attributes=tuple(item for item in survey.with_role(Role.ATTRIBUTE) if item.key in now and judged(item)),
        filters=filters,
        privacy=privacy,
        least=least,
        expected=tuple(
            pair
            for pair in expectations(survey.items)
            if {pair.expectation.key, pair.attribute.key} <= there
            and not (
                privacy.hides
                and wave is None
                and one_wave_few(
                    everything,
                    waves,
                    everything.answered(pair.expectation) & everything.answered(pair.attribute),
                    least.group,
                )
            )
        ),
        layers=layers([item for item in survey.items if item.key in now]),
        asked=tuple(item for item in survey.items if item.key in there),
    )


def may_show(question: Question, given: NDArray[np.bool_]) -> bool:
    """Whether what these people of ``everything`` answered may be shown, however many they are."""
    if not question.privacy.hides or question.wave is not None:
        return True
    return not one_wave_few(question.everything, question.waves, given, question.least.group)


def one_wave_few(answers: Answers, waves: tuple[str, ...], given: NDArray[np.bool_], least: int) -> bool:
    """Whether somebody, but fewer than ``least``, gave an answer in one of several waves, or in none.

    All waves together less the others would be these few.
    """
    if not waves:
        return False
    _, codes = periods(answers, Step.WAVE, waves)
    sizes = np.bincount(codes[given] + 1)
    return bool(((sizes > 0) & (sizes < least)).any())


def _latest(answers: Answers, waves: tuple[str, ...], minimum: int) -> str | None:
    """The last wave that has answers enough; in its first days a wave says nothing. None: all waves together."""
    sizes = np.bincount(answers.waves + 1, minlength=len(answers.wave_names) + 1)[1:]
    count = dict(zip(answers.wave_names, sizes.tolist(), strict=True))
    return next((wave for wave in reversed(waves) if count[wave] >= minimum), None)
