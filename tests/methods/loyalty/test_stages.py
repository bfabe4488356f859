"""Stages: rules, moves and times against a slow literal version; hostile input."""

from __future__ import annotations

import csv
import json
from collections import Counter
from datetime import UTC, date, datetime, timedelta

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from regulars.methods import Stage, stages
from regulars.methods.errors import ColumnLengthError, MethodError, OptionError, TooFewAnswersError

START = date(2026, 1, 1)
events = st.lists(
    st.tuples(
        st.sampled_from("abc"), st.integers(0, 200), st.sampled_from(["known", "contact", "purchase", "referral"])
    ),
    min_size=1,
    max_size=25,
)


def columns(table):
    return [c for c, _, _ in table], [START + timedelta(d) for _, d, _ in table], [e for _, _, e in table]


def literal(table, day, client_from, inactive_after):
    """The stage of each customer on a day, straight from the rules."""
    found = {}
    for who in {c for c, _, _ in table}:
        past = [(d, e) for c, d, e in table if c == who and d <= day]
        if not past:
            continue
        bought = len({d for d, e in past if e == "purchase"})
        kinds = {e for _, e in past}
        if day - max(d for d, _ in past) > inactive_after:
            found[who] = "inactive"
        elif bought and "referral" in kinds:
            found[who] = "advocate"
        elif bought:
            found[who] = "client" if bought >= client_from else "repeat" if bought > 1 else "first_time"
        else:
            found[who] = "prospect" if "contact" in kinds else "suspect"
    return found


@given(events, st.integers(2, 4), st.integers(5, 60), st.integers(7, 40))
@settings(max_examples=80, deadline=None)
def test_stages_and_moves_are_those_of_the_rules(table, client_from, inactive_after, every):
    last = max(d for _, d, _ in table)
    first = min(d for _, d, _ in table)
    who, day, event = columns(table)

    found = stages(who, day, event=event, client_from=client_from, inactive_after=inactive_after, every=every)

    assert dict(zip(found.customers, found.stage.tolist(), strict=True)) == literal(
        table, last, client_from, inactive_after
    )
    moves = Counter()
    for here in range(last - every, first - 1, -every):
        before, after = (literal(table, d, client_from, inactive_after) for d in (here, here + every))
        moves.update((before[c], after[c]) for c in before)
    counted = {
        (one, other): int(found.moves[i, j])
        for i, one in enumerate(found.names)
        for j, other in enumerate(found.names)
        if found.moves[i, j]
    }
    assert counted == dict(moves)
    assert found.now.sum() == found.n
    assert found.leaks.sum() == found.now[-1]


def test_time_in_a_stage_by_hand():
    """Stays of 40 (bought again), 60 (fell silent) and 10 so far: half of those watched had left after 40 days."""
    found = stages(
        ["a", "a", "b", "c"],
        [START, START + timedelta(40), START, START + timedelta(90)],
        until=START + timedelta(100),
        inactive_after=60,
    )

    first = found.names.index("first_time")
    assert found.stay[first] == 40
    assert found.stage.tolist() == ["repeat", "inactive", "first_time"]
    assert found.since.tolist() == ["2026-02-10", "2026-03-02", "2026-04-01"]


def test_returns_undo_a_purchase():
    days = ["2026-01-01", "2026-01-01", "2026-01-05", "2026-01-09", "2026-01-09"]
    found = stages(["a"] * 5, days, amount=[10, -10, 20, 0, 5])

    assert found.stage.tolist() == ["repeat"]


def test_customers_may_be_numbers_too_long_for_a_float():
    """In any order, sorted or not, with a number that means nobody."""
    long = 2**62 + 1
    who = [long, long + 1, long, -1]
    days = [START, START, START + timedelta(3), START]
    names = stages([str(one) for one in who], days, missing=[-1])
    for order in ([0, 1, 2, 3], [3, 0, 2, 1]):
        found = stages(np.array([who[i] for i in order]), [days[i] for i in order], missing=[-1])
        assert found.to_dict() == names.to_dict()
        assert dict(zip(found.customers, found.stage.tolist(), strict=True)) == {
            str(long): "repeat",
            str(long + 1): "first_time",
        }
    with pytest.raises(TooFewAnswersError):
        stages(np.array([], dtype=np.int64), np.array([], dtype="datetime64[D]"))


def test_the_kind_of_days_changes_nothing():
    days = ["2026-01-05", "2026-02-20", "2026-02-01", "2025-03-01"]
    expected = stages([1, 1, 2, 3], days).to_dict()
    as_dates = [date.fromisoformat(day) for day in days]
    others = [
        as_dates,
        [datetime(d.year, d.month, d.day, 23, 59, tzinfo=UTC) for d in as_dates],
        np.array(days, dtype="datetime64[s]"),
        pa.array(as_dates),
        pa.chunked_array([np.array(days, dtype="datetime64[us]")]),
        [day.replace("-", "") for day in days],
        [f"{day} 07:45:00" for day in days],
    ]

    for given_days in others:
        assert stages(["1", 1.0, "2", "3"], given_days).to_dict() == expected


def test_order_is_nothing_and_the_unknown_are_counted():
    random = np.random.default_rng(3)
    who = random.integers(0, 30, 200).astype(str).tolist()
    day = [START + timedelta(int(d)) for d in random.integers(0, 300, 200)]
    order = random.permutation(200)
    one, other = stages(who, day), stages([who[i] for i in order], [day[i] for i in order])
    more = stages([*who, None, "x"], [*day, START, None])

    assert one.to_dict() == other.to_dict() == {**more.to_dict(), "n_missing": 0}
    assert more.n_missing == 2
    json.dumps(one.to_dict(), allow_nan=False)


def test_many_dates_of_few_customers_leave_a_wide_interval():
    """Ten customers who never come back are ten, however often they are looked at."""
    who = [str(i) for i in range(10)]
    found = stages(who, [START] * 10, until=START + timedelta(170), every=1)
    at = found.names.index("first_time")

    assert found.moves[at, at] == 1700
    assert found.move_low[at, at] < 0.75
    assert found.move_customers[at] == 10


def test_one_customer_has_no_limits():
    found = stages(["a"], [START], until=START + timedelta(60))

    assert np.isnan(found.move_low[2, 2])
    assert found.too_few
    assert "feels or deserves" in str(found.notes[-1])
    assert "span less than 30 days" in str(stages(["a"], [START]).notes[0])


def test_names_for_people():
    assert str(Stage.REPEAT.words) == "Repeat customer (post-purchase experience)"
    assert [stage.value for stage in Stage] == list(stages(["a"], [START]).names)


@pytest.mark.parametrize(
    ("change", "error", "words"),
    [
        ({"day": ["soon", START]}, MethodError, "Row 1 of day: “soon” is not a day"),
        ({"day": [START, 35765]}, MethodError, "Row 2 of day: “35765” is not a day"),
        ({"day": [START, float("inf")]}, MethodError, "Row 2 of day"),
        ({"day": [START]}, ColumnLengthError, "customer has 2 rows"),
        ({"event": ["purchase", "sold"]}, MethodError, "“sold” is no event"),
        ({"event": ["purchase"]}, ColumnLengthError, "event has 1 rows"),
        ({"amount": ["a", 1]}, MethodError, "Row 1 of amount"),
        ({"amount": [-1, -2]}, TooFewAnswersError, "Nothing happened"),
        ({"until": "2020-01-01"}, TooFewAnswersError, "Nothing happened until 2020-01-01"),
        ({"until": "x"}, MethodError, "is not a day"),
        ({"client_from": 1}, OptionError, "client_from is 1"),
        ({"inactive_after": 0}, OptionError, "inactive_after is 0"),
        ({"every": 0.5}, OptionError, "every is 0.5"),
        ({"every": 1, "day": [date(1900, 1, 1), START]}, OptionError, "too many dates"),
        ({"customer": [None, ""]}, TooFewAnswersError, "none complete"),
        ({"confidence": 2}, OptionError, "confidence level"),
    ],
)
def test_what_cannot_be_used_is_said(change, error, words):
    with pytest.raises(error, match=words):
        stages(**{"customer": ["a", "b"], "day": [START, START + timedelta(3)], **change})


@pytest.mark.reference
def test_cdnow(reference_data):
    with (reference_data / "cdnow-sample" / "cdnowElog.csv").open() as file:
        rows = list(csv.DictReader(file))
    found = stages(*([row[name] for row in rows] for name in ("masterid", "date")), amount=[r["sales"] for r in rows])

    assert (found.n, found.until) == (2357, "1998-06-30")
    assert dict(zip(found.names, found.now.tolist(), strict=True)) == {
        "suspect": 0,
        "prospect": 0,
        "first_time": 0,
        "repeat": 157,
        "client": 358,
        "advocate": 0,
        "inactive": 1842,
    }
    assert found.move[2, [2, 3, 6]].round(2).tolist() == [0.8, 0.06, 0.14]


def test_long_numbers_of_customers_stay_apart() -> None:
    """Eighteen digits, as messengers and tills give them: as floats the two were one."""
    found = stages(["100994270224433915", "100994270224433916"], ["2026-01-05", "2026-01-06"])
    assert found.customers == ("100994270224433915", "100994270224433916")
