"""Value in five steps: what is there, what was settled with which figures, what changed since."""

from __future__ import annotations

from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest

from regulars.insights.written import from_json
from regulars.web.audit.models import Entry
from regulars.web.company.models import Company
from regulars.web.people.models import Segment
from regulars.web.worth.steps.models import Kept

pytestmark = pytest.mark.django_db
STEPS = "/worth/steps/"


def test_a_step_keeps_its_figures_and_says_what_changed_since(
    people: SimpleNamespace, client_of: Callable[[Any], Any]
) -> None:
    """Settled anew, the first stays readable; opened again, it is open; words stay words."""
    ada = client_of(people.administrator)
    assert "None of the five steps is settled yet." in ada.get(STEPS).content.decode()
    ada.post(f"{STEPS}terms/", {"note": "<b>as the board said</b>"})
    one = Kept.objects.get()
    row = from_json(one.snapshot.encode()).sections[0].table.rows[0]  # type: ignore[union-attr]
    assert (row.key, row.cells[0].value) == ("horizon", 52)
    page = ada.get(STEPS).content.decode()
    assert "One of the five steps is settled." in page
    assert "&lt;b&gt;as the board said" in page
    assert "changed since" not in page

    Company.objects.update(margin="0.3")
    page = ada.get(STEPS).content.decode()
    assert "1 figure changed since" in page
    assert "30.0%" in page

    ada.post(f"{STEPS}terms/", {"note": "a margin of thirty"})
    page = ada.get(STEPS).content.decode()
    assert "changed since" not in page
    assert "1 time settled before" in page
    ada.post(f"{STEPS}terms/", {"do": "reopen"})
    assert "None of the five steps is settled yet." in ada.get(STEPS).content.decode()
    assert Entry.objects.filter(event__startswith="value-step").count() == 3


def test_nothing_is_kept_of_a_step_without_figures_or_that_does_not_exist(
    people: SimpleNamespace, client_of: Callable[[Any], Any]
) -> None:
    """Without purchases there are no tiers; what was bought says so itself."""
    ada = client_of(people.administrator)
    ada.post(f"{STEPS}groups/", {"note": "x"})
    assert not Kept.objects.exists()
    assert ada.post(f"{STEPS}sixth/", {"note": "x"}).status_code == 404


def test_a_kept_step_that_cannot_be_read_breaks_no_page(
    people: SimpleNamespace, client_of: Callable[[Any], Any]
) -> None:
    Kept.objects.create(step="strategy", snapshot="{]", by=people.administrator)
    Segment.objects.create(name="all", condition="")
    assert "cannot be read any more" in client_of(people.administrator).get(STEPS).content.decode()


def test_the_file_holds_what_was_settled(people: SimpleNamespace) -> None:
    from regulars.web.accounts.access import UnitScope
    from regulars.web.worth.steps.work import noted

    Kept.objects.create(step="terms", snapshot="{}", note="as the board said", by=people.administrator)
    found = noted(UnitScope(None, None))
    assert [one.key for one in found.sections] == ["data", "terms", "profit", "groups", "strategy"]
    assert "as the board said" in str(found.notes[0])
