"""What is said of one feature by one set of people: all of them, or a segment."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from regulars.methods.columns import Floats
from regulars.methods.preference.kano_class import Class, class_of
from regulars.methods.preference.kano_table import ABSENCE, MIDDLE, ORDER, PRESENCE, KanoCategory
from regulars.methods.preference.one_cluster import share_in
from regulars.methods.sample import Sample
from regulars.methods.scores.estimates import NOTHING, Mean, Share, mean_of

_UNKNOWN = Share(math.nan, math.nan, math.nan, 0.0)


@dataclass(frozen=True)
class Feature:
    """Everything that is said of one feature by one set of people."""

    sample: Sample
    inside: dict[KanoCategory, Floats]
    verdict: Class
    better: Share
    annoyed: Share
    presence: Mean
    absence: Mean
    confidence: float

    @classmethod
    def of(cls, sample: Sample, cells: tuple[KanoCategory, ...], rule: str, confidence: float) -> Feature:
        """From the places of pairs in the table, read row by row."""
        place = sample.values.astype(np.int64)
        inside = {
            category: np.array([cell == category for cell in cells], dtype=np.float64)[place] for category in ORDER
        }
        questionable = inside[KanoCategory.QUESTIONABLE] > 0
        outside = questionable | (inside[KanoCategory.REVERSE] > 0)
        pleased = inside[KanoCategory.ATTRACTIVE] + inside[KanoCategory.ONE_DIMENSIONAL]
        annoyed = inside[KanoCategory.ONE_DIMENSIONAL] + inside[KanoCategory.MUST_BE]
        return cls(
            sample,
            inside,
            class_of(sample, inside, rule, confidence),
            _share(sample.over(np.where(outside, np.nan, pleased)), confidence),
            _share(sample.over(np.where(outside, np.nan, annoyed)), confidence),
            _mean(sample.over(np.where(questionable, np.nan, PRESENCE[place // 5])), confidence),
            _mean(sample.over(np.where(questionable, np.nan, ABSENCE[place % 5])), confidence),
            confidence,
        )

    @property
    def clear(self) -> bool:
        """Whether the class is told from the next one."""
        return self.verdict.p_value <= 1 - self.confidence

    @property
    def fong(self) -> bool:
        """Whether Fong's test tells them apart; a hair of tolerance for rounding."""
        return self.verdict.fong_difference >= self.verdict.fong_critical - 1e-9

    @property
    def position(self) -> tuple[KanoCategory, bool]:
        """The quarter in which the means lie, and whether their intervals lie in it too."""
        y, x = self.presence, self.absence
        if y.mean < 0 and x.mean < 0:
            return KanoCategory.REVERSE, y.high < 0 and x.high < 0
        pleases, annoys = y.mean >= MIDDLE, x.mean >= MIDDLE
        clear = all(mean.high < MIDDLE or mean.low > MIDDLE for mean in (y, x))
        quarter = {
            (True, True): KanoCategory.ONE_DIMENSIONAL,
            (True, False): KanoCategory.ATTRACTIVE,
            (False, True): KanoCategory.MUST_BE,
            (False, False): KanoCategory.INDIFFERENT,
        }
        return quarter[pleases, annoys], clear


def _share(sample: Sample, confidence: float) -> Share:
    """A share of those who are left; undefined where nobody is."""
    return share_in(sample, confidence) if sample.n else _UNKNOWN


def _mean(sample: Sample, confidence: float) -> Mean:
    return mean_of(sample, confidence, scale=(float(PRESENCE.min()), float(PRESENCE.max()))) if sample.n else NOTHING
