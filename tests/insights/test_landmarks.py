"""Targets and events: the nearest unit's target, a verdict only where the interval is clear, one number everywhere."""

from __future__ import annotations

import json
from datetime import date
from io import BytesIO
from typing import Any

import fastexcel
import pytest
from tests.web.results.samples import UNITS, made

from regulars.charts import draw
from regulars.documents import to_json
from regulars.documents.html import to_html
from regulars.documents.xlsx import to_xlsx
from regulars.facts import open_facts
from regulars.insights.chapters import chapters
from regulars.insights.filters import Filters
from regulars.insights.landmarks import Indicator, Landmarks, Note, Target
from regulars.insights.landmarks.holding import reached
from regulars.insights.report import Reached, Report, Section
from regulars.insights.satisfaction import satisfaction
from regulars.insights.scope import Scope
from regulars.insights.tracking import tracking
from regulars.language import Estimate, Kind, Language, Text, render

YEAR = {"first": date(2026, 1, 1), "last": date(2026, 12, 31)}
TREE = (
    *((unit, "north" if unit == "station" else "south") for unit in UNITS),
    ("south", "group"),
    ("north", "group"),
)
WHOLE = Scope.whole(purpose="test")


def target(value: float, unit: str = "", indicator: Indicator = Indicator.SATISFIED, **more: Any) -> Target:
    return Target(indicator, value, unit=unit, **{**YEAR, **more})


def landmarks(*targets: Target, notes: tuple[Note, ...] = ()) -> Landmarks:
    return Landmarks(targets, notes, TREE, (("lakeside", Text({"en": "Lakeside", "zh": "湖畔店"})),))


def report(known: Landmarks, units: set[str] | None = None, survey: str = "guests", **more: Any) -> Report:
    scope = Scope(None if units is None else frozenset(units), "test")
    return satisfaction(open_facts(made()), survey, scope=scope, landmarks=known, **more)


def column(section: Section, key: str) -> dict[str, Any]:
    assert section.table is not None
    return dict(zip((row.key for row in section.table.rows), section.table.column(key), strict=True))


@pytest.mark.parametrize(
    ("value", "low", "high", "indicator", "state"),
    [
        (82, 0.80, 0.84, Indicator.SATISFIED, Reached.UNKNOWN),
        (82, 0.82, 0.84, Indicator.SATISFIED, Reached.YES),
        (82, 0.78, 0.82, Indicator.SATISFIED, Reached.UNKNOWN),  # it may be just that much
        (82, 0.78, 0.8199, Indicator.SATISFIED, Reached.NO),
        (30, 20, 29.9, Indicator.PROBLEMS, Reached.YES),  # fewer is better
        (30, 30.1, 40, Indicator.PROBLEMS, Reached.NO),
        (30, 25, 35, Indicator.PROBLEMS, Reached.UNKNOWN),
        (-10, -9, 3, Indicator.NPS, Reached.YES),
        (82, None, None, Indicator.SATISFIED, Reached.UNKNOWN),  # a number without an interval proves nothing
    ],
)
def test_it_is_reached_or_missed_only_where_the_interval_clears_it(
    value: float, low: float | None, high: float | None, indicator: Indicator, state: Reached
) -> None:
    assert reached(target(value, indicator=indicator), Estimate(0.8, low, high, indicator.kind)) is state


def test_a_unit_has_the_target_of_the_nearest_one_above() -> None:
    known = landmarks(target(70), target(60, "south"), target(50, "harbour"), target(40, survey="other"))

    def of(unit: str, survey: str = "guests", day: date = date(2026, 6, 1)) -> float | None:
        found = known.target(Indicator.SATISFIED, unit=unit, survey=survey, day=day)
        return None if found is None else found.value

    assert [of(unit) for unit in ("harbour", "lakeside", "south", "station", "", "nobody’s")] == [
        50,
        60,
        60,
        70,
        70,
        70,
    ]
    assert of("", "other") == 40  # of its own survey before one of all
    assert of("", "") == 70
    assert of("harbour", day=date(2027, 1, 1)) is None
    ring = Landmarks((target(1),), (), (("a", "b"), ("b", "a")))
    assert ring.target(Indicator.SATISFIED, unit="a", survey="", day=date(2026, 1, 1)) is not None


def test_several_units_have_the_target_of_what_holds_them_all() -> None:
    known = landmarks()
    asked = (None, {"harbour"}, {"harbour", "lakeside"}, {"harbour", "station"}, {"harbour", "elsewhere"})
    assert [known.unit_of(units) for units in asked] == ["", "harbour", "south", "group", ""]


def test_figures_units_and_steps_are_held_against_it() -> None:
    found = report(landmarks(target(40), target(90, "harbour"), target(-50.5, indicator=Indicator.NPS)))

    aims = {figure.key: figure.aim for figure in found.figures}
    assert aims["csat"] is not None
    assert str(aims["csat"].words) == "target 40%: cannot be told yet"
    assert aims["nps"] is not None
    assert render(aims["nps"].words, Language.CHINESE) == "目标−50.5：已达到"
    assert aims["mean"] is None
    units = found.section("units")
    assert {key: cell.value for key, cell in column(units, "target").items()} == {
        "harbour": 0.9, "station": 0.4, "lakeside": 0.4,
    }  # fmt: skip
    assert {key: str(cell) for key, cell in column(units, "reached").items()} == {
        "harbour": "not reached", "station": "reached", "lakeside": "reached",
    }  # fmt: skip
    assert len(set(column(units, "reached-nps").values())) == 2
    assert "Target 40%" in draw(found.section("trend"), Language.ENGLISH)
    assert "Target" in draw(units, Language.ENGLISH)


def test_steps_have_the_target_of_their_own_time() -> None:
    early = target(20, last=date(2026, 8, 31))
    trend = report(landmarks(early, target(80, first=date(2026, 10, 1)))).section("trend")

    aimed = {key: getattr(cell, "value", None) for key, cell in column(trend, "target").items()}
    assert aimed["2026-08"] == 0.2
    assert aimed["2026-09"] is None
    assert aimed["2026-10"] == 0.8
    said = [render(column(trend, "reached")[month], Language.ENGLISH) for month in ("2026-08", "2026-09", "2026-10")]
    assert said == ["reached", "none", "not reached"]


def test_without_targets_nothing_changes() -> None:
    plain = satisfaction(open_facts(made()), "guests", scope=WHOLE)
    assert report(landmarks()) == plain
    assert report(landmarks(target(80, "nowhere"), target(80, survey="other"))) == plain


def test_another_target_is_another_report() -> None:
    """What was kept for one is not shown for the other."""
    one, other = (report(landmarks(target(value))) for value in (40, 41))
    assert (str(one.figure("csat").aim.target.value), other.figure("csat").aim.target.value) == ("0.4", 0.41)  # type: ignore[union-attr]
    assert one.section("trend").caption == report(landmarks()).section("trend").caption
    noted = report(landmarks(target(40), notes=(Note("strike", date(2026, 7, 1), date(2026, 7, 1)),)))
    assert noted.section("trend").table.events  # type: ignore[union-attr]


def test_events_stand_at_their_steps_and_in_words() -> None:
    notes = (
        Note("new manager", date(2026, 10, 5), date(2026, 10, 5)),
        Note("lobby", date(2026, 7, 20), date(2026, 8, 3), unit="lakeside"),
        Note("before anybody asked", date(2020, 1, 1), date(2020, 1, 1)),
        Note("of another survey", date(2026, 7, 20), date(2026, 7, 20), survey="other"),
        Note("to come", date(2027, 1, 1), date(2027, 1, 1)),
    )
    trend = report(landmarks(notes=notes)).section("trend")

    assert trend.table is not None
    assert dict(trend.table.events) == {"2026-07": (1,), "2026-08": (1,), "2026-10": (2,)}
    assert str(column(trend, "events")["2026-07"]) == "1 lobby (Lakeside)"
    assert trend.caption is not None
    said = render(trend.caption, Language.CHINESE)
    assert "事件：1 lobby（湖畔店），2026年7月20日至2026年8月3日；2 new manager，2026年10月5日。" in said
    assert ">1<" in draw(trend, Language.ENGLISH)


def test_a_units_event_shows_where_that_unit_is_shown() -> None:
    day = date(2026, 7, 20)
    known = landmarks(notes=tuple(Note(unit, day, day, unit=unit) for unit in ("lakeside", "station", "south")))

    def shown(units: set[str] | None) -> set[str]:
        return {note.words for note in known.notes_of(units, "guests")}

    assert shown(None) == {"lakeside", "station", "south"}
    assert shown({"lakeside"}) == {"lakeside", "south"}
    assert shown({"lakeside", "harbour", "south"}) == {"lakeside", "south"}
    assert shown({"station"}) == {"station"}


def test_a_hundred_events_and_hostile_words_do_no_harm() -> None:
    evil = "<script>alert(1)</script> =HYPERLINK(1) \u202eabc\u0007"
    notes = tuple(Note(f"{evil} {n}", date(2026, 6, 1), date(2026, 6, 30)) for n in range(100))
    found = report(landmarks(notes=notes))

    assert found.section("trend").caption is not None
    assert "88 more stand in the table" in str(found.section("trend").caption)
    page = to_html(found, Language.ENGLISH)
    assert "<script>alert" not in page
    assert "\u202e" not in page
    for width in (316, 546, 1160):
        assert "<script>" not in draw(found.section("trend"), Language.ENGLISH, width)


def test_a_study_that_hides_people_is_told_by_what_it_shows_alone() -> None:
    """A verdict and an event stand at numbers that are shown; hidden groups have neither."""
    day = date(2026, 10, 5)
    known = landmarks(target(40), target(99, "harbour"), notes=(Note("strike", day, day),))
    found, plain = (report(one, survey="staff", filters=Filters()) for one in (known, landmarks()))

    for section, before in zip(found.sections, plain.sections, strict=True):
        if before.table is not None and section.table is not None:
            assert [row.key for row in section.table.rows] == [row.key for row in before.table.rows]
            pairs = zip(section.table.rows, before.table.rows, strict=True)
            assert all(row.cells[: len(old.cells)] == old.cells for row, old in pairs)
    assert found.figure("csat").aim is not None
    few = report(known, survey="new")
    assert few.figures == ()
    assert few.sections == ()


def test_tracking_and_chapters_say_the_same() -> None:
    known = landmarks(
        target(40), target(10, indicator=Indicator.LOYAL), notes=(Note("strike", date(2026, 7, 1), date(2026, 7, 1)),)
    )
    facts = open_facts(made())
    series = tracking(facts, scope=WHOLE, landmarks=known, length="month")
    four = chapters(facts, "guests", scope=WHOLE, landmarks=known)

    aimed = series.figure("satisfaction").aim
    assert aimed is not None
    assert aimed.target == Estimate(0.4, kind=Kind.SHARE, digits=0)
    assert series.section("satisfaction").table.events == {"2026-07": (1,)}  # type: ignore[union-attr]
    assert four.figure("csat").aim == report(known).figure("csat").aim
    assert str(four.figure("loyal").aim.words).startswith("target 10%")  # type: ignore[union-attr]
    # One survey's target is for the series of that survey alone.
    own = landmarks(target(40, survey="guests"))
    assert tracking(facts, scope=WHOLE, landmarks=own).figure("satisfaction").aim is None
    assert tracking(facts, scope=WHOLE, landmarks=own, surveys=["guests"]).figure("satisfaction").aim is not None


def test_page_workbook_and_json_agree() -> None:
    known = landmarks(target(82.5), notes=(Note("strike", date(2026, 7, 1), date(2026, 7, 1)),))
    found = report(known)

    data = json.loads(to_json(found))["reports"][0]
    assert data["figures"]["csat"]["target"]["value"] == 0.825
    assert data["figures"]["csat"]["target"]["reached"] == "not-reached"
    trend = next(one for one in data["sections"] if one["key"] == "trend")
    assert trend["table"]["events"] == {"2026-07": [1]}
    assert trend["table"]["rows"][0]["target"]["value"] == 0.825
    page = to_html(found, Language.CHINESE)
    assert "目标82.5%：未达到" in page
    assert "1 strike" in page
    book = fastexcel.read_excel(BytesIO(to_xlsx(found, Language.ENGLISH)).getvalue())
    cells = str(book.load_sheet(0, header_row=None).to_arrow().to_pylist())
    assert "target 82.5%: not reached" in cells
    assert "0.825" in cells
