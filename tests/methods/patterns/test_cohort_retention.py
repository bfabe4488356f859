"""Cohorts: the plain table, what is not over, guarded input."""

from __future__ import annotations

import json
from datetime import date, datetime, timedelta

import numpy as np
import pytest

from regulars.methods import cohort_retention
from regulars.methods.errors import ColumnLengthError, MethodError, OptionError, TooFewAnswersError

WHO = ["ann", "bo", "ann", "cy", "ann", "bo"]
DAY = ["2026-01-05", "2026-01-20", "2026-02-03", "2026-02-09", "2026-03-31", "2026-03-02"]


def test_the_table_is_the_plain_count():
    random = np.random.default_rng(3)
    who = random.integers(0, 60, 500)
    day = [date(2025, 1, 1) + timedelta(int(at)) for at in random.integers(0, 400, 500)]
    result = cohort_retention(who, day, period="quarter", until=date(2026, 2, 10))

    first = {person: min(d for w, d in zip(who, day, strict=True) if w == person) for person in set(who)}
    quarter = lambda d: 4 * d.year + (d.month - 1) // 3  # noqa: E731
    start = min(map(quarter, first.values()))
    for place, name in enumerate(result.cohorts):
        own = {p for p, d in first.items() if quarter(d) == start + place}
        assert result.cohort_size[place] == len(own)
        for age in result.age:
            back = {w for w, d in zip(who, day, strict=True) if w in own and quarter(d) == start + place + age}
            if start + place + age > quarter(date(2026, 2, 10)):
                assert np.isnan(result.kept[place, age])
            else:
                assert result.kept[place, age] == pytest.approx(len(back) / len(own))
                assert result.complete[place, age] == (start + place + age < quarter(date(2026, 2, 10)))
        assert name == f"{(start + place) // 4} Q{(start + place) % 4 + 1}"


def test_what_is_not_over_stays_out_of_the_line_for_all():
    whole, part = (cohort_retention(WHO, DAY, until=until) for until in ("2026-03-31", "2026-03-15"))

    assert whole.all_kept.tolist() == pytest.approx([1, 1 / 3, 1])
    assert whole.all_size.tolist() == [3, 3, 2]
    assert part.all_size.tolist() == [3, 2, 0]
    assert np.isnan(part.all_kept[2])
    assert (part.all_kept_low[0], part.all_kept_high[0]) == (1, 1)
    assert "old customers" in str(whole.notes[0])


@pytest.mark.parametrize(
    ("period", "cohorts"),
    [
        ("day", ("2026-01-05", "2026-01-20", "2026-02-09")),
        ("week", ("2026-01-05–2026-01-11", "2026-01-19–2026-01-25", "2026-02-09–2026-02-15")),
        ("month", ("2026-01", "2026-02")),
        ("quarter", ("2026 Q1",)),
        ("year", ("2026",)),
    ],
)
def test_periods_have_names(period, cohorts):
    assert cohort_retention(WHO, DAY, period=period).cohorts == cohorts


def test_days_may_come_in_any_kind():
    expected = cohort_retention(WHO, DAY).to_dict()

    assert cohort_retention(WHO, np.array(DAY, dtype="datetime64[s]")).to_dict() == expected
    assert cohort_retention(WHO, [datetime.fromisoformat(day + "T23:59") for day in DAY]).to_dict() == expected
    assert cohort_retention(WHO, [day + " 10:30:00" for day in DAY]).to_dict() == expected
    assert cohort_retention(WHO[::-1], DAY[::-1]).to_dict() == expected


def test_missing_and_returns_are_counted():
    result = cohort_retention(
        [*WHO, None, "bo", "bo"], [*DAY, "2026-01-01", None, "2026-02-02"], quantity=[*[1] * 8, -1]
    )

    assert (result.n, result.n_missing, result.n_returned) == (3, 2, 1)
    assert result.kept[0].tolist() == [1, 0.5, 1]
    assert json.loads(json.dumps(result.to_dict(), allow_nan=False))["too_few"] is True


@pytest.mark.parametrize(
    ("error", "says", "options"),
    [
        (MethodError, "Row 1 of dates: “soon” is not a day", {"dates": ["soon", *DAY[1:]]}),
        (ColumnLengthError, "dates has 1 rows", {"dates": ["2026-01-01"]}),
        (OptionError, "period is “fortnight”", {"period": "fortnight"}),
        (OptionError, "until 2020-01-01", {"until": "2020-01-01"}),
        (OptionError, "No customer bought anything", {"until": ""}),
        (OptionError, "Choose a longer period", {"period": "day", "dates": ["1950-01-01", *DAY[1:]]}),
        (TooFewAnswersError, "There is no purchase", {"customers": [None] * 6}),
    ],
)
def test_wrong_input_is_named(error, says, options):
    with pytest.raises(error) as caught:
        cohort_retention(**{"customers": WHO, "dates": DAY, **options})

    assert says in str(caught.value)
