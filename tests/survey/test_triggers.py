"""When somebody is asked after something happened, and whom chance chooses."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from regulars.survey.happenings import HappeningKind
from regulars.survey.triggers import Wait, drawn, too_late

BERLIN = ZoneInfo("Europe/Berlin")
INSTANTS = st.integers(0, 2 * 366 * 24 * 60).map(
    lambda minutes: datetime(2026, 1, 1, tzinfo=UTC) + timedelta(minutes=minutes)
)


def _berlin(*parts: int, fold: int = 0) -> datetime:
    return datetime(*parts, tzinfo=BERLIN, fold=fold)


def test_minutes_are_elapsed_time_when_the_clocks_go_forward() -> None:
    """Two hours after 1:30 on the last Sunday of March it is 4:30 on the wall."""
    due = Wait(minutes=120).after(_berlin(2026, 3, 29, 1, 30), BERLIN)

    assert due.astimezone(BERLIN) == _berlin(2026, 3, 29, 4, 30)


def test_minutes_are_elapsed_time_when_the_clocks_go_back() -> None:
    """Two hours after 1:30 on the last Sunday of October it is the second 2:30."""
    due = Wait(minutes=120).after(_berlin(2026, 10, 25, 1, 30), BERLIN)

    assert due == _berlin(2026, 10, 25, 2, 30, fold=1).astimezone(UTC)


def test_the_next_day_at_ten_is_ten_on_the_wall_in_both_nights() -> None:
    """23 or 25 hours after ten of the day before."""
    spring = Wait(days=1, clock=time(10)).after(_berlin(2026, 3, 28, 10), BERLIN)
    autumn = Wait(days=1, clock=time(10)).after(_berlin(2026, 10, 24, 10), BERLIN)

    assert spring - _berlin(2026, 3, 28, 10).astimezone(UTC) == timedelta(hours=23)
    assert autumn - _berlin(2026, 10, 24, 10).astimezone(UTC) == timedelta(hours=25)


def test_a_time_that_is_skipped_comes_an_hour_later_and_one_that_comes_twice_is_the_first() -> None:
    """Half past two."""
    spring = Wait(days=1, clock=time(2, 30)).after(_berlin(2026, 3, 28, 12), BERLIN)
    autumn = Wait(days=1, clock=time(2, 30)).after(_berlin(2026, 10, 24, 12), BERLIN)

    assert f"{spring.astimezone(BERLIN):%H:%M}" == "03:30"
    assert autumn == _berlin(2026, 10, 25, 2, 30, fold=0).astimezone(UTC)


def test_the_same_day_at_ten_is_the_next_day_for_what_happened_in_the_afternoon() -> None:
    """Nobody is asked before it happened."""
    due = Wait(clock=time(10)).after(_berlin(2026, 11, 22, 15), BERLIN)

    assert due == _berlin(2026, 11, 23, 10).astimezone(UTC)


@given(INSTANTS, st.integers(0, 400), st.integers(0, 30), st.times())
def test_nobody_is_asked_before_it_happened(at: datetime, minutes: int, days: int, clock: time) -> None:
    """Whatever the clocks do."""
    assert Wait(minutes=minutes).after(at, BERLIN) >= at
    assert Wait(days=days, clock=clock.replace(microsecond=0)).after(at, BERLIN) >= at


@given(st.text(max_size=12), st.text(max_size=12), st.floats(0, 1), st.floats(0, 1))
def test_whoever_is_drawn_at_a_low_rate_is_drawn_at_a_higher_one(seed: str, key: str, low: float, high: float) -> None:
    """And always the same for the same key."""
    low, high = sorted((low, high))

    assert drawn(seed, "till", key, low) == drawn(seed, "till", key, low)
    assert drawn(seed, "till", key, high) or not drawn(seed, "till", key, low)


def test_about_the_share_is_drawn() -> None:
    """Ten thousand keys at a tenth: within four standard deviations."""
    count = sum(drawn("seed", "till", str(n), 0.1) for n in range(10_000))

    assert abs(count - 1000) < 4 * 30


def test_what_lies_outside_the_window_is_too_late() -> None:
    """The last moment is inside."""
    at = datetime(2026, 11, 1, tzinfo=UTC)

    assert not too_late(at, at + timedelta(days=14), 14)
    assert too_late(at, at + timedelta(days=14, seconds=1), 14)


def test_details_are_read_as_their_kind_says() -> None:
    """Numbers with blanks, choices by their words in any language, yes and no; the rest says what is wrong."""
    kind = HappeningKind.from_dict(
        {
            "key": "stay",
            "name": {"en": "Stay"},
            "fields": [
                {"key": "nights", "kind": "number", "label": "Nights"},
                {"key": "purpose", "kind": "choice", "label": "Purpose", "options": {"work": {"zh": "商务"}}},
                {"key": "loud", "kind": "flag", "label": "Loud"},
                {"key": "left", "kind": "day", "label": "Left"},
            ],
        }
    )

    good = kind.read({"nights": "1 200", "purpose": "商务", "loud": "是", "left": "2026-11-22", "other": 1})
    bad = kind.read({"nights": "two", "purpose": "x", "loud": "perhaps", "left": "soon", "empty": ""})

    assert good.values == {"nights": 1200, "purpose": "work", "loud": True, "left": "2026-11-22"}
    assert (good.problems, good.unknown) == ({}, ("other",))
    assert set(bad.problems) == {"nights", "purpose", "loud", "left"}
    assert bad.values == {}
