"""Limits of an axis."""

from __future__ import annotations

import pytest

from regulars.charts.scales import limits


@pytest.mark.parametrize(
    ("values", "options", "expected"),
    [
        ([739_000, 739_100], {"room": 0}, (739_000, 739_100)),  # days keep to themselves
        ([0.2, 0.6], {"zero": True, "room": 0}, (0.0, 0.6)),
        ([10, 20], {"room": 0.1}, (9.0, 21.0)),
        ([5], {"room": 0}, (4.5, 5.5)),
        ([0], {}, (-1e-9, 1e-9)),
    ],
)
def test_room_is_what_was_asked_for_and_one_value_still_has_some(values, options, expected) -> None:
    assert limits(values, **options) == pytest.approx(expected)
