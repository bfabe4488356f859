"""Conditions as rows of a form: what rows can say comes back as it was, the rest stays text."""

from __future__ import annotations

import pytest

from regulars.language import Message, Text, message
from regulars.survey.conditions import Kind, Known, Vocabulary, read_condition, written
from regulars.web import conditions

WORDS = {"repair": Text.of("Repair"), "advice": Text.of("Advice")}
VOCABULARY = Vocabulary.of(
    [
        Known("overall", Kind.NUMBER, Text.of("Overall"), low=1, high=5),
        Known("reason", Kind.CHOICE, Text.of("Reason"), WORDS),
        Known("unit", Kind.CHOICE, Text.of("Unit")),
        Known("used", Kind.SET, Text.of("Used"), WORDS),
        Known("comment", Kind.TEXT, Text.of("Comment")),
        Known("day", Kind.DAY, Text.of("Day")),
        Known("contact", Kind.FLAG, Text.of("Contact")),
    ]
)
AS_ROWS = [
    "overall <= 2",
    "overall in {1, 2}",
    "not contact",
    "contact and overall > 1 and overall != 3",
    'reason = "repair" or reason not in {"repair", "advice"}',
    'unit in {"lakeside", "harbour"}',
    'used has "repair" and not used has "advice"',
    'comment contains "breakfast, \\"cold\\"" or comment is answered',
    "day >= today - 90 days",
    "day < today - 7 days and day <= 2026-11-22",
    "not day is answered",
]
AS_TEXT = [
    "overall <= 2 and (contact or overall = 1)",
    "not (contact and overall = 1)",
    "overall between 1 and 2",
    "day > today",
    'comment = "x"',
]


def typed(text: str) -> dict[str, str]:
    return dict(conditions.write(read_condition(text, VOCABULARY), VOCABULARY, "when"))


@pytest.mark.parametrize("text", AS_ROWS)
def test_rows_say_the_same(text: str) -> None:
    fields, problems = typed(text), dict[str, Message]()

    assert fields["when.way"] == "rows"
    found = conditions.read(fields, VOCABULARY, "when", problems)
    assert (found, problems) == (read_condition(text, VOCABULARY), {})
    conditions.shown(fields, VOCABULARY, "when", {}, asks=message("Whom it is asked"))


@pytest.mark.parametrize("text", AS_TEXT)
def test_what_rows_cannot_say_stays_text(text: str) -> None:
    fields = typed(text)

    assert fields["when.way"] == "text"
    assert conditions.read(fields, VOCABULARY, "when", {}) == read_condition(text, VOCABULARY)
    conditions.pressed("condition-rows", fields, VOCABULARY, "when")
    assert fields["when.way"] == "text"


def test_buttons_change_the_fields_alone() -> None:
    fields: dict[str, str] = {"when.count": "0", "when.join": "and", "other": "1"}

    conditions.pressed("condition-add", fields, VOCABULARY, "when")
    conditions.pressed("condition-add", fields, VOCABULARY, "when")
    fields |= {"when.0.field": "overall", "when.0.test": "<=", "when.0.value": "2"}
    conditions.pressed("condition-drop:1", fields, VOCABULARY, "when")
    assert written(conditions.read(fields, VOCABULARY, "when", {})) == "overall <= 2"

    conditions.pressed("condition-text", fields, VOCABULARY, "when")
    assert (fields["when.way"], fields["when.text"], fields["other"]) == ("text", "overall <= 2", "1")
    for wrong in ("condition-drop:x", "condition-drop:99", "condition-show", "condition-drop"):
        conditions.pressed(wrong, fields, VOCABULARY, "when")


@pytest.mark.parametrize(
    ("row", "told"),
    [
        ({"field": "gone"}, "not there any more"),
        ({"field": "overall", "test": "<=", "value": "many"}, "is no value for|nothing called"),
        ({"field": "overall", "test": "<=", "value": ""}, "Choose or write a value"),
        ({"field": "overall", "test": "<=", "value": "2 or contact"}, "Choose or write a value"),
        ({"field": "reason", "test": "in"}, "Choose or write a value"),
        ({"field": "day", "test": "last", "value": "1 day"}, "."),
    ],
)
def test_a_row_that_says_nothing_is_told_at_its_place(row: dict[str, str], told: str) -> None:
    import re

    problems: dict[str, Message] = {}
    fields = {"when.count": "1", **{f"when.0.{name}": value for name, value in row.items()}}

    assert conditions.read(fields, VOCABULARY, "when", problems) is None
    assert re.search(told, str(problems["when.0"]))


@pytest.mark.parametrize("count", ["-1", "x", "", "9999999", "²"])
def test_a_wrong_count_is_none(count: str) -> None:
    assert conditions.read({"when.count": count}, VOCABULARY, "when", {}) is None


def test_what_nobody_was_asked_is_known_or_not() -> None:
    """Fields that are facts are said in other words than answers, in rows and in the sentence."""
    vocabulary = Vocabulary.of([Known("email", Kind.FLAG, Text.of("E-mail"), asked=False)])
    fields = dict(conditions.write(read_condition("not email", vocabulary), vocabulary, "when"))

    shown = conditions.shown(fields, vocabulary, "when", {}, asks=message("Who belongs to it"))

    assert shown["facts"]
    assert [str(words) for _, words in shown["rows"][0]["tests"]] == ["yes", "no"]
    assert str(shown["words"]) == "“E-mail”: no"
