"""Many tests at once."""

from __future__ import annotations

import math

import numpy as np
import pytest
from scipy import stats

from regulars.methods.comparison import adjusted, discoveries
from regulars.methods.errors import OptionError

# Benjamini and Hochberg 1995, section 3.2: fifteen p-values of a trial; Bonferroni finds three, their method four.
P = [0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344]
P += [0.0459, 0.3240, 0.4262, 0.5719, 0.6528, 0.7590, 1.0]


def test_benjamini_hochberg_1995_example_finds_four() -> None:
    assert discoveries(P).tolist() == [True] * 4 + [False] * 11
    assert discoveries(P, "holm").tolist() == [True] * 3 + [False] * 12


@pytest.mark.parametrize("size", [1, 2, 7, 30])
def test_an_adjusted_p_is_no_smaller_and_holm_is_stricter(size: int) -> None:
    p = np.random.default_rng(size).random(size) ** 3
    bh, holm = adjusted(p), adjusted(p, "holm")

    assert bh == pytest.approx(stats.false_discovery_control(p))
    assert (bh >= p).all()
    assert (holm >= bh - 1e-12).all()


def test_what_was_not_tested_is_not_counted() -> None:
    assert adjusted([0.02, math.nan, 0.03]) == pytest.approx([0.03, math.nan, 0.03], nan_ok=True)
    assert adjusted([0.02, 0.03], "none").tolist() == [0.02, 0.03]


def test_no_p_value_lies_outside_0_and_1() -> None:
    with pytest.raises(OptionError, match=r"Row 2 of p_values is 1\.5"):
        adjusted([0.1, 1.5])
    with pytest.raises(OptionError, match="The level is 5"):
        discoveries([0.1], level=5)
