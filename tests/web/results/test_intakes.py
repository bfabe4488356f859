"""The list of results tells how answers came in; what an agency sent is counted as such."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from tests.web.results.samples import facts_in

pytestmark = pytest.mark.django_db


def test_what_was_imported_is_counted_apart(home: Path, people: Any, client_of: Any) -> None:
    """With its name; where there is one way alone, nothing is to be chosen."""
    facts_in(home)
    client = client_of(people.administrator)
    listed = client.get("/results/")
    chosen = client.get("/results/guests/?intake=file")
    nonsense = client.get("/results/guests/?intake=nonsense")

    ways = {way.intake.value: way.n for way in listed.context["ways"]}
    assert (ways["survey"], ways["feedback"]) == (0, 0)
    assert ways["file"] == sum(line.n for line in listed.context["lines"]) > 0
    assert "Imported file" in listed.content.decode()
    assert chosen.context["asked"].form.filters.intake.value == "file"
    assert nonsense.context["asked"].form.filters.intake is None
