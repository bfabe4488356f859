"""The lenses: the same numbers as the methods give on the raw table, no label where an interval crosses its line."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from regulars.facts import Facts, open_facts
from regulars.insights.lenses import LENSES, first_lens, lens_named, through
from regulars.insights.report import Report, Row, Section
from regulars.insights.satisfaction import satisfaction
from regulars.insights.scope import Scope
from regulars.language import Estimate, Language, Missing, render
from regulars.methods import service_gaps, service_type, weighted_index
from regulars.simulate import company
from regulars.survey import ResponseMapping

WHOLE = Scope.whole(purpose="test")
KEYS = [lens.key for lens in LENSES]


def rating(*tags: str, role: str = "attribute", high: int = 5) -> dict[str, Any]:
    return {"kind": "rating", "scale": {"low": 1, "high": high}, "role": role, "tags": list(tags)}


def ask(facts: Facts, name: str, items: dict[str, Any], columns: dict[str, Any], **survey: Any) -> None:
    n = len(next(iter(columns.values())))
    rows = {"response": [f"{name}-{i}" for i in range(n)], "at": ["2026-10-01"] * n, "unit": ["a"] * n, **columns}
    file = facts.home.parent / f"{name}.parquet"
    pq.write_table(pa.table({key: list(values) for key, values in rows.items()}), file)
    head = {"name": name, "title": {"en": name.title()}, "sample": "census", **survey}
    facts.import_responses(
        file,
        ResponseMapping.from_dict(
            {
                "survey": head,
                "source": name,
                "response": "response",
                "at": "at",
                "unit": "unit",
                "items": {key: {"label": key.title(), **item} for key, item in items.items()},
            }
        ),
    )


def see(facts: Facts, key: str, survey: str, scope: Scope = WHOLE, **more: Any) -> Report:
    lens = lens_named(key)
    assert lens is not None
    return through(facts, survey, lens, scope=scope, **more)


def rows_of(section: Section) -> dict[str, Row]:
    assert section.table is not None
    return {row.key: row for row in section.table.rows}


def said(report: Report) -> str:
    return render(report.conclusion, Language.ENGLISH)


def around(rng: np.random.Generator, middle: float, n: int, high: int = 5) -> np.ndarray:
    return np.clip(np.round(rng.normal(middle, 1, n)), 1, high).astype(int)


# Units of a service: at which middles its system and its staff are rated, and how many answered.
UNITS = {"factory": (4.3, 1.6, 90), "quality": (4.4, 4.4, 90), "between": (4.3, 3.0, 90), "tiny": (4.0, 4.0, 6)}
SERVICE = {
    "prompt": rating("procedural"),
    "clear": rating("procedural"),
    "polite": rating("personal"),
    "overall": rating(role="overall"),
}


@pytest.fixture(scope="module")
def visits() -> dict[str, Any]:
    rng = np.random.default_rng(3)
    parts = [(unit, *size) for unit, size in UNITS.items()]
    found = {"unit": [unit for unit, _, _, n in parts for _ in range(n)]}
    for key in ("prompt", "clear"):
        found[key] = np.concatenate([around(rng, works, n) for _, works, _, n in parts])
    found["polite"] = np.concatenate([around(rng, warm, n) for _, _, warm, n in parts])
    found["overall"] = around(rng, 3.6, len(found["unit"]))
    return found


@pytest.fixture(scope="module")
def facts(tmp_path_factory: pytest.TempPathFactory, visits: dict[str, Any]) -> Facts:
    made = open_facts(tmp_path_factory.mktemp("lenses") / "facts")
    ask(made, "visits", SERVICE, visits)
    ask(made, "staff", SERVICE, visits, privacy="confidential")
    return made


@pytest.fixture(scope="module")
def hotels(tmp_path_factory: pytest.TempPathFactory) -> Facts:
    """A small sample company."""
    made = open_facts(tmp_path_factory.mktemp("hotels") / "facts")
    company(customers=2000, seed=2026).write(made)
    return made


@pytest.mark.parametrize("key", ["layers", "journey", "service", "pyramid"])
def test_the_sample_company_fills_the_lens(hotels: Facts, key: str) -> None:
    report = see(hotels, key, hotels.surveys()[-1])

    assert not any(section.blank for section in report.sections)
    assert any(section.chart for section in report.sections)


def test_layers_and_their_numbers_are_those_of_the_results(hotels: Facts) -> None:
    survey = hotels.surveys()[-1]
    whole = satisfaction(hotels, survey, scope=WHOLE)

    lens = see(hotels, "layers", survey)

    assert lens.section("layers").table == whole.section("layers").table
    assert lens.section("worst-first") == whole.section("worst-first")


def test_the_kinds_of_touchpoints_are_indices_of_their_attributes(hotels: Facts) -> None:
    lens = see(hotels, "journey", hotels.surveys()[-1])
    kinds = rows_of(lens.section("touchpoint-kinds"))

    assert set(kinds) == {"person", "thing"}
    assert {"coordinates", "worst", "flow"} <= {section.key for section in lens.sections}
    assert all(isinstance(row.cells[2], Estimate) for row in rows_of(lens.section("flow")).values())


def test_types_of_service_are_those_of_the_method(facts: Facts, visits: dict[str, Any]) -> None:
    lens = see(facts, "service", "visits")
    shown = rows_of(lens.section("service-type"))
    enough = np.array([unit != "tiny" for unit in visits["unit"]])
    of = {key: np.asarray(values)[enough] for key, values in visits.items()}

    direct = service_type({"polite": of["polite"]}, {"prompt": of["prompt"], "clear": of["clear"]}, of["unit"])

    for at, unit in enumerate(direct.names):
        works, warm = shown[unit].cells[:2]
        assert (works.value, works.low, works.high) == pytest.approx(  # type: ignore[union-attr]
            (direct.procedural[at], direct.procedural_low[at], direct.procedural_high[at])
        )
        assert warm.value == pytest.approx(direct.personal[at])  # type: ignore[union-attr]
    assert next(iter(shown)) == "factory"
    assert isinstance(shown["tiny"].cells[0], Missing)
    assert render(shown["tiny"].cells[2], Language.ENGLISH) == "too few to judge"


def test_no_type_is_named_where_an_interval_crosses_its_line(facts: Facts) -> None:
    shown = rows_of(see(facts, "service", "visits").section("service-type"))
    types = {key: render(row.cells[2], Language.ENGLISH) for key, row in shown.items()}
    warm = shown["between"].cells[1]

    assert isinstance(warm, Estimate)
    assert warm.low is not None
    assert warm.low < 50 < warm.high  # type: ignore[operator]
    assert types == {
        "factory": "Factory",
        "between": "no clear type",
        "quality": "Quality service",
        "tiny": "too few to judge",
    }


def test_where_nobody_may_be_told_apart_small_units_are_hidden(facts: Facts) -> None:
    shown = see(facts, "service", "staff").section("service-type")

    assert "tiny" not in rows_of(shown)
    assert len(rows_of(shown)) == 2  # one more goes with it: else it would follow by subtraction
    assert all(row.behind is None for row in rows_of(shown).values())
    assert "2 groups are not shown" in render(shown.caption, Language.ENGLISH)


def test_an_item_that_few_of_a_unit_answered_hides_the_unit(tmp_path: Path, visits: dict[str, Any]) -> None:
    """Forty answered, four of them said how staff were: their mean would be told."""
    made = open_facts(tmp_path / "facts")
    unit = np.array(["one"] * 100 + ["two"] * 100 + ["three"] * 40)
    polite = [5 if i < 204 else None for i in range(240)]
    columns = {"unit": unit, "prompt": [4] * 240, "polite": polite, "overall": [4, 3] * 120}
    items = {key: SERVICE[key] for key in ("prompt", "polite", "overall")}
    ask(made, "staff", items, columns, privacy="confidential")

    shown = see(made, "service", "staff")

    assert not any("three" in rows_of(one) for one in shown.sections if one.key == "service-type")


def pyramid(tmp_path: Path, base: float, n: int = 200) -> tuple[Facts, dict[str, Any]]:
    rng = np.random.default_rng(5)
    made = open_facts(tmp_path / "facts")
    items = {
        "clean": rating("pyramid:base"),
        "quiet": rating("pyramid:base"),
        "desk": rating("pyramid:touchpoints"),
        "overall": rating(role="overall"),
        "again": rating(role="repurchase"),
        "recommend": {"kind": "nps"},
    }
    middles = {"clean": base, "quiet": base, "desk": 4.0, "overall": 3.8, "again": 3.6}
    columns = {key: around(rng, middle, n) for key, middle in middles.items()}
    columns["recommend"] = np.clip(np.round(rng.normal(7, 2, n)), 0, 10).astype(int)
    ask(made, "stays", items, columns)
    return made, columns


def test_a_broken_base_caps_what_stands_on_it(tmp_path: Path) -> None:
    made, columns = pyramid(tmp_path, 2.0)
    lens = see(made, "pyramid", "stays")
    levels = rows_of(lens.section("pyramid"))

    base = weighted_index({key: columns[key] for key in ("clean", "quiet")}, [1, 1], scale=(1, 5))
    loyal = weighted_index(
        {"again": 2.5 * (columns["again"] - 1), "recommend": columns["recommend"]}, [1, 1], scale=(0, 10)
    )

    assert list(levels) == ["loyalty", "satisfaction", "touchpoints", "base"]
    found = levels["base"].cells[0]
    assert isinstance(found, Estimate)
    assert (found.value, found.low, found.high) == pytest.approx((base.index, base.low, base.high))
    assert levels["loyalty"].cells[0].value == pytest.approx(loyal.index)  # type: ignore[union-attr]
    assert levels["base"].mark == "weakest"
    assert isinstance(levels["base"].cells[1], Missing)
    assert all(levels[key].cells[1].value == pytest.approx(base.index) for key in list(levels)[:3])  # type: ignore[union-attr]
    assert said(lens).startswith("Broken: Base conditions. What stands on it holds at most ")
    assert [row.mark for row in lens.section("pyramid-parts").table.rows] == ["below", "below", "above"]  # type: ignore[union-attr]


def test_a_base_that_chance_could_hold_up_is_not_called_broken(tmp_path: Path) -> None:
    made, _ = pyramid(tmp_path, 2.95)
    lens = see(made, "pyramid", "stays")

    assert said(lens) == "No layer is broken: none lies clearly below the middle of the scale."
    assert [column.key for column in lens.section("pyramid").table.columns] == ["level", "index", "n"]  # type: ignore[union-attr]


def test_gaps_are_those_of_service_gaps(tmp_path: Path) -> None:
    rng = np.random.default_rng(9)
    made = open_facts(tmp_path / "facts")
    keys = {"r1": "reliability", "r2": "reliability", "e1": "empathy", "e2": "empathy"}
    items: dict[str, Any] = {}
    for key, dimension in keys.items():
        items[key] = rating(f"servqual:{dimension}", high=7)
        items[f"x{key}"] = rating(f"servqual:{dimension}", f"expectation:{key}", role="other", high=7)
    columns = {key: around(rng, 6 if key.startswith("x") else 4.5, 120, 7) for key in items}
    ask(made, "gaps", items, columns)

    lens = see(made, "servqual", "gaps")
    direct = service_gaps(
        {key: columns[f"x{key}"] for key in keys},
        {key: columns[key] for key in keys},
        dimensions={"reliability": ["r1", "r2"], "empathy": ["e1", "e2"]},
        scale=(1, 7),
    )

    shown = rows_of(lens.section("gap-dimensions"))
    for at, dimension in enumerate(direct.dimensions):
        cell = shown[dimension].cells[0]
        assert isinstance(cell, Estimate)
        assert (cell.value, cell.low) == pytest.approx(
            (direct.dimension_gap[at] * 100 / 6, direct.dimension_low[at] * 100 / 6)
        )
    assert render(shown["empathy"].name, Language.CHINESE) == "移情性"


def test_dealers_by_block_and_by_what_they_do(tmp_path: Path) -> None:
    rng = np.random.default_rng(4)
    made = open_facts(tmp_path / "facts")
    middles = {"goods": 4.2, "service": 3.6, "economics": 2.4, "image": 4.0}
    items: dict[str, Any] = {"work": {"kind": "choice", "options": {"buying": "Buying", "selling": "Selling"}}}
    columns: dict[str, Any] = {"work": ["buying"] * 150 + ["selling"] * 12}
    for block, middle in middles.items():
        for number in (1, 2):
            items[f"{block}{number}"] = rating(f"dealer:{block}")
            columns[f"{block}{number}"] = around(rng, middle, 162)
    ask(made, "dealers", items, columns)

    lens = see(made, "dealers", "dealers")
    blocks, types = rows_of(lens.section("dealer-blocks")), rows_of(lens.section("dealer-types"))
    direct = weighted_index({key: columns[key] for key in ("economics1", "economics2")}, [1, 1], scale=(1, 5))

    assert next(iter(blocks)) == "economics"
    assert blocks["economics"].cells[0].value == pytest.approx(direct.index)  # type: ignore[union-attr]
    assert said(lens).startswith("Clearly below the index: Business")
    assert isinstance(types["buying"].cells[2], Estimate)
    assert isinstance(types["selling"].cells[2], Missing)


def test_the_model_is_that_of_the_results_with_its_sentence(tmp_path: Path) -> None:
    rng = np.random.default_rng(6)
    made = open_facts(tmp_path / "facts")
    mood = rng.normal(0, 1, 150)
    items = {f"{code}{n}": rating(f"ecsi:{code}") for code in ("IMAG", "PERQ", "PERV", "CUSA") for n in (1, 2)}
    columns = {key: np.clip(np.round(3 + mood + rng.normal(0, 0.6, 150)), 1, 5).astype(int) for key in items}
    ask(made, "index", items, columns)

    lens, whole = see(made, "model", "index"), satisfaction(made, "index", scope=WHOLE)

    assert lens.section("path-diagram").table == whole.section("path-diagram").table
    assert lens.figure("ecsi") == whole.figure("ecsi")
    assert said(lens).startswith("The index of satisfaction is ")


@pytest.mark.parametrize("key", ["layers", "journey", "servqual", "dealers", "model"])
def test_a_lens_that_nothing_fills_names_what_would(facts: Facts, key: str) -> None:
    report = see(facts, key, "visits")

    assert [section.key for section in report.sections] == [f"ask-{key}"]
    for language in Language:
        assert render(report.sections[0].sentence, language)


def test_too_few_answers_are_said(tmp_path: Path, visits: dict[str, Any]) -> None:
    made = open_facts(tmp_path / "facts")
    ask(made, "new", SERVICE, {key: values[:4] for key, values in visits.items()})

    for key in KEYS:
        report = see(made, key, "new")
        assert said(report) == "4 answers. A number appears from 30."
        assert report.sections == ()


def test_the_first_lens_is_one_that_the_survey_fills(facts: Facts) -> None:
    assert first_lens(facts.survey("visits")).key == "service"
