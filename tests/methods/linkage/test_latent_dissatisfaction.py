"""Who shows signs of dissatisfaction, and which of them complained."""

from __future__ import annotations

import json
import math
from typing import Any

import numpy as np
import pytest

from regulars.methods import Sign, csat, latent_dissatisfaction
from regulars.methods.errors import MethodError, NotANumberError, OptionError, OutOfScaleError

SPOKE = [1, 0, 0, 0, 0, 0]


def signs(**columns: Any) -> dict[str, int]:
    """How many of six customers show each sign."""
    result = latent_dissatisfaction(SPOKE, **columns)
    return {str(sign): int(count) for sign, count in zip(result.signs, result.sign_shown, strict=True)}


def test_each_sign_has_its_rule() -> None:
    assert signs(rating=[1, 2, 3, 4, 5, None]) == {"low rating": 2}
    assert signs(rating=[1, 2, 3, 4, 5, 3], low_to=3) == {"low rating": 4}
    assert signs(rating=[1, 2, 3, 4, 5, 3], previous_rating=[2, 4, 3, None, 4, 5], falls_by=2) == {
        "low rating": 2,
        "falling rating": 2,
    }
    assert signs(days_since=[90, 89, 10, 500, None, 5], usual_days=[30, 30, 30, 0, 30, None]) == {"lapsed purchases": 1}
    assert signs(days_since=[90, 89, 10, 500, 1, 5], usual_days=[30] * 6, lapsed_after=2) == {"lapsed purchases": 3}
    assert signs(comment=["ok", "......", "aaaaaaa", "", None, "服务很好谢谢"]) == {"hardly a word": 3}
    assert signs(replied=["yes", "no", "no", None, "yes", "no"]) == {"no reply": 3}


def test_complained_and_silent_stand_apart() -> None:
    result = latent_dissatisfaction(
        [1, 0, 1, 0, 0, 0], rating=[1, 2, 5, 1, 5, None], replied=["no", "no", "yes", "yes", "yes", None]
    )

    assert (result.n, result.n_missing) == (5, 1)
    assert (result.n_dissatisfied, result.n_complained, result.n_silent) == (3, 1, 2)
    assert result.sign_complained.tolist() == [1, 1]
    assert result.sign_silent.tolist() == [2, 1]
    assert result.overlap.tolist() == [[3, 2], [2, 2]]
    assert result.dissatisfied == 0.6


def test_more_signs_make_it_stricter() -> None:
    columns = {"rating": [1, 2, 5, 1, 5, 5], "replied": ["no", "no", "yes", "yes", "yes", "no"]}
    one, two = (latent_dissatisfaction(SPOKE, **columns, at_least=count) for count in (1, 2))

    assert (one.n_dissatisfied, two.n_dissatisfied) == (4, 2)


def test_the_silent_share_is_a_share_with_wilsons_limits() -> None:
    random = np.random.default_rng(2)
    rating, spoke = random.integers(1, 6, 200), random.integers(0, 2, 200)
    options = {"weights": np.linspace(0.5, 2, 200), "clusters": np.arange(200) // 2}
    result = latent_dissatisfaction(spoke, rating=rating, **options)
    low = rating <= 2
    own = csat(2 - spoke[low], scale=(1, 2), top=1, **{name: column[low] for name, column in options.items()})

    assert (result.share, result.low, result.high) == pytest.approx((own.share, own.low, own.high))
    assert result.silent_per_complaint_low == pytest.approx(own.low / (1 - own.low))


def test_nobody_complained_and_nobody_is_dissatisfied() -> None:
    silent = latent_dissatisfaction([0] * 4, rating=[1, 1, 5, 5])
    content = latent_dissatisfaction([0, 1], rating=[5, 5])

    assert (silent.share, math.isnan(silent.silent_per_complaint)) == (1.0, True)
    assert math.isfinite(silent.silent_per_complaint_low)
    assert (content.n_dissatisfied, math.isnan(content.share), content.too_few) == (0, True, True)
    assert json.dumps(content.to_dict(), allow_nan=False)


def test_praise_in_two_characters_is_no_sign() -> None:
    """“很好” says as much as “good”, which has four letters."""
    assert signs(comment=["good", "很好", "很满意", "好", "啊啊啊啊", "fair"]) == {"hardly a word": 2}


def test_every_sign_has_words() -> None:
    assert len({str(sign.words) for sign in Sign}) == len(Sign)


@pytest.mark.parametrize(
    ("change", "error", "words"),
    [
        ({}, MethodError, "no column to see a sign in"),
        ({"rating": [1, 2, 3, 4, 5, 6]}, OutOfScaleError, "6 is not on the scale"),
        ({"rating": [1, 2]}, MethodError, "2 rows"),
        ({"previous_rating": [1] * 6}, MethodError, "needs rating"),
        ({"days_since": [1] * 6}, MethodError, "both days_since and usual_days"),
        ({"days_since": [-1] * 6, "usual_days": [1] * 6}, MethodError, "zero or more"),
        ({"replied": ["perhaps"] * 6}, NotANumberError, "neither yes nor no"),
        ({"complained": [2] * 6, "rating": [1] * 6}, NotANumberError, "neither yes nor no"),
        ({"rating": [1] * 6, "at_least": 2}, OptionError, "1 signs"),
        ({"rating": [1] * 6, "low_to": 5}, OptionError, "low_to is 5"),
        ({"rating": [1] * 6, "falls_by": 0}, OptionError, "falls_by"),
        ({"rating": [1] * 6, "lapsed_after": math.nan}, OptionError, "lapsed_after"),
        ({"rating": [1] * 6, "words_from": 0}, OptionError, "words_from"),
    ],
)
def test_what_cannot_be_used_is_said(change: dict[str, Any], error: type[Exception], words: str) -> None:
    with pytest.raises(error, match=words):
        latent_dissatisfaction(**{"complained": SPOKE, **change})
