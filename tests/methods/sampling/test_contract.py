"""What every method of sampling keeps, written once over the registry."""

from __future__ import annotations

import dataclasses
import inspect
import json
import re
from collections.abc import Callable
from typing import Any

import pytest

from regulars.methods import (
    allocate_sample,
    design_effect,
    draw_sample,
    nps,
    post_stratify,
    rake,
    required_per_group,
    required_sample,
    response_rates,
    survey_mean,
    trim,
)
from regulars.methods.errors import OptionError
from regulars.methods.registry import Method, all_methods
from regulars.methods.result import Result

CALLS: dict[str, Callable[[], Result]] = {
    "allocate_sample": lambda: allocate_sample(20, {"a": 30, "b": 70}, costs=[3, 4]),
    "design_effect": lambda: design_effect([1, 2, 3]),
    "draw_sample": lambda: draw_sample(range(20), 5, seed=1),
    "post_stratify": lambda: post_stratify(list("aab"), {"a": 1, "b": 2}),
    "rake": lambda: rake({"x": list("aab")}, {"x": {"a": 1, "b": 2}}),
    "required_per_group": lambda: required_per_group(0.5, 0.6),
    "required_sample": lambda: required_sample(0.05),
    "response_rates": lambda: response_rates(I=3, R=1),
    "survey_mean": lambda: survey_mean([1, 2, 3]),
    "trim": lambda: trim([1, 2, 30], most=2),
}
METHODS = [entry for entry in all_methods() if entry.function.__module__.startswith("regulars.methods.sampling")]


@pytest.fixture(params=METHODS, ids=lambda entry: entry.name)
def entry(request: pytest.FixtureRequest) -> Method:
    return request.param


def test_every_method_of_sampling_stands_here() -> None:
    assert {entry.name for entry in METHODS} == set(CALLS)


def test_the_result_is_frozen_and_ready_for_json(entry: Method) -> None:
    result = CALLS[entry.name]()
    data = json.loads(json.dumps(result.to_dict(), allow_nan=False))

    assert isinstance(result, Result)
    assert data["n"] == result.n
    with pytest.raises(dataclasses.FrozenInstanceError):
        result.n = 3  # type: ignore[misc]


def test_the_same_call_gives_the_same_result(entry: Method) -> None:
    assert CALLS[entry.name]().to_dict() == CALLS[entry.name]().to_dict()


def test_the_docstring_tells_parameters_and_source_and_runs(entry: Method) -> None:
    text = inspect.getdoc(entry.function) or ""
    parameters = inspect.signature(entry.function).parameters

    for heading in ("\nParameters:\n", "\nSource: ", "\n>>> "):
        assert heading in text
    assert re.search(r"\[[a-z]+\d{4}[a-z]?\]", text)
    assert [name for name in parameters if f"\n    {name}: " not in text] == []
    assert entry.rows


@pytest.mark.parametrize("confidence", ["0.95", None, 0, 1, 95])
@pytest.mark.parametrize(
    "call",
    [
        lambda c: required_sample(0.05, confidence=c),
        lambda c: required_per_group(0.5, 0.6, confidence=c),
        lambda c: survey_mean([1, 2, 3], confidence=c),
        lambda c: nps([10, 9, 8], confidence=c),
    ],
)
def test_a_level_of_confidence_lies_between_0_and_1(call: Any, confidence: Any) -> None:
    with pytest.raises(OptionError, match="The confidence level is"):
        call(confidence)
