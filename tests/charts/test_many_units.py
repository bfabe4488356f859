"""Of very many units the two ends are drawn; the table has all."""

from __future__ import annotations

import pytest

from regulars.charts import draw
from regulars.insights.report import ChartKind, Column, Row, Section, Table
from regulars.language import Estimate, Kind, Language, Missing, Text, message

WORDS = message("too few to judge")


def section(judged: int, silent: int = 0) -> Section:
    rows = [
        Row(f"u{i}", Text.of(f"Unit{i:03}."), (Estimate(i / 500, i / 500 - 0.05, i / 500 + 0.05, Kind.SHARE),) * 2)
        for i in range(judged)
    ]
    rows += [Row(f"s{i}", Text.of(f"Silent{i}."), (Missing(WORDS),) * 2) for i in range(silent)]
    columns = (Column("unit", Text.of("Unit"), numeric=False), Column("share", Text.of("Satisfied")))
    table = Table("units", (*columns, Column("shrunken", Text.of("Evened out"))), tuple(rows))
    return Section("units", Text.of("Units"), None, table=table, chart=ChartKind.LEAGUE)


@pytest.mark.parametrize("width", [360, 700, 1100])
def test_two_hundred_units_are_twelve_at_each_end(width: int) -> None:
    drawn = draw(section(190, 10), Language.ENGLISH, width)

    assert [f"Unit{i:03}." in drawn for i in (0, 11, 12, 177, 178, 189)] == [True, True, False, False, True, True]
    assert "176 more stand in the table." in drawn
    assert "Silent" not in drawn


def test_those_without_a_number_go_before_any_with_one() -> None:
    drawn = draw(section(20, 30), Language.CHINESE, 700)

    assert all(f"Unit{i:03}." in drawn for i in range(20))
    assert "另有30项见表格。" in drawn


def test_few_are_all_drawn() -> None:
    drawn = draw(section(20, 4), Language.ENGLISH, 700)

    assert "Silent3." in drawn
    assert "more stand" not in drawn
