"""Simulated answers, reported on by the real insights: what the studies of reports and their short tests share."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from regulars.insights.answers import Answers
from regulars.insights.chapters.needs import needs
from regulars.insights.filters import EVERYTHING
from regulars.insights.report import Report, Section
from regulars.insights.satisfaction import report_of
from regulars.insights.satisfaction.specify import specify
from regulars.insights.scope import Scope
from regulars.language import Language, render
from regulars.simulate.answering import AnswerModel
from regulars.simulate.content import content
from regulars.simulate.parameters import ATTRIBUTES, UNIT_SHARES, Answering, Attribute
from regulars.simulate.questionnaire import response_mapping

WHOLE = Scope.whole(purpose="prove")
WEAK = "bathroom"
GOOD = 76.0  # mean of every attribute where nothing is planted, 0 to 100
EFFECT = 0.2


def alike(weakness: float = 0.0) -> Answering:
    """Ten attributes that are rated and matter alike, hotels without difference; one is weaker by so many points."""
    return Answering(
        attributes={key: Attribute(GOOD - weakness * (key == WEAK), EFFECT, 0.03) for key in ATTRIBUTES},
        unit_effects={},
    )


def answers(model: AnswerModel, n: int, seed: int, *, waves: int = 2, back: float = 0.0) -> Answers:
    """So many answers in each wave, all of one truth; a part ``back`` of the guests of a wave answers in the next."""
    rng, size = np.random.default_rng(seed), n * waves
    trait, unit = rng.standard_normal(size), rng.choice(len(UNIT_SHARES), size, p=list(UNIT_SHARES.values()))
    for wave in range(1, waves):
        same = np.flatnonzero(rng.random(n) < back) + n * wave
        trait[same], unit[same] = trait[same - n], unit[same - n]
    given = model.ratings(model.felt(rng, trait, unit)).astype(np.float64)
    gone = np.array([a.unused for a in model.parameters.attributes.values()] + [0.01] * (given.shape[1] - 10))
    given[rng.random(given.shape) < gone] = np.nan
    wave = np.repeat(np.arange(waves), n)
    return Answers.of(
        response_mapping(content(), model.parameters).survey,
        dict(zip(model.items, given.T, strict=True)),
        [list(UNIT_SHARES)[code] for code in unit],
        [f"wave {code + 1}" for code in wave],
        np.datetime64("2025-01-15") + 182 * wave + rng.integers(0, 21, size),
    )


@dataclass(frozen=True)
class Said:
    """A report as a page shows it, and the first chapter's parts."""

    report: Report
    chapter: Mapping[str, Section]

    @classmethod
    def of(cls, found: Answers, seed: int) -> Said:
        """By the insights themselves."""
        report = report_of(found, WHOLE, wave=None, filters=EVERYTHING, seed=seed)
        parts = needs(specify(found, None), report, seed=seed)
        return cls(report, {part.key: part for part in parts})

    def marked(self, key: str, *marks: str) -> list[str]:
        """Rows of a part that carry one of these marks; none where the part is not there."""
        part = next((part for part in (*self.report.sections, *self.chapter.values()) if part.key == key), None)
        return [] if part is None or part.table is None else [row.key for row in part.table.rows if row.mark in marks]

    @property
    def first(self) -> str:
        """The first sentence, in English."""
        return render(self.report.conclusion, Language.ENGLISH)

    @property
    def named(self) -> list[str]:
        """Attributes that the first sentence names."""
        table = self.report.section("worst-first").table
        return [] if table is None else [row.key for row in table.rows if str(row.name) in self.first]

    @property
    def changed(self) -> list[str]:
        """Attributes that are called changed since the last wave."""
        return self.marked("changed", "below", "above")

    @property
    def weakest(self) -> list[str]:
        """The attribute that is called clearly the weakest."""
        return self.marked("weakest-plank", "weakest")

    @property
    def units(self) -> list[str]:
        """Units that are called clearly below or above the others."""
        return self.marked("units", "below", "above")

    @property
    def improvements(self) -> list[str]:
        """What to improve first, in order."""
        table = self.chapter["improvement"].table if "improvement" in self.chapter else None
        return [] if table is None else [row.key for row in table.rows]

    @property
    def gains(self) -> list[str]:
        """Those of them whose gain is called clear."""
        table = self.chapter["improvement"].table if "improvement" in self.chapter else None
        if table is None:
            return []
        clear = [str(cell) == "clear" for cell in table.column("clear")]
        return [row.key for row, sure in zip(table.rows, clear, strict=True) if sure]


__all__ = ["EFFECT", "GOOD", "WEAK", "AnswerModel", "Said", "alike", "answers"]
