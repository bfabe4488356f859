"""A section becomes SVG that stands on a page under a strict policy, and says in words what it shows."""

from __future__ import annotations

import dataclasses
import json
from datetime import date
from typing import Any
from xml.etree import ElementTree

import pytest

from regulars.charts import NotDrawnError, draw, drawable, specification
from regulars.charts.lettering import text_width
from regulars.insights.report import ChartKind, Column, Row, Section, Table
from regulars.language import Day, Estimate, Kind, Language, Text

SVG = "{http://www.w3.org/2000/svg}"
PALETTE = {
    "#ffffff", "#eceeee", "#dadedf", "#7b8586", "#151b1c", "#4a5456", "#5f696b",
    "#a93f0b", "#d67a3c", "#737c81", "#5a97d4", "#1a5799", "#fbece2", "none",
}  # fmt: skip
KINDS = [
    *("importance", "planks", "waves", "answers", "concentration", "months", "league", "gaps", "states", "prices"),
    *("touchpoints", "paths", "retention"),
]


def parsed(svg: str) -> ElementTree.Element:
    return ElementTree.fromstring(svg)  # noqa: S314 - our own drawing


def texts(svg: str) -> list[str]:
    return [node.text or "" for node in parsed(svg).iter(f"{SVG}text")]


@pytest.mark.parametrize("language", list(Language))
@pytest.mark.parametrize("width", [316, 546])
@pytest.mark.parametrize("key", KINDS)
def test_a_drawing_fits_a_page_with_a_strict_policy(report: Any, key: str, width: int, language: Language) -> None:
    """No script, no style, no outside address, no id; only colours that the page can turn to its theme."""
    svg = draw(report.section(key), language, width)

    root = parsed(svg)
    names = {name for node in root.iter() for name in node.attrib}
    assert {node.tag.removeprefix(SVG) for node in root.iter()} <= {
        "svg",
        "title",
        "circle",
        "path",
        "text",
        "line",
        "rect",
    }
    assert not names & {"style", "id", "href", "onclick", "onload", "class"} - {"class"}
    assert [node.get("class") for node in root.iter() if node.get("class")] == ["viz"]
    assert {node.get(name) for node in root.iter() for name in ("fill", "stroke")} <= PALETTE | {None}
    assert root.get("role") == "img"
    assert int(root.attrib["width"]) == width


@pytest.mark.parametrize("key", KINDS)
def test_words_stay_words_and_within_the_picture(report: Any, key: str) -> None:
    """Text is text (not outlines), at least 12 px, and no line starts or ends outside."""
    for language in Language:
        for width in (316, 546):
            root = parsed(draw(report.section(key), language, width))
            found = list(root.iter(f"{SVG}text"))
            assert found
            for node in found:
                assert float(node.attrib["font-size"]) >= 12
                at = float(node.attrib["x"])
                size = text_width(node.text or "", float(node.attrib["font-size"]))
                back = {"start": 0.0, "middle": size / 2, "end": size}[node.attrib["text-anchor"]]
                assert at - back > -12
                assert at - back + size < width + 12


@pytest.mark.parametrize("key", ["importance", "planks", "waves", "answers", "months", "league", "gaps", "states"])
def test_each_row_can_be_a_link_with_a_full_name(report: Any, key: str) -> None:
    """All marks of a row stand within one link; the picture shows the same as without."""
    section = report.section(key)
    links = {row.key: (f"/answers/?row={row.key}&low=1", f"“{row.key}”: open") for row in section.table.rows}

    plain = parsed(draw(section, Language.ENGLISH, 546))
    root = parsed(draw(section, Language.ENGLISH, 546, links=links))

    found = list(root.iter(f"{SVG}a"))
    assert {(node.get("href"), node.get("aria-label")) for node in found} <= set(links.values())
    assert len(found) == len({node.get("href") for node in found}) >= 3
    assert root.get("role") == "group"
    assert sorted(texts(draw(section, Language.ENGLISH, 546, links=links))) == sorted(
        node.text or "" for node in plain.iter(f"{SVG}text")
    )


def test_the_title_is_the_finding(report: Any) -> None:
    """Who cannot see the chart hears what it says."""
    english = parsed(draw(report.section("importance"), Language.ENGLISH))
    chinese = parsed(draw(report.section("importance"), Language.CHINESE))

    assert english[0].text == (
        "Importance and satisfaction: Only breakfast is important, below the index, and clear of chance."
    )
    assert chinese[0].text == "重要性与满意度：既重要、又低于总指数、且可排除偶然的，只有早餐。"


@pytest.mark.parametrize(
    ("width", "language"), [(546, Language.ENGLISH), (546, Language.CHINESE), (316, Language.CHINESE)]
)
def test_every_attribute_is_named_on_the_chart(report: Any, width: int, language: Language) -> None:
    """Direct labels, no legend; names may take two lines."""
    said = " ".join(texts(draw(report.section("importance"), language, width)))

    for row in report.section("importance").table.rows:
        for word in row.name.in_language(language).split():
            assert word in said
    for name in {Language.ENGLISH: ["Fix first", "Keep up"], Language.CHINESE: ["优先改进", "已足够"]}[language]:
        assert name in said


def test_a_share_of_the_axis_speaks_the_language_of_its_cells(report: Any) -> None:
    """Ticks are written as the cells are: shares in per cent, the reference with its name."""
    said = texts(draw(report.section("importance"), Language.ENGLISH))

    assert {"0%", "10%", "20%", "60", "index 75.7"} <= set(said)


def test_a_wave_that_was_not_measured_breaks_the_line(report: Any) -> None:
    """Lines join neighbours only: two before the gap, one after it, none across."""
    marks = specification(report.section("waves"), Language.ENGLISH)["marks"]

    assert sum(mark["type"] == "line" for mark in marks) == 3


def test_limits_are_as_wide_as_each_month_allows(report: Any) -> None:
    """A field and two lines for each of seven months, in front of nothing and behind the points."""
    root = parsed(draw(report.section("months"), Language.ENGLISH))
    fields = [node for node in root.iter(f"{SVG}rect") if node.get("fill") == "#eceeee"]

    heights = [float(node.attrib["height"]) for node in fields]
    assert len(fields) == 7
    assert heights[3] == max(heights) > 1.5 * min(heights)
    assert next(iter(root.iter(f"{SVG}rect"))) is fields[0]


def test_a_signal_is_seen_without_its_colour(report: Any) -> None:
    """A ring about the point, and the word of the table beside it; noise is not named."""
    root = parsed(draw(report.section("months"), Language.CHINESE))

    rings = [node for node in root.iter(f"{SVG}circle") if float(node.attrib["r"]) == 8]
    assert [node.get("stroke") for node in rings] == ["#1a5799", "#a93f0b"]
    assert "信号，偏低" in texts(draw(report.section("months"), Language.CHINESE))
    assert texts(draw(report.section("months"), Language.ENGLISH)).count("noise") == 1  # February, by its mark


def test_a_league_shows_what_was_found_and_what_is_left_of_it(report: Any) -> None:
    """A hollow circle and a band in each judged row, both named; the verdict in words; too few are said."""
    svg = draw(report.section("league"), Language.ENGLISH, 546)

    said = texts(svg)
    circles = [node for node in parsed(svg).iter(f"{SVG}circle") if node.get("fill") == "#ffffff"]
    bands = [node for node in parsed(svg).iter(f"{SVG}rect") if node.get("fill-opacity") == "0.45"]
    assert (len(circles), len(bands)) == (4, 4)  # three rows and the key
    assert {"Evened out", "Satisfied", "clearly below", "clearly above", "too few to judge"} <= set(said)
    assert "no clear difference" not in said


def test_gaps_begin_at_what_was_expected(report: Any) -> None:
    """Left of the line less, right of it more; each with its number."""
    root = parsed(draw(report.section("gaps"), Language.ENGLISH, 546))
    dots = [float(node.attrib["cx"]) for node in root.iter(f"{SVG}circle")]
    stems = [node for node in root.iter(f"{SVG}line") if node.get("stroke-width") == "3"]

    assert dots == sorted(dots)
    assert len({node.get("x1") for node in stems}) == 1
    assert "−17 ± 3" in [(node.text or "").replace("\N{NO-BREAK SPACE}", " ") for node in root.iter(f"{SVG}text")]


def test_states_fill_their_bar(report: Any) -> None:
    """Worst to best, named once; the middle is grey, because it is no success."""
    svg = draw(report.section("states"), Language.CHINESE, 316)
    parts = [node for node in parsed(svg).iter(f"{SVG}rect") if node.get("height") == "16"]

    assert [node.get("fill") for node in parts] == ["#a93f0b", "#737c81", "#1a5799"] * 3
    assert sum(float(node.attrib["width"]) for node in parts[:3]) == pytest.approx(316, abs=6)
    assert {"不满意", "满意或不确定", "惊喜", "42% · 38% · 20%"} <= set(texts(svg))


def test_a_plane_tells_size_by_area_and_explains_its_marks(report: Any) -> None:
    """Twice the guests, twice the area; each mark with its words; the four corners named."""
    svg = draw(report.section("touchpoints"), Language.ENGLISH, 546)
    bubbles = [node for node in parsed(svg).iter(f"{SVG}circle") if node.get("fill-opacity") == "0.45"]

    areas = [float(node.attrib["r"]) ** 2 for node in bubbles]
    assert areas == sorted(areas, reverse=True)
    assert areas[1] / areas[0] == pytest.approx(980 / 1210, abs=0.01)
    assert {"people", "things", "information", "Guests who met it", "Mend", "Keep", "Watch", "Enough"} <= set(
        texts(svg)
    )


def test_the_weak_corner_of_a_plane_may_be_any_or_none(report: Any) -> None:
    """A soft field between the lines and that corner."""
    section = report.section("touchpoints")
    for corner, expected in ((None, 0), (0, 1), (1, 1), (2, 1), (3, 1)):
        table = dataclasses.replace(section.table, weak_corner=corner)
        svg = draw(dataclasses.replace(section, table=table), Language.CHINESE, 546)
        fields = [node for node in parsed(svg).iter(f"{SVG}rect") if node.get("fill") == "#fbece2"]
        assert len(fields) == expected
        if corner is not None:
            left, top = (float(fields[0].attrib[name]) for name in ("x", "y"))
            assert (left > 100, top > 100) == (corner % 2 == 1, corner >= 2)


def test_a_plane_draws_its_sloped_line(report: Any) -> None:
    """The column "line" over x, dashed, named in the key."""
    section = report.section("touchpoints")
    columns = (*section.table.columns[:-1], Column("line", Text.of("fair")))
    rows = tuple(
        dataclasses.replace(row, cells=(*row.cells[:3], 0.1 + k / 10)) for k, row in enumerate(section.table.rows)
    )
    table = dataclasses.replace(section.table, columns=columns, rows=rows)

    svg = draw(dataclasses.replace(section, table=table), Language.ENGLISH, 546)

    assert "fair" in texts(svg)
    assert sum(node.get("stroke-dasharray") == "4 3" for node in parsed(svg).iter(f"{SVG}path")) == 1


def test_the_specification_is_plain_data(report: Any) -> None:
    """It can be stored, sent, and drawn by another program."""
    plain = specification(report.section("importance"), Language.ENGLISH, 546)

    assert json.loads(json.dumps(plain)) == plain
    assert plain["scales"][0]["domain"][0] < 56


def test_hostile_words_stay_words(hostile: Any) -> None:
    """Markup, formulas and turned text are drawn, never run; control characters are gone."""
    svg = draw(hostile.section("full-bars"), Language.ENGLISH, 1160)

    said = texts(svg)
    assert "<script>alert(1)</script>" in said
    assert "<script" not in svg
    assert "=cmd|'/c calc'!A1" in said
    assert not set(svg) & set("\u202e\u202c\x07")


def test_nothing_to_draw_is_said_not_drawn(hostile: Any) -> None:
    """Tables without rows or values have no picture, and asking for one says so."""
    for section in hostile.sections:
        if section.key.startswith(("bare", "empty")) or section.key == "nothing":
            assert not drawable(section)
            with pytest.raises(NotDrawnError, match="holds nothing to draw"):
                draw(section, Language.ENGLISH)


@pytest.mark.parametrize("kind", [ChartKind.BARS, ChartKind.DISTRIBUTION, ChartKind.TREND])
@pytest.mark.parametrize("values", [[0.0], [0.0, 0.0], [1e9], [-40.0, 60.0], [1e-9, 2e-9]])
def test_extreme_values_can_be_drawn(kind: ChartKind, values: list[float]) -> None:
    """One value, equal values, huge, tiny and negative ones."""
    rows = tuple(
        Row(str(k), Text.of(f"row {k}"), (Estimate(value, kind=Kind.POINTS),)) for k, value in enumerate(values)
    )
    table = Table("t", (Column("a", Text.of("a")), Column("b", Text.of("b"))), rows)

    svg = draw(Section("s", Text.of("S"), table=table, chart=kind), Language.ENGLISH)

    assert "NaN" not in svg
    assert "Infinity" not in svg


@pytest.mark.parametrize("key", ["full-importance-performance", "full-bars", "full-distribution", "full-trend"])
def test_long_names_do_not_leave_the_picture(hostile: Any, key: str) -> None:
    """A name of 200 letters is cut with an ellipsis; whole it stands in the table."""
    root = parsed(draw(hostile.section(key), Language.ENGLISH, 546))

    widths = [text_width(node.text or "", float(node.attrib["font-size"])) for node in root.iter(f"{SVG}text")]
    assert max(widths) <= 546


def test_a_curve_may_take_its_places_from_the_keys() -> None:
    """A Lorenz curve without a column x: keys are shares, the named reference is the straight line."""
    rows = tuple(Row(f"{k / 10:.2f}", Text.of(f"{k}"), (Estimate((k / 10) ** 3, kind=Kind.SHARE),)) for k in range(11))
    columns = (Column("customers", Text.of("Customers")), Column("share", Text.of("Share of revenue")))
    table = Table("c", columns, rows, reference_names={"share": Text.of("if all were equal")})

    svg = draw(Section("c", Text.of("C"), table=table, chart=ChartKind.CURVE), Language.ENGLISH)

    assert {"100%", "↑ Share of revenue", "Customers →", "if all were equal"} <= set(texts(svg))


def test_a_heat_map_is_deeper_where_more_come_back(report: Any) -> None:
    """A box and its number for each cell that is known, none for the others; the largest is the deepest."""
    root = parsed(draw(report.section("retention"), Language.ENGLISH))
    boxes = [node for node in root.iter(f"{SVG}rect") if node.get("fill") == "#1a5799"]

    depth = [float(node.get("fill-opacity", "1")) for node in boxes[:6]]
    assert len(boxes) == 6 + 5  # and five steps of the key
    assert depth == pytest.approx([part / 0.8 for part in (0.31, 0.22, 0.18, 0.28, 0.25, 0.4)], abs=0.001)
    said = texts(draw(report.section("retention"), Language.ENGLISH))
    assert {"31%", "22%", "18%", "28%", "25%", "40%"} <= set(said)


def test_heads_that_find_no_room_are_numbered() -> None:
    """No column of a heat map stands without a name, however narrow the picture."""
    names = ["Loyalists", "Mercenaries", "Hostages", "Defectors", "Apostles", "Terrorists"]
    table = Table(
        "heat",
        (
            Column("name", Text.of("Before"), numeric=False),
            *(Column(f"cell{name}", Text.of(name)) for name in names),
        ),
        (Row("one", Text.of("Loyalists"), tuple(Estimate(0.1, kind=Kind.SHARE) for _ in names)),),
    )
    section = Section("heat", Text.of("Moves"), table=table, chart=ChartKind.HEAT)
    narrow, wide = draw(section, Language.ENGLISH, 316), draw(section, Language.ENGLISH, 900)

    assert all(f"{place} {name}" in narrow for place, name in enumerate(names, start=1))
    assert all(f">{name}<" in wide for name in names)


def test_days_on_an_axis_are_told_by_their_months() -> None:
    rows = tuple(
        Row(f"{month}", Text.of(f"{month}"), (Day(date(2025 + month // 12, month % 12 + 1, 1)), Estimate(float(month))))
        for month in range(24)
    )
    columns = (Column("name", Text.of("Month")), Column("x", Text.of("Month")), Column("seen", Text.of("Counted")))
    drawn = draw(
        Section("ahead", Text.of("Ahead"), table=Table("ahead", columns, rows), chart=ChartKind.LINES), Language.ENGLISH
    )

    assert all(month in drawn for month in ("2025-01", "2025-07", "2026-01"))
