"""The sample company in the application: made once, whatever happens in between."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.test import Client

from regulars.language import Language
from regulars.simulate import company
from regulars.web.accounts.access import scope_of
from regulars.web.accounts.models import User
from regulars.web.accounts.roles import Permission
from regulars.web.company.models import Company, Unit
from regulars.web.facts import facts
from regulars.web.people.models import CustomerScore
from regulars.web.research.models import Link, Study, Version
from regulars.web.sample import set_up

pytestmark = pytest.mark.django_db


@pytest.fixture(params=[Language.ENGLISH, Language.CHINESE], ids=str)
def language(request: pytest.FixtureRequest, home: Path) -> Language:
    company(seed=3, customers=400, language=request.param.value).write(facts())
    return request.param


def test_a_second_run_finds_everything_there(language: Language) -> None:
    first = set_up(language)
    counts = [model.objects.count() for model in (Unit, User, Study, Version, Link, CustomerScore)]
    Company.objects.update(minimum_n=50)

    second = set_up(language)

    assert counts[:5] == [9, 6, 1, 1, 6]
    assert counts[5] >= 400
    assert [model.objects.count() for model in (Unit, User, Study, Version, Link, CustomerScore)] == counts
    assert first == second
    assert Company.objects.get().minimum_n == 50


def test_a_reader_of_another_language_finds_the_same_company(language: Language) -> None:
    first = set_up(language)
    other = next(one for one in Language if one is not language)

    assert set_up(other) == first
    assert Unit.objects.count() == 9


def test_hotels_are_named_as_the_facts_name_them_and_each_has_its_guests_page(language: Language) -> None:
    sample = set_up(language)

    hotels = set(Unit.objects.filter(kind__in=["hotel", "酒店"]).values_list("code", flat=True))
    in_facts = set(facts().answers("juniper-guests").select("unit").distinct().to_pyarrow()["unit"].to_pylist())
    assert hotels == in_facts - {None}
    assert {Client().get(path).status_code for _, path in sample.links} == {200}


def test_a_manager_of_the_sample_sees_one_hotel_and_a_region_three(language: Language) -> None:
    people = {person.email.partition("@")[0]: person for person in set_up(language).people}

    assert scope_of(people["ada"], Permission.SEE_RESULTS).whole
    assert len(scope_of(people["mei"], Permission.SEE_RESULTS).codes) == 1
    assert len(scope_of(people["tang"], Permission.SEE_RESULTS).codes) == 4
