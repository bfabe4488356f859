"""Names and axes that fit: statements whole, shares within what a share can be, the line with its own column."""

from __future__ import annotations

from regulars.charts import bars_of, draw
from regulars.insights.report import ChartKind, Column, Row, Section, Table
from regulars.language import Estimate, Kind, Language, Text

STATEMENT = "When there is a problem, they sincerely try."


def section(kind: ChartKind, cell: Estimate, name: str = STATEMENT) -> Section:
    columns = (Column("name", Text.of("Name"), numeric=False), Column("value", Text.of("Value")))
    rows = tuple(Row(str(at), Text.of(name), (cell,)) for at in range(3))
    return Section("s", Text.of("S"), table=Table("t", columns, rows), chart=kind)


def test_a_statement_stands_whole_above_its_gap() -> None:
    gap = section(ChartKind.GAPS, Estimate(-20.0, -23.0, -17.0, Kind.POINTS))

    assert STATEMENT in str(draw(gap, Language.ENGLISH, 316))


def test_the_axis_of_a_share_begins_at_nothing() -> None:
    trend = section(ChartKind.TREND, Estimate(0.02, 0.0, 0.1, Kind.SHARE), "May")

    assert "\N{MINUS SIGN}" not in str(draw(trend, Language.ENGLISH, 316))


def test_bars_are_those_of_the_column_with_the_line() -> None:
    columns = tuple(Column(key, Text.of(key)) for key in ("name", "lowest", "score"))
    row = Row("a", Text.of("A"), (Estimate(0.1, 0.0, 0.2, Kind.SHARE), Estimate(60.0, 55.0, 65.0, Kind.INDEX)))
    bars = bars_of(Table("t", columns, (row,), {"score": 70.0}))

    assert bars is not None
    assert bars.key == "score"
