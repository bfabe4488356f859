"""The journey: what nobody measures stands first, every touchpoint has its rating, and no promise is broken."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from regulars.facts import Facts, open_facts
from regulars.insights.filters import Filters
from regulars.insights.journey import journey
from regulars.insights.satisfaction import Least
from regulars.insights.scope import Scope
from regulars.language import Estimate, Language, Missing, render
from regulars.survey import ResponseMapping
from regulars.survey.errors import EntryError
from regulars.survey.touchpoints import Register

WHOLE = Scope.whole(purpose="test")
LEAST = Least(answers=30)
REGISTER: dict[str, Any] = {
    "stages": [{"key": "arrive", "name": {"en": "Arriving"}}, {"key": "stay", "name": {"en": "Staying"}}],
    "touchpoints": [
        {"key": "room", "name": {"en": "Room"}, "kind": "thing", "stage": "stay", "threshold": 80},
        {"key": "desk", "name": {"en": "Desk"}, "kind": "person", "stage": "arrive", "threshold": 80},
        {"key": "signs", "name": {"en": "Signs"}, "kind": "information", "stage": "arrive"},
    ],
}


def ask(facts: Facts, name: str, items: dict[str, Any], rows: list[dict[str, Any]], **survey: Any) -> None:
    file = facts.home.parent / f"{name}.parquet"
    table = {key: [row.get(key) for row in rows] for key in ("at", "unit", *items)}
    pq.write_table(pa.table({"response": [f"{name}-{i}" for i in range(len(rows))], **table}), file)
    facts.import_responses(
        file,
        ResponseMapping.from_dict(
            {
                "survey": {"name": name, "title": {"en": name.title()}, "sample": "census", **survey},
                "source": name,
                "response": "response",
                "at": "at",
                "unit": "unit",
                "items": items,
            }
        ),
    )


def rating(key: str, *tags: str) -> dict[str, Any]:
    return {
        "column": key,
        "kind": "rating",
        "scale": {"low": 1, "high": 5},
        "label": key.title(),
        "role": "attribute",
        "tags": list(tags),
    }


@pytest.fixture(scope="module")
def hotel(tmp_path_factory: pytest.TempPathFactory) -> Facts:
    """80 guests rate desk (5, twice) and room (2 or 3); half of them at the lake."""
    facts = open_facts(tmp_path_factory.mktemp("journey") / "facts")
    rows = [
        {
            "at": "2026-10-01",
            "unit": "lake" if i % 2 else "town",
            "desk": 5,
            "speed": 3 if i % 4 else None,
            "bed": 2 + i % 2,
        }
        for i in range(80)
    ]
    items = {
        "desk": rating("desk", "touchpoint:desk"),
        "speed": rating("speed", "touchpoint:desk"),
        "bed": rating("bed"),
    }
    ask(facts, "guests", items, rows)
    ask(facts, "staff", {"signs": rating("signs", "touchpoint:signs")}, rows[:1], privacy="anonymous")
    return facts


def cells(report: Any, section: str, column: str) -> dict[str, Any]:
    table = report.section(section).table
    return dict(zip([row.key for row in table.rows], table.column(column), strict=True))


def test_what_nobody_measures_is_the_first_sentence(hotel: Facts) -> None:
    report = journey(hotel, Register.from_dict(REGISTER), scope=WHOLE, least=LEAST)

    assert render(report.conclusion, Language.ENGLISH) == "Nobody measures 1 of 3 touchpoints: Room."
    assert [row.key for row in report.section("coverage").table.rows] == ["room"]
    assert render(report.conclusion, Language.CHINESE) == "3个触点中有1个尚未测量：Room。"


def test_the_items_of_a_touchpoint_make_one_rating_for_each_guest(hotel: Facts) -> None:
    report = journey(hotel, Register.from_dict(REGISTER), scope=WHOLE, least=LEAST)

    desk = cells(report, "flow", "rating")["desk"]
    assert isinstance(desk, Estimate)
    assert desk.value == pytest.approx((60 * 75 + 20 * 100) / 80)  # mean of 5 and 3, or 5 alone
    assert desk.low < desk.value < desk.high
    assert cells(report, "flow", "n")["desk"].value == 80


def test_an_item_that_somebody_bound_counts_like_one_with_a_tag(hotel: Facts) -> None:
    register = Register.from_dict(REGISTER)
    bound = _with_items(register, "room", (("guests", "bed"), ("guests", "gone"), ("no-survey", "bed")))

    report = journey(hotel, bound, scope=WHOLE, least=LEAST)

    assert render(report.conclusion, Language.ENGLISH) == "All 3 touchpoints are measured."
    assert [row.key for row in report.section("worst").table.rows] == ["room", "desk"]
    assert cells(report, "worst", "rating")["room"].value == pytest.approx(37.5)
    assert render(cells(report, "worst", "verdict")["room"], Language.ENGLISH) == "clearly below"
    assert render(report.reason, Language.ENGLISH).startswith("The lowest rating has Room: 38\N{NO-BREAK SPACE}±")


def test_too_few_have_no_number_and_units_and_days_narrow(hotel: Facts) -> None:
    register = Register.from_dict(REGISTER)

    few = journey(hotel, register, scope=WHOLE, least=Least(answers=60), filters=Filters.of({"lake"}))
    scoped = journey(hotel, register, scope=Scope(frozenset({"lake"}), "test"), least=LEAST)

    assert isinstance(cells(few, "flow", "rating")["desk"], Missing)
    assert cells(few, "flow", "n")["desk"].value == cells(scoped, "flow", "n")["desk"].value == 40


def test_where_nobody_may_be_told_apart_it_is_measured_and_not_shown(hotel: Facts) -> None:
    report = journey(hotel, Register.from_dict(REGISTER), scope=WHOLE, least=Least(answers=1))

    assert render(cells(report, "flow", "rating")["signs"].reason, Language.ENGLISH) == "kept confidential"
    assert cells(report, "flow", "n")["signs"].value == 0
    assert "Staff" in render(report.notes[0], Language.ENGLISH)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"kind": "robot"}, "“robot” is not known"),
        ({"stage": "moon"}, "Choose one of: arrive, stay"),
        ({"threshold": 101}, "not a whole number from 1 to 100"),
        ({"colour": "red"}, "there is no entry of this name"),
        ({"key": "room"}, "stands twice"),
    ],
)
def test_a_slip_in_a_register_is_named(change: dict[str, Any], said: str) -> None:
    rows = [*REGISTER["touchpoints"][:2], {**REGISTER["touchpoints"][2], **change}]

    with pytest.raises(EntryError, match=said):
        Register.from_dict({**REGISTER, "touchpoints": rows})


def _with_items(register: Register, key: str, items: tuple[tuple[str, str], ...]) -> Register:
    from dataclasses import replace

    changed = tuple(replace(one, items=items) if one.key == key else one for one in register.touchpoints)
    return replace(register, touchpoints=changed)


def test_a_weighted_wave_counts_as_in_its_report(tmp_path: Path) -> None:
    """Guests from the lake count three times: the touchpoint's rating is the attribute's score."""
    facts = open_facts(tmp_path / "facts")
    lake = [i % 3 == 0 for i in range(90)]
    table = {
        "response": [f"g{i}" for i in range(90)],
        "at": ["2026-10-01"] * 90,
        "wave": ["one"] * 90,
        "weight": [3.0 if one else 1.0 for one in lake],
        "desk": [5 if one else 2 for one in lake],
    }
    file = tmp_path / "rows.parquet"
    pq.write_table(pa.table(table), file)
    facts.import_responses(
        file,
        ResponseMapping.from_dict(
            {
                "survey": {"name": "guests", "title": {"en": "Guests"}, "sample": "census"},
                "source": "guests", "response": "response", "at": "at", "wave": "wave", "weight": "weight",
                "items": {"desk": rating("desk", "touchpoint:desk")},
            }
        ),
    )  # fmt: skip
    report = journey(facts, Register.from_dict(REGISTER), scope=WHOLE, least=LEAST)

    assert cells(report, "flow", "rating")["desk"].value == pytest.approx(100 * ((30 * 3 * 5 + 60 * 2) / 150 - 1) / 4)
