"""A unit that is called clear is drawn clear."""

from __future__ import annotations

import numpy as np

from regulars.insights.satisfaction.league import _places, _ranked
from regulars.insights.satisfaction.scores import Measure, Score
from regulars.methods import csat


def test_no_clear_unit_has_an_interval_across_the_centre() -> None:
    """The test of a unit against the others alone would call some clear whose interval holds the centre."""
    tested, drawn = 0, 0
    for seed in range(40):
        rng = np.random.default_rng(seed)
        shares = np.clip(0.76 + 0.06 * rng.standard_normal(6), 0.05, 0.99)
        scores = []
        for unit, (n, share) in enumerate(zip((140, 90, 60, 90, 60, 80), shares.tolist(), strict=True)):
            found = csat([5, 1], counts=[hits := int(rng.binomial(n, share)), n - hits])
            scores.append((str(unit), Score(Measure.SATISFIED, found.share, found.low, found.high, n, 0.95)))
        result = _ranked(tuple(scores), 1)
        tested += sum(bool(clear) for clear in result.clear)
        for place in _places(result, (0.0, 1.0)).values():
            drawn += bool(place.clear)
            assert not place.clear or not place.low <= result.centre <= place.high

    assert 0 < drawn <= tested
