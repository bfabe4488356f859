"""The customers behind a mark are those that the mark counts."""

from __future__ import annotations

import shutil
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from django.http import QueryDict

from regulars.insights.scope import Scope
from regulars.insights.worth import Wish, worth
from regulars.language import Count
from regulars.web.facts import facts
from regulars.web.people.forms import ListForm
from regulars.web.people.models import CustomerScore
from regulars.web.people.work import score
from regulars.web.results.panels import address_of
from regulars.web.worth.keep.forms import KeepForm

pytestmark = pytest.mark.django_db
TABLES = {
    "crm": {"statuses", "tiers"},
    "stages": {"now", "leaks"},
    "keep": {"reasons", "types", "silence"},
    "loyalty-map": {"types", "slipping"},
    "profile": {"grade", "risk", "loyalty", "stage"},
}


def quiet(*_: Any, **__: Any) -> None:
    """Nobody watches."""


@pytest.fixture(autouse=True)
def answered() -> None:
    """The sample company is read instead."""


@pytest.fixture(scope="session")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small sample company, made once."""
    from regulars.facts import open_facts
    from regulars.simulate import company

    made = open_facts(tmp_path_factory.mktemp("behind") / "facts")
    company(customers=600, seed=5).write(made)
    return made.home


def test_the_list_has_as_many_as_the_row_says(sample: Path, home: Path, people: SimpleNamespace) -> None:
    shutil.copytree(sample, home / "facts")
    score(quiet)
    wrong, seen = [], set()
    for page, tables in TABLES.items():
        for section in worth(facts(), page, Wish(Scope.whole(purpose="test"))).sections:
            if section.table is None or section.table.key not in tables:
                continue
            place = [one.key for one in section.table.columns].index("n") - 1
            for row in section.table.rows:
                seen.add(section.table.key)
                cell = row.cells[place]
                assert isinstance(cell, Count)
                if row.whom is None:
                    assert row.key == "untold", (page, row.key)
                    continue
                form = (KeepForm if row.whom.at_risk else ListForm)(
                    QueryDict(address_of(row.whom).partition("?")[2]), user=people.administrator
                )
                found = (form.rows() if isinstance(form, KeepForm) else form.found()).count()
                if found != cell.value:
                    wrong.append((page, section.table.key, row.key, cell.value, found))
    assert not wrong
    assert seen == set().union(*TABLES.values())


def test_who_slipped_elsewhere_is_not_told(home: Path, people: SimpleNamespace, units: SimpleNamespace) -> None:
    """Both answers must be about units in sight."""
    from regulars.web.people.models import Customer
    from regulars.web.people.models.place import CustomerUnit

    for key, about in enumerate((units.lakeside, units.harbour, None), start=1):
        one = Customer.objects.create(key=key, number=f"c{key}", unit=units.lakeside)
        CustomerUnit.objects.create(customer=one, unit=units.lakeside)
        CustomerScore.objects.update_or_create(customer=one, defaults={"slip": "left", "slip_unit": about})

    def seen(user: Any) -> int:
        return ListForm(QueryDict("slip=left"), user=user).found().count()

    assert (seen(people.administrator), seen(people.manager)) == (3, 1)
