"""Conditions and rows by chance, for the test that all engines agree (run on each by the floor that owns it)."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from hypothesis import strategies as st

from regulars.language import Text
from regulars.survey.conditions import Kind, Known, Vocabulary, read_condition
from regulars.survey.conditions.terms import (
    All,
    Answered,
    Between,
    Compare,
    Contains,
    Has,
    Name,
    Not,
    OneOf,
    Operator,
    Ticked,
    Today,
)
from regulars.survey.conditions.terms import Any as Either

TODAY = date(2026, 11, 22)
REASONS = {key: Text.of(key) for key in ("repair", "advice", "complaint")}
VOCABULARY = Vocabulary.of(
    [
        Known("overall", Kind.NUMBER, Text.of("Overall"), low=1, high=5),
        Known("expected", Kind.NUMBER, Text.of("Expected"), low=1, high=5),
        Known("spent", Kind.NUMBER, Text.of("Spent")),
        Known("comment", Kind.TEXT, Text.of("Comment")),
        Known("reason", Kind.CHOICE, Text.of("Reason"), REASONS),
        Known("unit", Kind.CHOICE, Text.of("Hotel")),
        Known("used", Kind.SET, Text.of("Used"), REASONS),
        Known("day", Kind.DAY, Text.of("Day")),
        Known("arrived", Kind.DAY, Text.of("Arrived")),
        Known("contact", Kind.FLAG, Text.of("May we call?")),
    ]
)
RATINGS = st.integers(1, 5)
AMOUNTS = st.one_of(st.integers(-(10**6), 10**6), st.decimals(-1000, 1000, places=2).map(float))
WORDS = st.text(st.sampled_from("ab%_'\\\"早餐 é?{}$"), max_size=6)
DAYS = st.dates(date(2026, 8, 1), date(2026, 12, 31))
OPTIONS = st.sampled_from(list(REASONS))
UNITS = st.sampled_from(["lakeside", "harbour", "40%", "o'hare", "湖畔"])
SOME_DAYS = st.one_of(DAYS, st.integers(-100, 30).map(Today))

ROWS: st.SearchStrategy[list[dict[str, Any]]] = st.lists(
    st.fixed_dictionaries(
        {
            "overall": st.none() | RATINGS,
            "expected": st.none() | RATINGS,
            "spent": st.none() | AMOUNTS,
            "comment": st.none() | WORDS,
            "reason": st.none() | OPTIONS,
            "unit": st.none() | UNITS,
            "used": st.none() | st.lists(OPTIONS, unique=True),
            "day": st.none() | DAYS,
            "arrived": st.none() | DAYS,
            "contact": st.none() | st.booleans(),
        }
    ),
    min_size=1,
    max_size=6,
)


def _comparison(names: list[str], values: st.SearchStrategy[Any], *, ordered: bool) -> st.SearchStrategy[Any]:
    field = st.sampled_from(names).map(Name)
    signs = list(Operator) if ordered else [Operator.EQUAL, Operator.UNEQUAL]
    compared = st.builds(Compare, field, st.sampled_from(signs), values | field)
    listed = st.builds(OneOf, field, st.lists(values, min_size=1, max_size=3, unique=True).map(tuple), st.booleans())
    return compared | listed


def _ends(pair: tuple[Any, Any]) -> tuple[Any, Any]:
    """The lower end first, where both are plain values; today's distance from a day decides at reading only."""
    return pair if isinstance(pair[0], Today) or isinstance(pair[1], Today) else tuple(sorted(pair))  # type: ignore[return-value]


TESTS = st.one_of(
    _comparison(["overall", "expected"], RATINGS, ordered=True),
    _comparison(["spent"], AMOUNTS, ordered=True),
    _comparison(["comment"], WORDS, ordered=False),
    _comparison(["reason"], OPTIONS, ordered=False),
    _comparison(["unit"], UNITS, ordered=False),
    _comparison(["day", "arrived"], SOME_DAYS, ordered=True),
    st.tuples(RATINGS, RATINGS).map(_ends).map(lambda ends: Between(Name("overall"), *ends)),
    st.tuples(SOME_DAYS, SOME_DAYS).map(_ends).map(lambda ends: Between(Name("day"), *ends)),
    st.builds(Has, st.just(Name("used")), OPTIONS),
    st.builds(Contains, st.just(Name("comment")), WORDS),
    st.builds(Answered, st.sampled_from(list(VOCABULARY)).map(Name)),
    st.builds(Ticked, st.just(Name("contact"))),
    st.builds(Compare, st.just(Name("contact")), st.just(Operator.EQUAL), st.booleans()),
)


def _both(kind: Any, inner: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    flat = inner.filter(lambda one: not isinstance(one, kind))
    return st.lists(flat, min_size=2, max_size=3).map(lambda found: kind(tuple(found)))


CONDITIONS = st.recursive(TESTS, lambda inner: _both(All, inner) | _both(Either, inner) | inner.map(Not), max_leaves=6)

__all__ = ["CONDITIONS", "ROWS", "TODAY", "VOCABULARY", "read_condition", "timedelta"]
