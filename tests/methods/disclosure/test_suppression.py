"""What is hidden stays hidden from whoever adds and subtracts."""

from __future__ import annotations

import json
from typing import Any

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from regulars.methods import suppress
from regulars.methods.disclosure.cells import Cells, cells_of
from regulars.methods.errors import MethodError, OptionError, PopulationError, TooFewAnswersError, WeightError

TOY = {"units": {"a": 40, "b": 25, "c": 12, "d": 4}}


def test_toy_of_small_groups_total_81() -> None:
    assert suppress(TOY).hidden == {("units", "c"): "complement", ("units", "d"): "small"}


def test_toy_of_small_groups_without_a_total() -> None:
    assert suppress(TOY, total_shown=False).hidden == {("units", "d"): "small"}


def test_nothing_is_hidden_where_nobody_is_few() -> None:
    result = suppress({"units": {"a": 40, "b": 10, "c": 0}})

    assert result.hidden == {}
    assert result.published.tolist() == [40, 10, 0]
    assert result.total_shown


def test_hidden_ones_that_are_few_together_need_a_third() -> None:
    assert set(suppress({"u": {"a": 40, "b": 30, "c": 5, "d": 4}}).hidden) == {("u", "b"), ("u", "c"), ("u", "d")}
    assert set(suppress({"u": {"a": 40, "b": 30, "c": 6, "d": 4}}).hidden) == {("u", "c"), ("u", "d")}


def test_another_breakdown_gives_the_total_away() -> None:
    """A total that is not shown is still known where the groups of one breakdown add up to it."""
    result = suppress({**TOY, "segments": {"new": 50, "old": 31}}, total_shown=False)

    assert result.hidden == {("units", "c"): "complement", ("units", "d"): "small"}


def test_who_is_in_no_group_is_a_group() -> None:
    """Two people named no segment: the total less the segments would show them."""
    result = suppress({"units": {"a": 50, "b": 31}, "segments": {"new": 60, "old": 19}})

    assert result.hidden == {("segments", "old"): "complement"}


def test_a_region_tells_of_its_units() -> None:
    regions = {"north": 60, "south": 41}
    units = {"n1": 30, "n2": 26, "n3": 4, "s1": 21, "s2": 20}
    parents = {unit: {"n": "north", "s": "south"}[unit[0]] for unit in units}
    result = suppress({"regions": regions, "units": units}, within={("units", "regions"): parents})

    assert result.hidden == {("units", "n2"): "complement", ("units", "n3"): "small"}


def test_a_region_of_one_small_unit_hides_a_region_too() -> None:
    within = {("units", "regions"): {"n1": "north", "s1": "south", "s2": "south"}}
    breakdowns = {"regions": {"north": 4, "south": 41}, "units": {"n1": 4, "s1": 21, "s2": 20}}
    result = suppress(breakdowns, within=within)

    assert {name for name, _ in result.hidden} == {"regions", "units"}
    assert not result.shown("regions", "south")
    assert not result.shown("units", "s2")


def test_two_breakdowns_of_two_ways() -> None:
    """A small cell of a table needs a square of hidden ones, or the other sum gives it away."""
    cells = {"a1": 3, "a2": 20, "a3": 30, "b1": 20, "b2": 25, "b3": 30, "c1": 40, "c2": 50, "c3": 60}
    breakdowns = {
        "unit": {x: sum(n for cell, n in cells.items() if cell[0] == x) for x in "abc"},
        "wave": {x: sum(n for cell, n in cells.items() if cell[1] == x) for x in "123"},
        "both": cells,
    }
    within = {("both", "unit"): {c: c[0] for c in cells}, ("both", "wave"): {c: c[1] for c in cells}}
    result = suppress(breakdowns, within=within)

    assert set(result.hidden) == {("both", cell) for cell in ("a1", "a2", "b1", "b2")}
    assert result.total_shown


def test_a_newcomer_between_two_waves_is_protected() -> None:
    until = {"until May": {"all": 40}, "until June": {"all": 43}}
    result = suppress(until, within={("until May", "until June"): {"all": "all"}})

    assert result.hidden == {("until May", "all"): "complement"}
    assert suppress({"until May": {"all": 40}, "until June": {"all": 53}}).hidden == {}


def test_fewer_than_k_in_all_are_not_counted_aloud() -> None:
    result = suppress({"units": {"a": 4, "b": 3}})

    assert not result.total_shown
    assert np.isnan(result.published).all()


def test_people_row_by_row_tell_what_lies_within_what() -> None:
    units = ["n1"] * 30 + ["n2"] * 26 + ["n3"] * 4 + ["s1"] * 41
    regions = [unit[0] for unit in units]
    expected = {("unit", "n2"): "complement", ("unit", "n3"): "small"}

    assert suppress({"region": regions, "unit": units}).hidden == expected
    assert suppress({"unit": units, "region": regions}).hidden == expected
    counted = suppress({"unit": ["n1", "n2", "n3", "s1"], "region": list("nnns")}, counts=[30, 26, 4, 41])
    assert counted.hidden == expected
    assert counted.n == 101


def test_a_person_without_a_group_counts_in_the_total() -> None:
    result = suppress({"unit": ["a"] * 20 + ["b"] * 15 + [None] * 3})

    assert result.n == 38
    assert result.hidden == {("unit", "b"): "complement"}


def test_the_result_is_ready_for_json() -> None:
    data = json.loads(json.dumps(suppress(TOY).to_dict(), allow_nan=False))

    assert data["published"] == [40, 25, None, None]
    assert data["reasons"] == ["", "", "complement", "small"]
    assert (data["n_small"], data["n_complement"]) == (1, 1)


# --- the attacker ---


@st.composite
def publications(draw: Any) -> dict[str, Any]:
    """Up to three breakdowns of a few people, one perhaps within another, with people in none."""
    people = draw(st.integers(1, 30))
    breakdowns: dict[str, list[str | None]] = {}
    for name in draw(st.sampled_from(["u", "us", "usw"])):
        groups = draw(st.integers(1, 4 if name == "u" else 3))
        own = draw(
            st.lists(st.integers(-1 if draw(st.booleans()) else 0, groups - 1), min_size=people, max_size=people)
        )
        assume(max(own) >= 0)
        breakdowns[name] = [None if g < 0 else f"{name}{g}" for g in own]
    if draw(st.booleans()):
        breakdowns["r"] = [None if g is None else "r" + str(int(g[1:]) // 2) for g in breakdowns["u"]]
    if len(breakdowns) > 1 and draw(st.booleans()):
        other = next(name for name in breakdowns if name != "u")
        pairs = zip(breakdowns["u"], breakdowns[other], strict=True)
        both = [None if a is None or b is None else a + b for a, b in pairs]
        assume(any(both))
        breakdowns["both"] = both
    return {"breakdowns": breakdowns, "k": draw(st.integers(2, 6)), "total_shown": draw(st.booleans())}


def published(case: dict[str, Any]) -> tuple[Cells, np.ndarray, np.ndarray]:
    """The sums that everybody knows to hold, the true numbers, and which are hidden."""
    from regulars.methods.disclosure.people import people_of

    result = suppress(**case)
    tables, nesting, total = people_of(case["breakdowns"], None)
    cells = cells_of(tables, total=total, within=nesting)
    rests = np.ones(len(cells.n) - len(cells.names), dtype=bool)
    hidden = np.concatenate([[not result.total_shown], np.isnan(result.published), rests])
    return cells, cells.n, hidden


@settings(max_examples=100)
@given(case=publications())
def test_nobody_solves_for_a_hidden_group(case: dict[str, Any]) -> None:
    """Linear arithmetic: no count of 1 to k - 1, printed or left over, is the one solution of the published sums."""
    cells, n, hidden = published(case)
    unknown = cells.sums[:, hidden].astype(float)
    rank = np.linalg.matrix_rank(unknown) if unknown.size else 0
    labels = np.flatnonzero(hidden)

    for place, cell in enumerate(labels):
        alone = np.eye(len(labels))[place]
        told = unknown.size and np.linalg.matrix_rank(np.vstack([unknown, alone])) == rank
        # A total that was not asked for, and a rest of k or more, may be told: they are no small group.
        assert not told or (not 0 < cell < len(cells.names) and n[cell] >= case["k"])


@settings(max_examples=40)
@given(case=publications())
def test_each_hidden_group_might_be_of_k_people(case: dict[str, Any]) -> None:
    """Whole numbers from 0 up, tried one after the other: each small group might be another, up to k."""
    cells, n, hidden = published(case)
    k = case["k"]

    for cell in np.flatnonzero(hidden & (n > 0) & (n < k)):
        assert _possible(cells.sums, n, hidden, {int(cell): k})


def _possible(sums: np.ndarray, n: np.ndarray, hidden: np.ndarray, fixed: dict[int, int]) -> bool:
    """Whether the published sums allow these numbers: whole-number programming by branch and bound."""
    from scipy.optimize import Bounds, LinearConstraint, milp

    low = np.where(hidden, 0.0, n)
    high = np.where(hidden, np.inf, n)
    for cell, value in fixed.items():
        low[cell] = value
    found = milp(
        np.zeros(len(n)),
        integrality=np.ones(len(n)),
        bounds=Bounds(low, high),
        constraints=LinearConstraint(sums, 0, 0),
    )
    return found.status == 0


@settings(max_examples=40)
@given(case=publications())
def test_nothing_is_hidden_without_need(case: dict[str, Any]) -> None:
    """Showing any one complement again would give a small group away."""
    cells, n, hidden = published(case)
    result = suppress(**case)
    small = hidden & (n > 0) & (n < case["k"])

    for row, reason in enumerate(result.reasons):
        if reason == "complement":
            shown = hidden.copy()
            shown[row + 1] = False
            safe = [_possible(cells.sums, n, shown, {int(c): case["k"]}) for c in np.flatnonzero(small)]
            assert not all(safe)


@given(counts=st.lists(st.integers(0, 60), min_size=1, max_size=7), k=st.integers(1, 12))
def test_one_breakdown_by_the_rule_of_the_thumb(counts: list[int], k: int) -> None:
    """Hide those below k; while they are fewer than k together, hide the next smallest, for the total is known."""
    result = suppress({"u": dict(enumerate(counts))}, k=k)

    hidden = sorted(n for n in counts if 0 < n < k)
    rest = sorted(n for n in counts if n >= k)
    while hidden and sum(hidden) < k and rest and sum(counts) >= k:
        hidden.append(rest.pop(0))
    assert sorted(counts[int(group)] for _, group in result.hidden) == sorted(hidden)


def test_the_same_input_gives_the_same_answer() -> None:
    breakdowns = {"a": {i: 3 + i % 9 for i in range(12)}, "b": {"x": 20, "y": sum(3 + i % 9 for i in range(12)) - 20}}

    assert suppress(breakdowns) == suppress(breakdowns)


# --- guarded ---


@pytest.mark.parametrize(
    ("arguments", "error", "said"),
    [
        (({},), TooFewAnswersError, "There is no group"),
        (({"u": {}},), TooFewAnswersError, "There is no group"),
        (([1, 2],), OptionError, "Give the breakdowns by name"),
        (({"u": "abc"},), MethodError, "single value “abc”"),
        (({"u": {"a": -1}},), OptionError, "a of u has “-1” people"),
        (({"u": {"a": 1.5}},), OptionError, "a of u has “1.5” people"),
        (({"u": {"a": float("nan")}},), OptionError, "a of u has “nan” people"),
        (({"u": {"a": float("inf")}},), OptionError, "a of u has “inf” people"),
        (({"u": {"a": "many"}},), OptionError, "a of u has “many” people"),
        (({"u": {"a": True}},), OptionError, "a of u has “True” people"),
        (({"u": {6: 1, "6": 2}},), MethodError, "The group 6 stands twice in u"),
        (({"u": {"a": 1}, "v": ["x"]},), OptionError, "Give all breakdowns"),
        (({"u": [None, None]},), TooFewAnswersError, "u names no group"),
        (({"u": ["a"], "v": ["b", "c"]},), MethodError, "v has 2 rows"),
    ],
)
def test_what_is_no_breakdown_is_said(arguments: Any, error: type[Exception], said: str) -> None:
    with pytest.raises(error, match=said):
        suppress(*arguments)


@pytest.mark.parametrize(
    ("options", "error", "said"),
    [
        ({"k": 0}, OptionError, "k is 0.* whole number from 1 up"),
        ({"k": 2.5}, OptionError, r"k is 2\.5"),
        ({"k": float("nan")}, OptionError, "k is “nan”"),
        ({"k": "ten"}, OptionError, "k is “ten”"),
        ({"total": 80}, PopulationError, "The groups of units have 81 people, more than the 80"),
        ({"counts": [1]}, OptionError, "counts belongs to"),
        ({"within": {("units", "regions"): {"a": "n"}}}, OptionError, "There is no breakdown regions"),
        ({"within": {("units", "units"): {"z": "a"}}}, OptionError, "There is no group z in units"),
    ],
)
def test_what_is_no_option_is_said(options: Any, error: type[Exception], said: str) -> None:
    with pytest.raises(error, match=said):
        suppress(TOY, **options)


def test_counts_are_whole() -> None:
    with pytest.raises(WeightError, match=r"Row 1 of counts is 1\.5"):
        suppress({"u": ["a"]}, counts=[1.5])


def test_a_group_nobody_named_is_said() -> None:
    with pytest.raises(OptionError, match="There is no group z in units"):
        suppress(TOY).shown("units", "z")


def test_many_units_over_many_waves_are_soon_done() -> None:
    """The shape of a results page: 20 units, 8 waves, and both together."""
    random = np.random.default_rng(3)
    unit, wave = random.integers(0, 20, 2000), random.integers(0, 8, 2000)
    both = [f"{u}/{w}" for u, w in zip(unit, wave, strict=True)]
    result = suppress({"unit": unit, "wave": wave, "both": both})

    assert result.n == 2000
    assert result.n_small > 20
