"""The document is whole and true: requests drawn from it are answered as it says, whatever they hold."""

from __future__ import annotations

import re
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from regulars.web.api.document import document
from regulars.web.api.reference import groups

pytestmark = pytest.mark.django_db

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=10), inner, max_size=3),
    max_leaves=6,
)
OPERATIONS = [
    (path, method, operation) for path, methods in document()["paths"].items() for method, operation in methods.items()
]


def test_every_operation_is_described_and_has_an_example() -> None:
    shown = [one for _, rows in groups("") for one in rows]

    assert len(shown) == len(OPERATIONS) == 26
    assert all(one.example.startswith("curl") for one in shown)
    for _, _, operation in OPERATIONS:
        assert {"401", "403", "429"} <= set(operation["responses"])
        assert operation["description"]
        assert operation["security"]


def test_every_reference_leads_somewhere() -> None:
    whole = document()

    wanted = set(re.findall(r"'#/components/schemas/(\w+)'", str(whole)))

    assert wanted <= set(whole["components"]["schemas"])


@settings(max_examples=8, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(data=st.data())
def test_whatever_is_sent_is_answered_as_described(data: Any, caller: Any, people: Any, mei: Any) -> None:
    program = _once(caller, people)
    path, method, operation = data.draw(st.sampled_from(OPERATIONS))
    where = path.replace("{customer}", data.draw(st.sampled_from(["0042", "nobody"]))).replace("{segment}", "x")
    names = [one["name"] for one in operation["parameters"] if one["in"] == "query"]
    query = data.draw(st.dictionaries(st.sampled_from([*names, "else"]), st.text("a0-:T ", max_size=9), max_size=2))
    body = data.draw(JSON | st.fixed_dictionaries({"number": JSON, "name": JSON})) if method != "get" else None

    answer = program(method.upper(), where + "?" + "&".join(f"{k}={v}" for k, v in query.items()), body)

    told = operation["responses"][str(answer.status_code)]
    assert answer["Content-Type"].partition(";")[0] in told["content"]
    if answer.status_code >= 400:
        assert set(answer.json()) <= {"type", "title", "status", "detail", "errors"}


def _once(caller: Any, people: Any) -> Any:
    """One program for all examples of a run."""
    if not hasattr(people, "program"):
        people.program = caller(people.administrator)
    return people.program
