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
from regulars.web.messages.models import Outgoing
from regulars.web.people.models import Customer, CustomerScore
from regulars.web.people.promises.models import Promise, today
from regulars.web.research.fieldwork.models import Asked
from regulars.web.research.models import Link, Study, Version
from regulars.web.results.landmarks.models import Happening, Target
from regulars.web.sample import Sample, set_up

pytestmark = pytest.mark.django_db


@pytest.fixture(params=[Language.ENGLISH, Language.CHINESE], ids=str)
def language(request: pytest.FixtureRequest, home: Path) -> Language:
    company(seed=3, customers=400, language=request.param.value).write(facts())
    return request.param


def test_the_sample_is_made_once_and_seen_by_each_as_the_role_says(language: Language) -> None:
    """One story, for each set-up costs a second: again, in the other language, by guests and by its own people."""
    sample = set_up(language)
    counts = [model.objects.count() for model in (Unit, User, Study, Version, Link, CustomerScore)]

    assert counts[:4] == [9, 6, 3, 1]  # one study for all guests, and a wave for each of two quarters
    assert counts[4] == 12  # six on the tables, six behind personal invitations
    the_first_wave_is_under_way()
    assert counts[5] >= 400
    guests_have_names_and_firms_their_people()
    it_has_targets_and_a_renovation()
    hotels_are_named_as_the_facts_name_them_and_each_has_its_guests_page(sample)
    a_manager_sees_one_hotel_and_a_region_three(sample)

    Company.objects.update(minimum_n=50)
    assert set_up(language) == sample
    assert set_up(next(one for one in Language if one is not language)) == sample
    assert [model.objects.count() for model in (Unit, User, Study, Version, Link, CustomerScore)] == counts
    guests_have_names_and_firms_their_people()
    assert Company.objects.get().minimum_n == 50


def guests_have_names_and_firms_their_people() -> None:
    firms = Customer.objects.filter(kind="organisation")

    assert not Customer.objects.filter(name="").exists()
    assert [one.members.count() for one in firms] == [3] * 6
    assert Customer.objects.filter(number__startswith="WEB").count() > 3  # some are there twice
    assert Promise.objects.count() == 5
    assert Promise.objects.overdue(today()).count() == 1


def it_has_targets_and_a_renovation() -> None:
    one, other = Target.objects.order_by("pk")
    assert (one.unit, other.unit) == (None, Happening.objects.get().unit)
    assert other.unit.name.in_language("en") == "Harbour"


def the_first_wave_is_under_way() -> None:
    letters = Outgoing.objects.filter(kind="invitation")
    assert Asked.objects.filter(state="queued").count() == letters.count() > 100
    assert all(to.endswith("@guests.example") for to in letters.values_list("to", flat=True))


def hotels_are_named_as_the_facts_name_them_and_each_has_its_guests_page(sample: Sample) -> None:
    hotels = set(Unit.objects.filter(kind__in=["hotel", "酒店"]).values_list("code", flat=True))
    in_facts = set(facts().answers("juniper-guests").select("unit").distinct().to_pyarrow()["unit"].to_pylist())

    assert hotels == in_facts - {None}
    assert {Client().get(path).status_code for _, path in sample.links} == {200}


def a_manager_sees_one_hotel_and_a_region_three(sample: Sample) -> None:
    people = {person.email.partition("@")[0]: person for person in sample.people}

    assert scope_of(people["ada"], Permission.SEE_RESULTS).whole
    assert len(scope_of(people["mei"], Permission.SEE_RESULTS).codes) == 1
    assert len(scope_of(people["tang"], Permission.SEE_RESULTS).codes) == 4
