"""Staff and system: four types, and two answers that are none."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest
import scipy

from regulars.methods import ServiceType, csat, mean_rating, service_type
from regulars.methods.errors import ColumnLengthError, MethodError, OptionError, OutOfScaleError
from regulars.methods.service.types import both_below, chances_of_types, type_of

HIGH, LOW, MIDDLE = [4, 5, 5, 4] * 10, [1, 2, 2, 1] * 10, [1, 5, 2, 4] * 10


@pytest.mark.parametrize(
    ("personal", "procedural", "expected"),
    [
        (LOW, LOW, "freezer"),
        (LOW, HIGH, "factory"),
        (HIGH, LOW, "friendly_zoo"),
        (HIGH, HIGH, "quality"),
        (HIGH, MIDDLE, "no clear type"),
        (MIDDLE, MIDDLE, "no clear type"),
        (HIGH[:19], HIGH[:19], "too few to judge"),
    ],
)
def test_the_four_types_and_two_answers(personal: list[int], procedural: list[int], expected: str) -> None:
    result = service_type({"a": personal}, {"b": procedural})

    assert result.type == (expected,)
    assert result.notes == (ServiceType(expected).words,)
    assert result.too_few is (expected == "too few to judge")


def test_each_dimension_is_the_mean_of_its_items_with_a_joint_interval() -> None:
    """Students interval of the mean rating at a confidence of 97.5 %, as an index."""
    result = service_type({"a": MIDDLE, "b": HIGH}, {"c": MIDDLE})
    alone = mean_rating(MIDDLE, confidence=0.975)

    assert result.personal[0] == pytest.approx((mean_rating(MIDDLE).index + mean_rating(HIGH).index) / 2)
    assert (result.procedural_low[0], result.procedural_high[0]) == pytest.approx((alone.index_low, alone.index_high))


def test_a_team_is_what_it_would_be_alone() -> None:
    personal, procedural = {"a": HIGH + LOW + MIDDLE}, {"b": LOW + HIGH + MIDDLE}
    whole = service_type(personal, procedural, ["x"] * 40 + ["y"] * 40 + ["z"] * 40)
    alone = service_type({"a": LOW}, {"b": HIGH})

    assert whole.names == ("x", "y", "z")
    assert whole.type == ("friendly_zoo", "factory", "no clear type")
    for field in ("personal", "personal_low", "procedural_high", "chance_factory", "holds_within", "correlation"):
        assert getattr(whole, field)[1] == pytest.approx(getattr(alone, field)[0], abs=1e-12)


def test_chances_are_those_of_a_bivariate_normal() -> None:
    """Against the published orthant probability 1/4 + arcsin(r)/2π at the middle, and marginals anywhere."""
    r = np.array([-0.8, 0.0, 0.5, 0.95])
    middle = both_below(np.zeros(4), np.zeros(4), r)
    h, k = np.array([0.3, -1.2, 2.0, -0.4]), np.array([1.1, 0.2, -0.7, 1.4])

    assert middle == pytest.approx(0.25 + np.arcsin(r) / (2 * np.pi), abs=1e-12)
    assert both_below(h, np.full(4, 40.0), r) == pytest.approx(scipy.special.ndtr(h), abs=1e-12)
    shares = chances_of_types(h, k, r)
    assert shares.sum(axis=1) == pytest.approx(np.ones(4), abs=1e-12)
    assert shares[:, 2] + shares[:, 3] == pytest.approx(scipy.special.ndtr(h), abs=1e-12)
    assert shares[:, 1] + shares[:, 3] == pytest.approx(scipy.special.ndtr(k), abs=1e-12)


def test_errors_that_go_together_make_the_mixed_types_rare() -> None:
    """The same scores, answered by people who like or dislike both, or the one and not the other."""
    one = [1, 5, 2, 4] * 10
    together = service_type({"a": one}, {"b": one})
    against = service_type({"a": one}, {"b": [6 - answer for answer in one]})

    assert together.correlation[0] == pytest.approx(1.0)
    assert against.correlation[0] == pytest.approx(-1.0)
    assert together.chance_factory[0] < 0.01 < 0.45 < together.chance_quality[0]
    assert against.chance_quality[0] < 0.01 < 0.45 < against.chance_factory[0]


def test_how_much_hangs_on_the_line() -> None:
    """The type is clear for every line within the margin, and not for one beyond."""
    base = service_type({"a": HIGH}, {"b": LOW}, cut=(60, 40))
    margin = float(base.holds_within[0])

    assert service_type({"a": HIGH}, {"b": LOW}, cut=(60 + margin - 0.01, 40 - margin + 0.01)).type == base.type
    assert "no clear type" in {
        str(service_type({"a": HIGH}, {"b": LOW}, cut=cut).type[0])
        for cut in ((60 + margin + 0.01, 40), (60, 40 - margin - 0.01))
    }
    assert service_type({"a": HIGH}, {"b": LOW}, cut=80, shift=40).type_lower == ("friendly_zoo",)
    assert math.isnan(service_type({"a": HIGH}, {"b": MIDDLE}).holds_within[0])


def test_answers_that_are_all_alike_are_not_certain() -> None:
    """No spread is not no error: Wilson's upper limit of none in thirty may answer otherwise."""
    result = service_type({"a": [5] * 30}, {"b": [4] * 30}, cut=(90, 74))
    others = csat([1] * 30, top=1, scale=(1, 2), confidence=0.975).high

    assert result.personal_low[0] == pytest.approx(100 - 100 * others)
    assert result.type == ("no clear type",)
    assert 0 < result.chance_factory[0] < 0.5


def test_an_item_that_nobody_of_a_team_answered_leaves_it_unjudged() -> None:
    """A score over other items would be another score."""
    nobody = [None] * 40
    result = service_type({"a": HIGH + HIGH, "b": HIGH + nobody}, {"c": LOW + LOW}, ["x"] * 40 + ["y"] * 40)

    assert result.type == ("friendly_zoo", "too few to judge")
    assert math.isnan(result.personal[1])
    assert math.isnan(result.chance_factory[1])


def test_one_cluster_in_a_team_leaves_it_unjudged() -> None:
    clusters = [*range(40), *["same"] * 40]
    result = service_type({"a": HIGH * 2}, {"c": LOW * 2}, ["x"] * 40 + ["y"] * 40, clusters=clusters)

    assert result.type == ("friendly_zoo", "too few to judge")


def test_who_answered_nothing_needs_no_team() -> None:
    result = service_type({"a": [*HIGH, None]}, {"b": [*LOW, None]}, [*["x"] * 40, None])

    assert (result.n, result.n_missing, result.names) == (40, 1, ("x",))


@pytest.mark.parametrize("cut", [0, 100, -1, 120, math.nan, math.inf, "50", None, (50,), (50, 50, 50), (50, 101)])
def test_the_line_lies_within_the_index(cut: Any) -> None:
    with pytest.raises(OptionError, match="cut"):
        service_type({"a": HIGH}, {"b": LOW}, cut=cut)


@pytest.mark.parametrize(
    ("options", "error", "said"),
    [
        ({"shift": -1}, OptionError, "shift"),
        ({"shift": math.nan}, OptionError, "shift"),
        ({"units": ["x"] * 3}, ColumnLengthError, "units has 3 rows"),
        ({"units": [*["x"] * 39, None]}, MethodError, "Row 40 of units is empty"),
        ({"scale": (1, 4)}, OutOfScaleError, "Row 2 of a"),
        ({"confidence": 1}, OptionError, "confidence"),
    ],
)
def test_what_cannot_be_is_told(options: dict[str, Any], error: type[Exception], said: str) -> None:
    with pytest.raises(error, match=said):
        service_type({"a": HIGH}, {"b": LOW}, **options)


def test_both_dimensions_are_needed_and_equally_long() -> None:
    with pytest.raises(OptionError, match="procedural"):
        service_type({"a": HIGH}, None)
    with pytest.raises(ColumnLengthError, match="b has 4 rows"):
        service_type({"a": HIGH}, {"b": [1, 2, 3, 4]})
    with pytest.raises(OutOfScaleError, match="Row 1 of procedural a"):
        service_type({"a": HIGH}, {"a": [9] * 40})


def test_the_quarters_are_named_as_martin_has_them() -> None:
    assert [type_of(warm, works).value for warm in (False, True) for works in (False, True)] == [
        "freezer",
        "factory",
        "friendly_zoo",
        "quality",
    ]
