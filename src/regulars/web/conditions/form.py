"""The fields of a condition in a form: written from a condition, changed by buttons, read back, and shown."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, MutableMapping
from typing import Any as Anything

from regulars.language import Message, Text, message
from regulars.survey.conditions import (
    Condition,
    ConditionError,
    Kind,
    Vocabulary,
    in_words,
    read_condition,
    written,
)
from regulars.survey.conditions.literals import example
from regulars.survey.conditions.terms import All, Any
from regulars.web.conditions.rows import ALONE, AND, OR, SEVERAL, TESTS, Row, rows_of, tests_of, text_of
from regulars.web.words import current, say

Typed = MutableMapping[str, str]
Problems = MutableMapping[str, Message]
PRESSES = ("condition-add", "condition-drop", "condition-show", "condition-text", "condition-rows")
MOST = 20
LONG = 60
JOINS: Mapping[str, Message] = {AND: message("all of these hold"), OR: message("at least one of these holds")}


def write(condition: Condition | None, vocabulary: Vocabulary, stem: str) -> Iterator[tuple[str, str]]:
    """A condition as fields: as rows where rows can say it, else as text."""
    rows = None if condition is None else rows_of(condition, vocabulary)
    yield f"{stem}.way", "rows" if condition is None or rows else "text"
    yield f"{stem}.text", "" if condition is None else written(condition)
    join, found = rows or (AND, [])
    yield f"{stem}.join", join
    yield f"{stem}.count", str(len(found))
    for number, row in enumerate(found):
        yield from _fields(row, vocabulary, f"{stem}.{number}")


def pressed(button: str, typed: Typed, vocabulary: Vocabulary, stem: str) -> None:
    """One of ``PRESSES``, with the number of the row behind a colon: the fields change, nothing is stored."""
    what, _, number = button.partition(":")
    count = _count(typed, stem)
    if what == "condition-add" and count < MOST and vocabulary:
        # What stands nearest, and is no line of words.
        near = [one.name for one in vocabulary.values() if one.kind is not Kind.TEXT] or list(vocabulary)
        typed[f"{stem}.{count}.field"] = near[-1]
        typed[f"{stem}.count"] = str(count + 1)
    elif what == "condition-drop" and number.isdecimal():
        rows = [_kept(typed, f"{stem}.{at}") for at in range(count) if at != int(number)]
        for name in [name for name in typed if name.startswith(f"{stem}.") and name[len(stem) + 1].isdigit()]:
            del typed[name]
        for at, row in enumerate(rows):
            typed.update({f"{stem}.{at}{rest}": value for rest, value in row.items()})
        typed[f"{stem}.count"] = str(len(rows))
    elif what in ("condition-text", "condition-rows"):
        _turn(what, typed, vocabulary, stem)


def read(typed: Mapping[str, str], vocabulary: Vocabulary, stem: str, problems: Problems) -> Condition | None:
    """The condition that the fields say; None for everybody. What is wrong stands in ``problems`` at its field."""
    if typed.get(f"{stem}.way") == "text":
        return _read_text(typed.get(f"{stem}.text", ""), vocabulary, f"{stem}.text", problems)
    texts = [
        text for at in range(_count(typed, stem)) if (text := _read_row(typed, vocabulary, f"{stem}.{at}", problems))
    ]
    if not texts or problems.keys() & {f"{stem}.{at}" for at in range(_count(typed, stem))}:
        return None
    join = typed.get(f"{stem}.join", AND)
    return _read_text(f" {OR if join == OR else AND} ".join(texts), vocabulary, f"{stem}.text", problems)


def shown(
    typed: Mapping[str, str], vocabulary: Vocabulary, stem: str, problems: Mapping[str, Message], *, asks: Message
) -> dict[str, Anything]:
    """What ``pages/parts/condition.html`` needs. ``asks``: what the condition is for."""
    condition = read(typed, vocabulary, stem, {})
    rows = [_shown_row(typed, vocabulary, f"{stem}.{at}", problems) for at in range(_count(typed, stem))]
    return {
        "stem": stem,
        "asks": asks,
        "facts": bool(vocabulary) and not any(one.asked for one in vocabulary.values()),
        "known": _labels(vocabulary),
        "rows": rows,
        "way": typed.get(f"{stem}.way", "rows"),
        "join": typed.get(f"{stem}.join", AND),
        "joins": JOINS.items(),
        "text": typed.get(f"{stem}.text", ""),
        "problem": problems.get(f"{stem}.text") or problems.get(stem),
        "words": None if condition is None else in_words(condition, vocabulary),
        "example": example(next(reversed(vocabulary.values()))) if vocabulary else "",
    }


def _fields(row: Row, vocabulary: Vocabulary, name: str) -> Iterator[tuple[str, str]]:
    yield f"{name}.field", row.field
    yield f"{name}.test", row.test
    if vocabulary[row.field].options and row.test in SEVERAL:
        yield from ((f"{name}.pick.{value}", "1") for value in row.values)
    else:
        yield f"{name}.value", ", ".join(row.values)


def _kept(typed: Mapping[str, str], name: str) -> dict[str, str]:
    return {full.removeprefix(name): value for full, value in typed.items() if full.startswith(f"{name}.")}


def _count(typed: Mapping[str, str], stem: str) -> int:
    text = typed.get(f"{stem}.count", "0")
    return min(int(text), MOST) if text.isdecimal() and len(text) < 4 else 0


def _turn(what: str, typed: Typed, vocabulary: Vocabulary, stem: str) -> None:
    """From rows to text, and back where rows can say it."""
    found: dict[str, Message] = {}
    condition = read(typed, vocabulary, stem, found)
    if found:
        return
    wanted = "text" if what == "condition-text" else "rows"
    for name in [name for name in typed if name.startswith(f"{stem}.")]:
        del typed[name]
    typed.update(write(condition, vocabulary, stem))
    if wanted == "text":
        typed[f"{stem}.way"] = "text"


def _row(typed: Mapping[str, str], vocabulary: Vocabulary, name: str) -> Row | None:
    known = vocabulary.get(typed.get(f"{name}.field", ""))
    if known is None:
        return None
    test = typed.get(f"{name}.test", "")
    test = test if test in TESTS[known.kind] else next(iter(TESTS[known.kind]))
    if known.options and test in SEVERAL:
        values = tuple(option for option in known.options if typed.get(f"{name}.pick.{option}"))
    else:
        value = typed.get(f"{name}.value", "").strip()
        parts = value.replace("，", ",").replace("、", ",").split(",") if test in SEVERAL else [value]
        values = tuple(part.strip() for part in parts if part.strip())
    return Row(known.name, test, () if test in ALONE else values)


def _read_row(typed: Mapping[str, str], vocabulary: Vocabulary, name: str, problems: Problems) -> str:
    row = _row(typed, vocabulary, name)
    if row is None:
        problems[name] = message("This question is not there any more. Choose another, or take the row out.")
        return ""
    empty = message("Choose or write a value.")
    try:
        text = text_of(row, vocabulary[row.field])
        single = not isinstance(read_condition(text, vocabulary), All | Any)
    except ValueError as error:
        problems[name] = error.problem if isinstance(error, ConditionError) else empty
        return ""
    if not single:  # a value that says more than a value
        problems[name] = empty
        return ""
    return text


def _read_text(text: str, vocabulary: Vocabulary, name: str, problems: Problems) -> Condition | None:
    if not text.strip():
        return None
    try:
        return read_condition(text, vocabulary)
    except ConditionError as error:
        problems[name] = error.message
        return None


def _shown_row(
    typed: Mapping[str, str], vocabulary: Vocabulary, name: str, problems: Mapping[str, Message]
) -> dict[str, Anything]:
    row = _row(typed, vocabulary, name)
    known = None if row is None else vocabulary[row.field]
    tests = {} if known is None else tests_of(known)
    options = {} if known is None else known.options
    return {
        "name": name,
        "field": typed.get(f"{name}.field", ""),
        "test": "" if row is None else row.test,
        "tests": tests.items(),
        "options": [(key, _said(words)) for key, words in options.items()],
        "several": bool(options) and any(test in SEVERAL for test in tests),
        "picked": () if row is None else row.values,
        "value": typed.get(f"{name}.value", ""),
        "day": known is not None and known.kind is Kind.DAY,
        "number": known is not None and known.kind is Kind.NUMBER,
        "flag": known is not None and known.kind is Kind.FLAG,
        "low": None if known is None else known.low,
        "high": None if known is None else known.high,
        "problem": problems.get(name),
    }


def _labels(vocabulary: Vocabulary) -> list[tuple[str, str]]:
    """The words of each; with its name where two have the same."""
    labels = {name: _said(one.label) for name, one in vocabulary.items()}
    shorts = {name: label if len(label) <= LONG else label[: LONG - 1] + "…" for name, label in labels.items()}
    same = Counter(shorts.values())
    return [(name, short if same[short] == 1 else f"{short} ({name})") for name, short in shorts.items()]


def _said(words: Text | Message) -> str:
    return words.in_language(current().tag) if isinstance(words, Text) else say(words)
