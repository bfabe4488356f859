"""One product asked about at several prices: its demand, its best price, its place in the chapter on prices."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from regulars.insights.answers import Answers
from regulars.insights.chapters.price import price
from regulars.insights.report import ChartKind, Report
from regulars.insights.satisfaction import report_of
from regulars.insights.satisfaction.asked import asked
from regulars.insights.satisfaction.specify import specify
from regulars.insights.scope import Privacy, Scope
from regulars.language import Kind, Language, Text, render
from regulars.methods import gabor_granger
from regulars.survey import Item, ItemKind, Role, SampleKind, Scale, Survey
from regulars.survey.tags import ladders

WHOLE = Scope.whole(purpose="test")
PRICES = (60, 90, 120, 150, 180)
N = 400


def item(amount: float, *, high: int = 5, product: str = "room") -> Item:
    tags = (f"intention:{product}", f"price:{amount:g}", "currency:CNY")
    label = Text.of(f"At {amount:g}")
    return Item(f"{product}-{amount:g}", ItemKind.RATING, label, Role.OTHER, Scale(1, high), tags=tags)


def bids(n: int = N, weights: Any = None) -> Answers:
    """Somebody would buy up to a price of their own, which lies evenly from 40 to 200."""
    worth = np.linspace(40, 200, n)
    overall = Item("overall", ItemKind.RATING, Text.of("Overall"), Role.OVERALL, Scale(1, 5))
    items = tuple(map(item, PRICES))
    columns = {one.key: np.where(worth >= at, 4.0, 2.0) for one, at in zip(items, PRICES, strict=True)}
    columns["overall"] = np.tile([3.0, 4.0, 5.0, 4.0], n)[:n]
    survey = Survey("stay", Text.of("Stay"), (overall, *items), sample=SampleKind.CENSUS)
    days = np.full(n, np.datetime64("2026-01-15"))
    return Answers.of(survey, columns, [None] * n, [None] * n, days, weights=weights)


def told(answers: Answers) -> Report:
    return report_of(answers, WHOLE, wave=None, filters=specify(answers, None).filters, seed=1)


def test_the_best_price_for_revenue_has_its_limits_and_its_share() -> None:
    """Demand falls from 1 at 40 to 0 at 200: 100 earns most; on the straight lines between 90 and 120 the same."""
    report = told(bids())
    best, share = report.figure("best_price_room"), report.figure("best_share_room")
    part = report.section("demand-room")

    assert (best.estimate.kind, best.estimate.currency, best.n) == (Kind.MONEY, "CNY", N)
    assert best.estimate.value == pytest.approx(100, abs=1)
    assert best.estimate.low is not None
    assert best.estimate.low < 100 < best.estimate.high  # type: ignore[operator]
    assert share.estimate.value == pytest.approx(100 / 160, abs=0.01)
    assert part.chart is ChartKind.LINES
    assert part.table is not None
    assert [render(row.name, Language.ENGLISH) for row in part.table.rows] == [
        "At 60", "At 90", "best price", "At 120", "At 150", "At 180",
    ]  # fmt: skip
    assert "最佳价格" in render(part.table.rows[2].name, Language.CHINESE)


def test_it_fills_the_chapter_on_prices() -> None:
    opening, part = price(told(bids()))

    assert part.key == "demand-room"
    assert part.sentence is None  # the chapter says it
    assert "Most is earned at CNY" in render(opening.sentence, Language.ENGLISH).replace("CN¥", "CNY ")


def test_survey_weights_count_and_low_answers_are_no_complaint() -> None:
    weights = np.where(np.arange(N) < N // 2, 3.0, 1.0)
    answers = bids(weights=weights)
    bought = {one: np.where(answers.item(item(one)) >= 4, 1, 0) for one in PRICES}
    expected = gabor_granger(bought, PRICES, weights=weights, n_resamples=0)

    assert told(answers).figure("best_price_room").estimate.value == pytest.approx(expected.best_price)
    assert not item(60).rated


def test_few_answers_and_one_price_draw_nothing() -> None:
    few = told(bids(40)).section("demand-room")

    assert "100" in render(few.sentence, Language.ENGLISH)
    assert few.table is None
    assert ladders([item(60), item(60.0), item(90, high=7), item(100, product="suite")]) == ()
    assert ladders([item(90), item(60)])[0].prices == (60, 90)


def test_a_price_that_few_were_asked_about_is_not_told_in_a_confidential_study() -> None:
    answers = bids()
    answers.columns["room-180"][4:] = np.int16(-32768)
    confidential = specify(answers, None, privacy=Privacy.CONFIDENTIAL)
    part = next(one for one in asked(confidential, seed=1).sections if one.key == "demand-room")
    assert part.table is not None
    assert [row.key for row in part.table.rows if row.key == "180"] == []
