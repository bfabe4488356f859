"""What chance explains is said to be chance: trends, leagues, gaps, and what has to stay hidden."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from regulars.insights.answers import Answers
from regulars.insights.filters import EVERYTHING, Filters, Step
from regulars.insights.report import ChartKind, Report, Section
from regulars.insights.satisfaction import Least, report_of
from regulars.insights.satisfaction.hiding import hiding
from regulars.insights.satisfaction.specify import Question, specify
from regulars.insights.scope import Privacy, Scope
from regulars.language import Count, Estimate, Missing, Text
from regulars.survey import Item, ItemKind, Role, SampleKind, Scale, Survey, Tree
from regulars.survey.tree import Attribute, Dimension

FIVE = Scale(1, 5)
WHOLE = Scope.whole(purpose="test")
MONTHS = 12


def rating(key: str, role: Role = Role.ATTRIBUTE, *tags: str) -> Item:
    return Item(key, ItemKind.RATING, Text.of(key.capitalize()), role, FIVE, tags=tags)


SURVEY = Survey(
    "stay",
    Text.of("Stay"),
    (
        rating("overall", Role.OVERALL),
        Item("recommend", ItemKind.NPS, Text.of("Recommend"), Role.RECOMMEND, Scale(0, 10)),
        rating("breakfast", Role.ATTRIBUTE, "material"),
        rating("staff", Role.ATTRIBUTE, "spiritual"),
        rating("hoped-breakfast", Role.OTHER, "expectation:breakfast"),
        rating("hoped-staff", Role.OTHER, "expectation:staff", "tolerance:1"),
    ),
    sample=SampleKind.CENSUS,
)


def answers(
    satisfied: Sequence[int],
    n: Sequence[int],
    *,
    units: Sequence[str | None] | None = None,
    waves: Sequence[str] | None = None,
) -> Answers:
    """In every group so many satisfied of so many; a group is a month, or a unit, or a wave."""
    size = sum(n)
    group = np.repeat(np.arange(len(n)), n)
    place = np.arange(size) - np.repeat(np.cumsum([0, *n[:-1]]), n)
    happy = place < np.repeat(satisfied, n)
    days = np.datetime64("2025-01-15") + (np.zeros(size, dtype=int) if units else 30 * group)
    return Answers.of(
        SURVEY,
        {
            "overall": np.where(happy, 5.0, 2.0),
            "recommend": np.where(happy, 10.0, 4.0),
            "breakfast": np.where(place % 2 == 0, 3.0, 2.0),
            "hoped-breakfast": np.full(size, 3.0),
            "staff": np.where(place % 3 == 0, 5.0, 4.0),
            "hoped-staff": np.full(size, 4.0),
        },
        [None] * size if units is None else [units[code] for code in group],
        [None] * size if waves is None else [waves[code] for code in group],
        days.astype("datetime64[D]"),
    )


def report(found: Answers, privacy: Privacy = Privacy.IDENTIFIED, filters: Filters = EVERYTHING, **more: Any) -> Report:
    scope = Scope.whole(purpose="test", privacy=privacy)
    return report_of(found, scope, wave=more.pop("wave", None), filters=filters, seed=1, **more)


def rows(section: Section, column: str) -> dict[str, Any]:
    assert section.table is not None
    return dict(zip([row.key for row in section.table.rows], section.table.column(column), strict=True))


# --- since when ---


def test_a_month_beyond_chance_is_a_signal_and_the_sentence_names_it() -> None:
    """September falls; the others are noise, and so is a small month that is lower than most."""
    n = [100] * MONTHS
    happy = [76, 70, 77, 71, 76, 70, 78, 71, 45, 76, 70, 74]

    trend = report(answers(happy, n)).section("trend")

    assert trend.chart is ChartKind.TREND
    assert str(trend.sentence) == "Clearly below what chance explains: 2025-09."
    said = {key: str(cell) for key, cell in rows(trend, "signal").items()}
    assert said.pop("2025-09") == "signal, below"
    assert set(said.values()) == {"noise"}
    assert [row.mark for row in trend.table.rows].count("below") == 1  # type: ignore[union-attr]


def test_limits_are_wider_where_fewer_answered() -> None:
    """The same share from forty answers and from four hundred."""
    n = [400] * 11 + [40]
    trend = report(answers([300, 290] * 5 + [300, 28], n)).section("trend")

    limits = list(rows(trend, "limits").values())
    assert limits[-1].high - limits[-1].low > 2 * (limits[0].high - limits[0].low)
    assert str(trend.sentence) == "No step stands out from chance."


def test_few_waves_have_no_limits_and_are_compared_one_with_the_other() -> None:
    """Below eight it says so."""
    found = report(answers([300, 300, 240], [400, 400, 400], waves=("W1", "W2", "W3")))
    trend = found.section("trend")

    assert trend.table is not None
    assert [column.key for column in trend.table.columns] == ["wave", "share", "change", "n"]
    assert str(trend.caption) == "Too few waves: limits of chance need 8, and 3 have a score."
    assert str(trend.sentence).startswith("W3: Clearly lower than W2: −15")
    assert str(rows(trend, "change")["W1"]) == "none before"
    assert str(found.figure("csat").note).startswith("Clearly lower than W2: −15")


def test_about_the_same_is_not_the_same_as_no_clear_difference() -> None:
    """Many answers can show that nothing changed; few cannot."""
    many = report(answers([3000, 3010], [4000, 4000], waves=("W1", "W2"))).section("trend")
    few = report(answers([30, 31], [40, 40], waves=("W1", "W2"))).section("trend")

    assert str(many.sentence) == "W2: Clearly about the same as W1."
    assert str(few.sentence) == "W2: No clear difference from W1."


def test_a_survey_that_asks_nothing_of_all_has_no_trend() -> None:
    """Neither satisfied nor recommended: nothing to follow."""
    only = replace(SURVEY, items=tuple(item for item in SURVEY.items if item.role is Role.ATTRIBUTE))

    keys = {section.key for section in report(replace(answers([70] * 3, [100] * 3), survey=only)).sections}

    assert not keys & {"trend", "trend-nps", "units"}


# --- where ---


def test_a_small_unit_is_not_last_by_chance() -> None:
    """Fifteen of 25 is the lowest share; evened out, a large unit that is clearly below comes before it."""
    n = [25, 400, 400, 400, 400, 400]
    happy = [15, 256, 300, 308, 304, 296]
    names = ["Annex", "Lakeside", "Harbour", "Park", "Tower", "Station"]

    units = report(answers(happy, n, units=names), least=Least(10)).section("units")

    assert units.chart is ChartKind.LEAGUE
    assert units.table is not None
    found, evened = rows(units, "share"), rows(units, "shrunken")
    assert min(found, key=lambda name: found[name].value) == "Annex"
    assert evened["Annex"].value > found["Annex"].value
    assert units.table.rows[0].key == "Lakeside"
    assert {key: str(cell) for key, cell in rows(units, "against").items()}["Lakeside"] == "clearly below"
    assert str(units.sentence).startswith("Clearly below the other units: Lakeside.")


def test_units_that_chance_explains_are_not_ranked_in_words() -> None:
    """The sentence says that nothing is clear."""
    names = ["Lakeside", "Harbour", "Park", "Tower"]
    units = report(answers([150, 155, 146, 149], [200] * 4, units=names)).section("units")

    assert str(units.sentence) == "No clear difference between units: what differs can be chance."
    assert {str(cell) for cell in rows(units, "against").values()} == {"no clear difference"}


def test_a_unit_with_few_answers_is_too_few_to_judge_and_last() -> None:
    """It keeps its count."""
    names = ["Annex", "Lakeside", "Harbour"]
    units = report(answers([5, 150, 140], [12, 200, 200], units=names)).section("units")

    assert units.table is not None
    last = units.table.rows[-1]
    assert last.key == "Annex"
    assert isinstance(last.cells[0], Missing)
    assert last.cells[-1] == Count(12)


# --- what was expected ---


def test_the_gap_of_an_attribute_and_its_states() -> None:
    """Half found breakfast worse than expected; staff within one step of it counts as expected."""
    found = report(answers([150], [200]))
    gaps, states = found.section("gaps"), found.section("states")

    assert str(gaps.sentence) == "Clearly less than expected: Breakfast."
    assert rows(gaps, "gap")["breakfast"].value == pytest.approx(-12.5)
    assert {key: str(cell) for key, cell in rows(gaps, "state").items()} == {
        "breakfast": "clearly less than expected",
        "staff": "as expected",
    }
    assert rows(states, "dissatisfied")["breakfast"].value == 0.5
    assert rows(states, "indifferent")["staff"].value == 1.0


def test_too_few_who_were_asked_both_have_no_gap() -> None:
    """A survey that asks no expectation has no such part, nor one that too few answered."""
    some = answers([150], [200])
    some.columns["hoped-breakfast"][12:] = -32768
    some.columns["hoped-staff"][12:] = -32768

    assert not {"gaps", "states"} & {section.key for section in report(some).sections}


# --- layers and weights ---


def test_each_layer_is_held_against_the_index() -> None:
    """Breakfast is material and poor, staff spiritual and good; nobody was asked about the social."""
    layers = report(answers([150], [200])).section("layers")

    assert str(layers.sentence) == "Clearly below the index: Material. Clearly above: Spiritual."
    found = rows(layers, "index")
    assert list(found) == ["material", "spiritual"]
    assert found["material"].value == pytest.approx(37.5)
    assert str(layers.caption) == "This survey asks nothing about: Social."


def test_the_index_under_the_weights_of_the_questionnaire() -> None:
    """Three times breakfast, once staff; and whether that matters."""
    parts = tuple(Attribute(key, {key: 1}, weight=weight) for key, weight in (("breakfast", 3), ("staff", 1)))
    tree = Tree("index", Text.of("Index"), (Dimension("all", Text.of("All"), parts),))
    found = report(replace(answers([150], [200]), survey=replace(SURVEY, tree=tree)))

    equal, stated = found.figure("index_equal"), found.figure("index_tree")
    assert stated.estimate.value == pytest.approx(0.75 * 37.5 + 0.25 * 83.375, abs=0.01)
    assert equal.estimate.value > stated.estimate.value
    assert (equal.n, stated.n) == (200, 200)


# --- where nobody may be told apart ---


def asked(found: Answers, privacy: Privacy = Privacy.ANONYMOUS, **more: Any) -> Question:
    return specify(found, more.get("wave"), more.get("filters", EVERYTHING), privacy, Least(group=10))


def test_the_toy_of_the_reference_hides_the_smallest_and_the_next() -> None:
    """40, 25, 12 and 4 of 81: 4, and 12 with it, because the total is shown; nothing where everybody is known."""
    found = answers([20, 10, 6, 2], [40, 25, 12, 4], units=("a", "b", "c", "d"))

    assert hiding(asked(found)).units == {"c", "d"}
    assert hiding(asked(found, Privacy.IDENTIFIED)).units == frozenset()


def test_those_without_a_unit_are_a_group_too() -> None:
    """All less the units gives the four who named none: one unit is hidden with them."""
    found = answers([20, 10, 6, 2], [40, 25, 12, 4], units=("a", "b", "c", None))

    assert hiding(asked(found)).units == {"c"}


def test_a_unit_that_is_small_in_one_wave_does_not_follow_from_the_other_waves() -> None:
    """Its wave hides it and one more; all waves together do not give the difference away."""
    n = {("a", "W1"): 40, ("b", "W1"): 30, ("c", "W1"): 30, ("a", "W2"): 40, ("b", "W2"): 30, ("c", "W2"): 4}
    size = list(n.values())
    found = answers([value // 2 for value in size], size, waves=[wave for _, wave in n])
    units = [unit for (unit, _), count in n.items() for _ in range(count)]
    names = tuple(sorted(set(units)))
    found = replace(found, unit_names=names, units=np.array([names.index(unit) for unit in units], dtype=np.int32))

    in_second = hiding(asked(found, wave="W2")).units
    in_first = hiding(asked(found, wave="W1")).units
    in_all = hiding(asked(found, filters=Filters(all_waves=True))).units

    assert "c" in in_second
    assert len(in_second) >= 2
    # Of the small cell's row and column something else is always unknown: c's other wave, or c as a whole.
    assert "c" in in_first | in_all


def test_the_first_answers_of_a_wave_do_not_follow_from_all_waves() -> None:
    """The wave before stays open; all waves together are not shown until the new one has answers enough."""
    found = answers([200, 2], [300, 4], waves=("W1", "W2"))

    first = report(found, Privacy.ANONYMOUS, wave="W1", least=Least(group=10))
    together = report(found, Privacy.ANONYMOUS, filters=Filters(all_waves=True), least=Least(group=10))

    assert first.figures
    assert "trend" not in {section.key for section in first.sections}
    assert together.figures == ()
    assert "told apart" in str(together.conclusion)


def test_no_reader_chooses_the_steps_where_nobody_may_be_told_apart() -> None:
    """A week less than a month would be a group of its own."""
    found = answers([70] * 4, [100] * 4)

    assert asked(found, filters=Filters(step=Step.WEEK)).step is Step.MONTH
    assert asked(found, Privacy.IDENTIFIED, filters=Filters(step=Step.WEEK)).step is Step.WEEK


def test_a_change_is_shown_with_its_interval() -> None:
    """The table holds the number that the words are about."""
    trend = report(answers([300, 240], [400, 400], waves=("W1", "W2"))).section("trend-nps")

    change = rows(trend, "change")["W2"]
    assert isinstance(change.values["change"], Estimate)
    assert change.values["change"].high < 0
