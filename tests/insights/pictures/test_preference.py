"""Pictures of prices and of what customers want say what was found, with what it owes."""

from __future__ import annotations

import pytest

from regulars.charts import draw, drawable
from regulars.insights.pictures import picture_of
from regulars.language import Language, render
from regulars.methods import constant_sum, gabor_granger, max_diff, price_sensitivity, ranking

TOO_CHEAP, CHEAP = [5, 6, 6, 7, 7, 8, 8, 9, 10, 10], [8, 9, 9, 10, 10, 11, 12, 12, 13, 14]
EXPENSIVE, TOO_EXPENSIVE = [12, 13, 14, 14, 15, 16, 16, 17, 18, 20], [15, 16, 18, 18, 20, 20, 22, 22, 25, 28]
BOUGHT = {"p10": [1] * 8, "p20": [1] * 5 + [0] * 3, "p30": [1] + [0] * 7}


@pytest.mark.parametrize("language", list(Language))
def test_prices_name_their_crossing_points(language: Language) -> None:
    """The acceptable range is a field between its ends; too few answers are said under the picture."""
    result = price_sensitivity(TOO_CHEAP, CHEAP, EXPENSIVE, TOO_EXPENSIVE, n_resamples=100)
    section = picture_of("price_sensitivity", result)

    assert section.table is not None
    assert section.table.references == {"x.from": result.pmc, "x.opp": 12.5, "x.idp": 13.0, "x.to": 17.0}
    assert [column.key for column in section.table.columns[2:]] == ["too_cheap", "cheap", "expensive", "too_expensive"]
    svg = draw(section, language)
    assert all(render(name, language) in svg for name in section.table.reference_names.values())
    assert section.caption is not None
    assert "30" in render(section.caption, language)


def test_the_best_price_stands_among_the_prices_tested() -> None:
    """Earnings are drawn in parts of the most, which is that of the best price, between two that were tested."""
    result = gabor_granger(BOUGHT, [10, 20, 30], n_resamples=100)
    section = picture_of("gabor_granger", result)

    assert section.table is not None
    earned = {cells[0].value: cells[2].value for cells in (row.cells for row in section.table.rows)}
    assert max(earned.values()) == earned[result.best_price] == 1.0
    assert earned[10.0] == pytest.approx(10 / result.best_earned)
    assert drawable(section)


def test_what_earns_nothing_has_no_best_price() -> None:
    """Demand alone is drawn; nothing is divided by zero."""
    result = gabor_granger({"p10": [0, 0, 0], "p20": [0, 0, 0]}, [10, 20], n_resamples=0)
    section = picture_of("gabor_granger", result)

    assert section.table is not None
    assert not section.table.references
    assert "NaN" not in draw(section, Language.ENGLISH)
    assert "Nobody" in render(section.sentence, Language.ENGLISH)


def test_items_stand_against_what_all_alike_would_have() -> None:
    """The most preferred first, with the sentence that the order allows and what was left out below."""
    points = constant_sum({"bed": [40, 45, 50] * 120, "spa": [30, 25, 20] * 120, "view": [30, 30, 60] * 120})
    ranks = ranking({"bed": [1, 2] * 20, "spa": [2, 1] * 20, "view": [3, 3] * 20})

    shown, order = picture_of("constant_sum", points), picture_of("ranking", ranks)

    assert shown.table is not None
    assert [row.key for row in shown.table.rows] == list(points.names)
    assert [row.mark for row in shown.table.rows] == ["above", "below", "below"]
    assert shown.table.references == {"value": 100 / 3}
    assert "120 of 360" in render(shown.caption, Language.ENGLISH)
    assert "bed comes first" in render(shown.sentence, Language.ENGLISH)
    assert "No clear first: any of bed, spa may be it." in render(order.sentence, Language.ENGLISH)
    assert all(drawable(section) for section in (shown, order))


def test_without_utilities_scores_are_drawn() -> None:
    """An item that always wins has a score, and the note says why it has no share."""
    sets = {"x": ["a"] * 40, "y": ["b"] * 40, "z": ["c"] * 40}
    result = max_diff(["a"] * 40, ["b", "c"] * 20, sets, clusters=range(40))
    section = picture_of("max_diff", result)

    assert section.table is not None
    assert section.table.references == {"value": 0.0}
    assert "No clear order" in render(section.sentence, Language.ENGLISH)
    assert "no finite" in render(section.caption, Language.ENGLISH)
    assert "NaN" not in draw(section, Language.CHINESE)
