"""A message that waits in the database is said later as it would have been said at once."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from regulars.language import (
    Count,
    Day,
    Estimate,
    Kind,
    Language,
    Message,
    Missing,
    Money,
    Text,
    message,
    plural,
    render,
)
from regulars.web.words import restored, stored

VALUES = [
    None,
    True,
    12_345,
    0.5,
    "Mei's file.csv",
    Count(12_345),
    Money(Decimal("12.50"), "CNY"),
    Money(Decimal(1234), "JPY", 0),
    Day(date(2026, 11, 22)),
    date(2026, 11, 22),
    datetime(2026, 11, 22, 9, 30, tzinfo=UTC),
    Decimal("0.10"),
    Text({"en": "Breakfast", "zh": "早餐"}),
    Estimate(0.31, 0.29, 0.34, Kind.SHARE),
    Estimate(11_200.0, None, None, Kind.MONEY, "CNY", 0),
    Estimate(float("nan")),
    Missing(message("{n} answers, too few to judge", n=4)),
    message("{file} is empty.", file="a.csv"),
    ("Friday", Count(2), message("{n} answers, too few to judge", n=4)),
]


def there_and_back(words: Message) -> Message | None:
    """By way of the text that a database keeps."""
    return restored(json.loads(json.dumps(stored(words), allow_nan=False)))


@pytest.mark.parametrize("value", VALUES, ids=repr)
def test_a_value_comes_back_as_what_it_was(value: Any) -> None:
    kept = there_and_back(message("{value}", value=value))

    assert kept is not None
    assert type(kept.values["value"]) is type(value)
    for language in Language:
        assert render(kept, language) == render(message("{value}", value=value), language)


def test_the_place_that_said_it_and_its_count_come_back() -> None:
    words = Message("{count} row", {"count": 2}, "{count} rows", 2, "web.imports")

    kept = there_and_back(words)

    assert (kept, kept.home) == (words, "web.imports")
    assert str(there_and_back(plural("{count} row", "{count} rows", 1))) == "1 row"


def test_what_was_kept_before_places_were_known_is_still_read() -> None:
    data = stored(message("{file} is empty.", file="a.csv"))
    del data["home"]

    assert str(restored(data)) == "a.csv is empty."
    assert restored({}) is None


def test_numbers_of_numpy_and_paths_are_taken() -> None:
    from pathlib import Path

    kept = there_and_back(message("{n} {x} {where}", n=np.int64(3), x=np.float64(0.5), where=Path("a") / "b"))

    assert dict(kept.values) == {"n": 3, "x": 0.5, "where": str(Path("a") / "b")}


@given(st.text())
def test_no_text_is_one_that_a_database_refuses(text: str) -> None:
    kept = json.dumps(stored(message("{value}", value=text)))

    assert "\\u0000" not in kept.replace("\\\\", "")
    assert not any(0xD800 <= ord(sign) < 0xE000 for sign in json.loads(kept)["values"]["value"])


@pytest.mark.parametrize("text", ["a\0b", "a\ud800b"])
def test_signs_that_no_database_takes_are_replaced(text: str) -> None:
    value = stored(message("{value}", value=text))["values"]["value"]

    assert value[0] + value[-1] == "ab"
    assert len(value) == 3
    assert value != text
