"""The smallest n of each result is the one that the coverage study found (prove/results/coverage.md)."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from regulars.methods.comparison.measures import MINIMUM
from regulars.methods.registry import Method, all_methods
from regulars.methods.scores.nps import WALD_MINIMUM

ROOT = Path(__file__).parents[2]
ROW = re.compile(r"^\| `([^`]+)` \| (\d+|none) \|", re.MULTILINE)
# Studied on a page of its own.
ELSEWHERE = {"league", "quality_agreement", "service_type"}
# Their intervals hold earlier, but are so wide there that nothing can be put in an order.
STRICTER = {"drivers", "importance_performance", "competitive_position", "weakest_plank"}


def grid(page: str = "prove/results/coverage.md") -> dict[str, str]:
    """Method -> the minimum n on the page."""
    return dict(ROW.findall((ROOT / page).read_text("utf-8")))


FOUND = grid()


@pytest.mark.parametrize(
    "entry", [entry for entry in all_methods() if entry.name in FOUND], ids=lambda entry: entry.name
)
def test_a_result_has_the_grids_minimum(entry: Method) -> None:
    if entry.name in STRICTER:
        assert entry.minimum_n >= int(FOUND[entry.name])
    else:
        assert str(entry.minimum_n) == FOUND[entry.name]


def test_minima_by_measure_and_interval_are_the_grids() -> None:
    assert {f"compare {measure}": str(n) for measure, n in MINIMUM.items()} == {
        name: n for name, n in FOUND.items() if name.startswith("compare ")
    }
    assert str(WALD_MINIMUM) == FOUND["nps wald"]


def test_every_score_and_comparison_stands_in_the_grid() -> None:
    families = ("scores", "service", "indices", "uncertainty", "comparison")
    modules = tuple(f"regulars.methods.{family}" for family in families)
    known = {name.split()[0] for name in FOUND}

    missing = {m.name for m in all_methods() if m.samples and m.function.__module__.startswith(modules)} - known

    assert missing - ELSEWHERE == set()
    assert {"drivers", "importance_performance", "competitive_position", "weakest_plank"} <= known
    assert {"kano", "price_sensitivity", "gabor_granger"} <= known
    assert {"survey_mean", "share_interval", "difference"} <= known


def test_the_page_for_readers_has_the_same_table() -> None:
    assert grid("docs/coverage.md") == FOUND
