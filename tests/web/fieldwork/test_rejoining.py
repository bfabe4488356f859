"""In an anonymous study nothing that is stored leads from an answer to its person."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone

from regulars.web.messages.models import Outgoing
from regulars.web.messages.models import State as Sent
from regulars.web.research.actions import close_study
from regulars.web.research.copying import copy_waiting
from regulars.web.research.fieldwork.asking import Person, ask
from regulars.web.research.fieldwork.inviting import invite
from regulars.web.research.fieldwork.models import Asked, Source, Spent, State
from regulars.web.research.fieldwork.spending import write_down
from regulars.web.research.fieldwork.sweeping import sweep
from regulars.web.research.models import Response, Study

from .rejoining import Laid, answer, in_no_order, laid_out, same_order, same_values
from .waves import customers, study

LEAST = 0.002  # so seldom is a chance find taken for a leak


def carried_out(count: int, seed: int = 7) -> tuple[Study, dict[str, str]]:
    """So many are invited and answer in some order, while the clock does its work; who gave what."""
    made = _invited(count)
    people = in_no_order(list(Asked.objects.filter(study=made)), seed)
    truth = {}
    for number, one in enumerate(people, 1):
        truth[one.public_id] = answer(one, effort=str(number % 7 + 1))
        if number % 7 == 0:
            write_down()
        if number % 5 == 0:
            copy_waiting()
            sweep(made)
    write_down()
    copy_waiting()
    return made, truth


def _invited(count: int) -> Study:
    made = study(timezone.now() - timedelta(days=1), privacy="anonymous")
    Study.objects.filter(pk=made.pk).update(state="open")
    made.refresh_from_db()
    people = [Person(one.email, name=one.name, customer=one.pk) for one in customers(count)]
    ask(study=made, source=Source.PEOPLE, people=people, by=None)
    invite(made, None, most=count)
    for number, letter in enumerate(Outgoing.objects.order_by("pk")):
        at = timezone.now() - timedelta(hours=20) + timedelta(seconds=number / 10)
        Outgoing.objects.filter(pk=letter.pk).update(state=Sent.SENT, claimed=at, ended=at)
    sweep(made)
    return made


@pytest.mark.django_db(transaction=True)
def test_no_property_of_a_person_goes_with_one_of_their_answer(company: Any, home: Path) -> None:
    """Thirty people; each column of each table, each row's place and age, each file."""
    _, truth = carried_out(30)

    laid = laid_out(truth, home)

    assert laid.both == []
    for verdict in (same_order(laid, truth), same_values(laid, truth)):
        assert verdict.chance > LEAST, verdict
    assert set(Asked.objects.values_list("state", flat=True)) == {State.ANSWERED, State.SENT}


@pytest.mark.long
@pytest.mark.django_db(transaction=True)
def test_also_when_the_study_has_closed(company: Any, home: Path) -> None:
    """Then the rest is written with the people, however few they are."""
    made, truth = carried_out(33)
    close_study(study=made, by=None)
    write_down()

    laid = laid_out(truth, home)

    assert Spent.objects.get().hashes == []
    assert laid.both == []
    for verdict in (same_order(laid, truth), same_values(laid, truth)):
        assert verdict.chance > LEAST, verdict


@pytest.mark.long
def test_nor_do_the_bytes_of_the_database_and_its_log(tmp_path: Path) -> None:
    """Sixty people, a real home folder: where in the file each name lies, and no name in the log beside it."""
    script = "import sys; from tests.web.fieldwork.rejoining import in_a_home; in_a_home(sys.argv[1], 60)"
    environment = {**os.environ, "REGULARS_HOME": str(tmp_path), "DJANGO_SETTINGS_MODULE": "regulars.web.settings"}
    environment.pop("REGULARS_DATABASE", None)

    done = subprocess.run(
        [sys.executable, "-c", script, str(tmp_path)], env=environment, capture_output=True, text=True, check=False
    )

    assert done.returncode == 0, done.stderr[-2000:]
    told = json.loads(done.stdout.splitlines()[-1])
    assert told["both"] == []
    assert "file database, offset" in told["persons"]
    assert min(told["order"], told["values"]) > LEAST, told


def test_a_leak_would_be_found() -> None:
    """One column that is written as people answer, among many that are not; one value that both have."""
    truth = {f"p{number}": f"r{number}" for number in range(30)}
    laid = Laid()
    for number, (person, response) in enumerate(truth.items()):
        laid.persons["spent.rowid"][person] = number // 7
        laid.persons["asked.id"][person] = hash((person, 1)) % 1000
        laid.responses["response.id"][response] = number + 100
        laid.responses["response.nonce"][response] = str(hash((response, 2)))

    assert same_order(laid, truth).chance <= LEAST

    del laid.persons["spent.rowid"]
    laid.persons["asked.language"] = {person: "fr" if person == "p3" else "en" for person in truth}
    laid.persons["asked.key"] = {person: f"k{person[1:]}" for person in truth}
    laid.responses["response.key"] = {response: f"k{response[1:]}" for response in truth.values()}
    assert same_values(laid, truth).chance <= LEAST


@pytest.mark.django_db
def test_a_group_that_is_too_small_is_not_stored_with_the_answer(company: Any, units: Any) -> None:
    """Twelve of Lakeside and three of Harbour, one of whom reads Chinese: nothing says whose answer is whose."""
    made = study(timezone.now() - timedelta(days=1), privacy="anonymous")
    Study.objects.filter(pk=made.pk).update(state="open")
    people = [Person(f"a{number}@example.com", unit=units.lakeside.pk, language="en") for number in range(12)]
    people += [Person(f"b{number}@example.com", unit=units.harbour.pk, language="en") for number in range(2)]
    people += [Person("c@example.com", unit=units.harbour.pk, language="zh")]
    ask(study=made, source=Source.LIST, people=people, by=None)

    for one in Asked.objects.all():
        answer(one, effort="6")

    assert set(Response.objects.values_list("unit", "link", "cell", "language")) == {(None, None, None, "und")}


@pytest.mark.django_db
def test_fewer_than_a_group_are_never_written_with_the_people(company: Any) -> None:
    """Who answered is kept aside, and forgotten when no form from before the closing can come any more."""
    made = _invited(20)
    for one in list(Asked.objects.all())[:9]:
        answer(one, effort="6")

    assert write_down() == 0
    close_study(study=made, by=None)
    assert write_down() == 0
    assert write_down(timezone.now() + timedelta(days=40)) == 0

    kept = Spent.objects.get()
    assert (kept.hashes, kept.forgotten) == ([], 9)
    assert not Asked.objects.filter(state=State.ANSWERED).exists()


@pytest.mark.django_db
def test_nothing_of_an_anonymous_answer_tells_its_time(company: Any) -> None:
    made = _invited(12)
    for one in Asked.objects.all():
        answer(one, effort="6")

    for one in Response.objects.filter(study=made):
        assert (one.at.minute, one.at.second, one.at.microsecond, one.seconds) == (0, 0, 0, None)
        assert one.pk < 0
