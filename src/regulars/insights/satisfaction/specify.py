"""Which answers, which wave, which item plays which part."""

from __future__ import annotations

from dataclasses import dataclass

from regulars.insights.answers import Answers
from regulars.survey import Item, ItemKind, Role, Survey

# Below this nothing is estimated at all; each method adds its own minimum.
MINIMUM_N = 30


@dataclass(frozen=True)
class Question:
    """``answers`` of the wave asked about; ``everything`` holds all waves, for the trend."""

    survey: Survey
    answers: Answers
    everything: Answers
    wave: str | None
    waves: tuple[str, ...]
    overall: Item | None
    recommend: Item | None
    attributes: tuple[Item, ...]

    @property
    def before(self) -> str | None:
        """The wave before, if there is one."""
        if self.wave is None:
            return None
        place = self.waves.index(self.wave)
        return self.waves[place - 1] if place else None


def specify(answers: Answers, wave: str | None) -> Question:
    """Take the survey apart. Items that no wave has answered are left out."""
    survey = answers.survey
    waves = tuple(answers.wave_names())
    if wave is None and waves:
        wave = waves[-1]
    there = {key for key, column in answers.columns.items() if (column == column).any()}

    def first(role: Role) -> Item | None:
        return next((item for item in survey.with_role(role) if item.key in there), None)

    return Question(
        survey=survey,
        answers=answers if wave is None else answers.in_wave(wave),
        everything=answers,
        wave=wave,
        waves=waves,
        overall=first(Role.OVERALL),
        recommend=first(Role.RECOMMEND),
        attributes=tuple(
            item for item in survey.with_role(Role.ATTRIBUTE) if item.key in there and item.kind is ItemKind.RATING
        ),
    )
