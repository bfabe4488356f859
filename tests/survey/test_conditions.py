"""Conditions: read, told off, written back, asked of answers, said in words, in SQLite the same as in Python."""

from __future__ import annotations

import json
import pickle
import sqlite3
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from tests.conditions import CONDITIONS, ROWS, TODAY, VOCABULARY

from regulars.language import Language, render
from regulars.survey.conditions import (
    ConditionError,
    Dialect,
    holds,
    in_words,
    names_in,
    read_condition,
    vocabulary_of,
    where,
    written,
)
from regulars.survey.questionnaire import Questionnaire


def reads(text: str) -> Any:
    return read_condition(text, VOCABULARY)


def test_a_condition_holds_or_does_not() -> None:
    condition = reads('overall <= 2 and reason in {repair, complaint} and not contact or comment contains "早餐"')

    assert holds(condition, {"overall": 2, "reason": "repair"}, TODAY)
    assert not holds(condition, {"overall": 2, "reason": "repair", "contact": True}, TODAY)
    assert holds(condition, {"comment": "早餐很好"}, TODAY)
    assert not holds(condition, {}, TODAY)
    assert names_in(condition) == ("overall", "reason", "contact", "comment")


@pytest.mark.parametrize(
    ("text", "answers", "expected"),
    [
        ('comment contains ""', {}, False),
        ("reason != repair", {}, False),  # not answered: no comparison holds
        ("not reason = repair", {}, True),
        ("reason not in {repair}", {"reason": ""}, False),
        ("overall is answered", {"overall": float("nan")}, False),
        ("overall is missing", {"overall": float("nan")}, True),
        ("overall is not answered", {"overall": 3}, False),
        ("used has advice", {"used": ["repair", "advice"]}, True),
        ("used is answered", {"used": []}, False),
        ("expected > overall", {"expected": 5, "overall": 3}, True),
        ("expected > overall", {"expected": 5}, False),
        ("day >= today - 30 days", {"day": date(2026, 10, 23)}, True),
        ("day >= today -30 days", {"day": date(2026, 10, 22)}, False),
        ("day between 2026-01-01 and today + 1 day", {"day": date(2026, 11, 23)}, True),
        ("contact = false", {"contact": False}, True),
        ("contact = false", {}, False),
        ("unit = lakeside", {"unit": "lakeside"}, True),
        ("comment = “a”", {"comment": "a"}, True),
        ("overall ≥ 4 and（reason = repair）", {"overall": 4, "reason": "repair"}, True),
    ],
)
def test_what_is_missing_and_what_is_compared(text: str, answers: dict[str, Any], expected: bool) -> None:
    assert holds(reads(text), answers, TODAY) is expected


@pytest.mark.parametrize(
    ("text", "at", "words"),
    [
        ("overal <= 2", 1, "Did you mean: overall"),
        ("qqq <= 2", 1, "taken out"),
        ("overall <= 6", 12, "outside 1 to 5"),
        ("overall <= two", 12, "overall <= 1"),
        ("reason = refund", 10, "repair"),
        ("reason < repair", 8, "reason = repair"),
        ("used = repair", 6, "used has repair"),
        ("overall = reason", 11, "cannot be compared"),
        ("overall", 8, "overall <= 1"),
        ("overall <= 2 and", 17, "name of a question"),
        ("overall <= 2 contact", 14, "Join conditions by and, or"),
        ("(overall <= 2", 14, "“)” is expected"),
        ('comment contains "a', 18, "never closed"),
        ('comment contains "a\0"', 20, "NUL"),
        ("day >= 2026-02-30", 8, "2026-02-30"),
        ("day >= today - many days", 16, "number of days"),
        ("day >= today - 99999999999 days", 16, "number of days"),
        ("overall between 4 and 2", 9, "lower end"),
        ("overall is happy", 12, "answered"),
        ("overall in {}", 13, "no value"),
        ("overall ; drop", 9, "no sign"),
        ("", 1, "name of a question"),
        ("not " * 60 + "contact", 165, "flatter"),
        ("contact and " * 400 + "contact", 4001, "4"),
    ],
)
def test_a_slip_is_told_with_its_place_and_the_way_out(text: str, at: int, words: str) -> None:
    with pytest.raises(ConditionError) as caught:
        reads(text)

    assert caught.value.at + 1 == at
    assert words in str(caught.value)
    assert re_chinese(render(caught.value.message, Language.CHINESE))
    assert str(pickle.loads(pickle.dumps(caught.value))) == str(caught.value)  # noqa: S301


def re_chinese(text: str) -> bool:
    return any("\u4e00" <= sign <= "\u9fff" for sign in text)


@given(CONDITIONS)
def test_what_is_written_back_is_the_same_condition(condition: Any) -> None:
    assert reads(written(condition)) == condition


@settings(max_examples=100, deadline=None)
@given(CONDITIONS, ROWS)
def test_sqlite_gives_the_same_answers_as_python(condition: Any, rows: list[dict[str, Any]]) -> None:
    clause = where(condition, VOCABULARY, {name: f'"{name}"' for name in VOCABULARY}, Dialect.SQLITE, TODAY)
    connection = sqlite3.connect(":memory:")
    columns = ", ".join(f'"{name}"' for name in VOCABULARY)
    connection.execute(f"CREATE TABLE answers (number INTEGER, {columns})")
    for number, row in enumerate(rows):
        marks = ", ".join("?" for _ in VOCABULARY)
        values = [stored(row[name]) for name in VOCABULARY]
        connection.execute(f"INSERT INTO answers VALUES (?, {marks})", [number, *values])
    text = f"SELECT number FROM answers WHERE {clause.text.replace('%s', '?')} ORDER BY number"
    found = [number for (number,) in connection.execute(text, clause.parameters)]
    connection.close()

    assert found == [number for number, row in enumerate(rows) if holds(condition, row, TODAY)]


def stored(value: Any) -> Any:
    """As SQLite keeps it."""
    if isinstance(value, list):
        return json.dumps(value)
    return value.isoformat() if isinstance(value, date) else value


@pytest.mark.parametrize(
    ("text", "english", "chinese"),
    [
        (
            "overall <= 2 and (reason = repair or not contact)",
            "“Overall” is at most 2 and (“Reason” is repair, or “May we call?” was not ticked)",
            "“Overall”不高于2，并且（“Reason”是repair，或者未勾选“May we call?”）",
        ),
        ("day >= today - 90 days", "“Day” is 90 days ago or later", "“Day”在90天前或之后"),
        ("used has advice", "“advice” was chosen in “Used”", "“Used”中选了“advice”"),
        ("expected > overall", "“Expected” is above “Overall”", "“Expected”高于“Overall”"),
    ],
)
def test_a_condition_in_words(text: str, english: str, chinese: str) -> None:
    found = in_words(reads(text), VOCABULARY)

    assert render(found, Language.ENGLISH) == english
    assert render(found, Language.CHINESE) == chinese


def test_a_condition_as_long_as_may_be_is_said() -> None:
    text = " or ".join(["overall = 1"] * 260)

    assert render(in_words(reads(text), VOCABULARY), Language.ENGLISH).count(", or ") == 259


def test_the_answers_of_a_questionnaire_are_fields() -> None:
    questionnaire = Questionnaire.from_dict(
        {
            "name": "stay",
            "title": "Stay",
            "thanks": "Thanks",
            "languages": ["en"],
            "blocks": [
                {"kind": "number", "key": "overall", "label": "Overall", "scale": {"low": 1, "high": 5}},
                {"kind": "choice", "key": "reason", "label": "Reason", "options": {"a": "A", "b": "B"}},
                {"kind": "comment", "key": "words", "label": "Words"},
            ],
        }
    )
    vocabulary = vocabulary_of(questionnaire.items)

    assert holds(
        read_condition('overall = 1 and reason = b and words contains "x"', vocabulary),
        {"overall": 1, "reason": "b", "words": "xy"},
        TODAY,
    )
    with pytest.raises(ConditionError, match="1 to 5"):
        read_condition("overall = 0", vocabulary)
