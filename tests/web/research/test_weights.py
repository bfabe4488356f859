"""Weights of a study: margins typed or sent, looked at, applied, taken back; and the results that follow."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import numpy as np
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.urls import reverse

from regulars.insights.satisfaction import Least, satisfaction
from regulars.insights.scope import Scope
from regulars.language import Text
from regulars.methods import nps
from regulars.web.audit.models import Entry
from regulars.web.facts import facts
from regulars.web.research import copying
from regulars.web.research.actions import close_study, create_questionnaire, create_study, publish
from regulars.web.research.models import Cell, OutboxRow, Response
from regulars.web.research.weights.actions import again, apply, draft, take_back
from regulars.web.research.weights.breakdowns import allowed, breakdowns
from regulars.web.research.weights.errors import WeightsError
from regulars.web.research.weights.following import finish, follow
from regulars.web.research.weights.margins import Margin, Part
from regulars.web.research.weights.models import State, Weighting
from regulars.web.research.weights.reckoning import reckon

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 1, 5, 12, tzinfo=UTC)
SURVEY = "relationship-nps"


@pytest.fixture
def study(units: Any) -> Any:
    questionnaire = create_questionnaire(made_from=SURVEY, name="guests", by=None)
    publish(questionnaire=questionnaire, by=None)
    return create_study(questionnaire=questionnaire, wave="spring", by=None)


@pytest.fixture
def receive(study: Any) -> Any:
    """Responses as the public page stores them."""
    count = 0

    def store(number: int, unit: Any, recommend: Any = lambda i: i % 11, **fields: Any) -> list[Response]:
        nonlocal count
        made = []
        for i in range(number):
            count += 1
            values = {
                "study": study, "version": 1, "unit": unit, "nonce": f"nonce-{count}", "language": "en",
                "at": NOON + timedelta(seconds=count), "day": date(2026, 1, 5), "answers": {"recommend": recommend(i)},
            }  # fmt: skip
            with transaction.atomic():
                made.append(Response.objects.create(**values | fields))
                if not made[-1].test:
                    OutboxRow.objects.create(response=made[-1])
        return made

    return store


def margin(key: str = "unit", **people: float) -> Margin:
    return Margin(key, Text.of(key), tuple(Part(value, Text.of(value), count) for value, count in people.items()))


def test_weights_are_those_of_the_hand(study: Any, units: Any, receive: Any) -> None:
    """Six of ten answers are the lake's, where four of ten guests stay: 4/6 and 6/4. Answers to try out have none."""
    receive(60, units.lakeside)
    receive(40, units.harbour)
    tried = receive(1, units.lakeside, test=True)

    made = draft(study=study, margins=[margin(lakeside=400, harbour=600)], most=None, by=None)
    done = apply(weighting=made, by=None)

    weights = dict(Response.objects.counted().values_list("unit__code", "weight"))
    assert weights == {"lakeside": pytest.approx(2 / 3), "harbour": pytest.approx(1.5)}
    assert Response.objects.get(pk=tried[0].pk).weight is None
    assert done.found.design_effect == pytest.approx(100 * (60 * 4 / 9 + 40 * 2.25) / 100**2)
    made.refresh_from_db()
    assert (made.state, made.way, made.n) == (State.HOLDS, "post_stratified", 100)
    assert Entry.objects.filter(event="weights-applied").exists()


def test_raked_margins_match(study: Any, units: Any, receive: Any) -> None:
    """Two margins at once, each to one part in a million; who said nothing of the language keeps their share."""
    receive(50, units.lakeside)
    receive(30, units.harbour, language="zh")
    receive(15, units.harbour)
    receive(5, None)

    wanted = [margin(lakeside=300, harbour=700), margin("language", en=5_000, zh=5_000)]
    done = reckon(study, wanted, 5.0)

    for one, targets in zip(done.margins, ({"lakeside": 0.285, "harbour": 0.665}, {"en": 0.5, "zh": 0.5}), strict=True):
        for share in one.shares:
            if share.name in targets:
                assert share.after == pytest.approx(targets[share.name], abs=1e-6)
    assert done.weights.mean() == pytest.approx(1)
    assert done.way == "raked"


def test_results_use_the_weights_and_show_the_unweighted_value(study: Any, units: Any, receive: Any) -> None:
    """The weighted NPS is that of the method; taken back, it is the unweighted one."""
    receive(60, units.lakeside, lambda i: 9 if i % 2 else 5)
    receive(40, units.harbour, lambda i: 10 if i % 4 else 3)
    copying.copy_waiting()
    scores = [9 if i % 2 else 5 for i in range(60)] + [10 if i % 4 else 3 for i in range(40)]
    expected = nps(scores, weights=np.repeat([2 / 3, 1.5], [60, 40]))

    made = draft(study=study, margins=[margin(lakeside=400, harbour=600)], most=None, by=None)
    apply(weighting=made, by=None)
    changed = follow()
    report = _report()

    assert changed == 100
    assert report.figure("nps").estimate.value == pytest.approx(expected.points)
    assert report.figure("nps").estimate.low == pytest.approx(expected.low)
    assert report.figure("nps_plain").estimate.value == pytest.approx(nps(scores).points)
    assert "weighted to unit" in str(report.figure("nps").method)
    assert follow() == 0
    take_back(weighting=made, by=None)
    follow()
    assert _report().figure("nps").estimate.value == pytest.approx(nps(scores).points)
    assert not Response.objects.exclude(weight=None).exists()


def test_a_copy_that_comes_later_brings_its_weight(study: Any, units: Any, receive: Any) -> None:
    """Weighted before it was copied, or copied anew."""
    receive(60, units.lakeside)
    receive(40, units.harbour)
    apply(weighting=draft(study=study, margins=[margin(lakeside=1, harbour=1)], most=None, by=None), by=None)
    copying.copy_waiting()
    follow()
    before = _report().figure("nps").estimate

    copying.rebuild()

    assert _report().figure("nps").estimate == before


def test_answers_that_came_later_are_said_and_taken_in(study: Any, units: Any, receive: Any) -> None:
    """By hand, and by itself once the study is over."""
    receive(60, units.lakeside)
    receive(40, units.harbour)
    first = draft(study=study, margins=[margin(lakeside=1, harbour=1)], most=None, by=None)
    apply(weighting=first, by=None)
    receive(10, units.harbour)
    copying.copy_waiting()
    follow()

    assert any("10 answers came after" in str(note) for note in _report().notes)
    assert finish() == 0
    close_study(study=study, by=None) if study.state == "open" else None
    study.closes_at = NOON
    study.save(update_fields=["closes_at"])
    assert finish() == 1
    assert not Response.objects.counted().filter(weight=None).exists()
    assert sorted(study.weightings.values_list("state", flat=True)) == ["holds", "replaced"]


def test_a_part_without_people_or_answers_is_named(study: Any, units: Any, receive: Any) -> None:
    """And so is a unit that nobody gave a population."""
    receive(30, units.lakeside)
    with pytest.raises(WeightsError, match="harbour: Nobody answered from here"):
        reckon(study, [margin(lakeside=1, harbour=1)], None)
    receive(30, units.station)
    with pytest.raises(WeightsError, match="station of unit has no population yet"):
        reckon(study, [margin(lakeside=1)], None)
    together = Margin(
        "unit",
        Text.of("unit"),
        (
            Part("lakeside", Text.of("L"), 1),
            Part("harbour", Text.of("H"), 2, "lakeside"),
            Part("station", Text.of("S"), 3),
        ),
    )
    assert [share.after for share in reckon(study, [together], None).margins[0].shares] == pytest.approx([0.5, 0.5])


def test_where_nobody_may_be_told_apart_only_what_was_declared(study: Any, units: Any, receive: Any) -> None:
    """Units always are; a channel is once the plan says so."""
    receive(30, units.lakeside)
    Cell.objects.create(study=study, key="lake", label=Text.of("Lake"), population=400, unit=units.lakeside)
    everything = allowed(study)
    study.privacy = "confidential"

    assert {"cell", "unit", "channel", "language"} <= set(everything)
    assert allowed(study) == ["cell", "unit"]
    assert breakdowns(study, ["unit"])[0].values[0].population == 400


def test_margins_are_typed_looked_at_and_applied(
    study: Any, units: Any, receive: Any, people: Any, client_of: Any
) -> None:
    """The page says what is missing, what it would cost, and what was done."""
    receive(60, units.lakeside)
    receive(40, units.harbour)
    client, here = client_of(people.administrator), reverse("weights:weights", args=[study.public_id])
    form = reverse("weights:margins", args=[study.public_id])
    assert client.get(f"{form}?by=unit").status_code == 200

    missing = client.post(form, {"by": "unit", "n:unit|lakeside": "400", "n:unit|harbour": "many", "most": "1"})
    assert missing.status_code == 400
    page = missing.content.decode()
    assert "Enter a number of people, such as 4200." in page
    assert "Enter a number above 1" in page
    sent = {"by": "unit", "n:unit|lakeside": "4,000", "n:unit|harbour": "6 000", "most": ""}
    assert client.post(form, sent).status_code == 302
    made = Weighting.objects.get()
    shown = client.get(here).content.decode()
    assert "Apply these weights" in shown
    assert "1.50" in shown
    client.post(reverse("weights:act", args=[study.public_id]), {"do": "apply", "weighting": made.public_id})
    assert "The answers are weighted to unit." in client.get(here).content.decode()
    client.post(reverse("weights:act", args=[study.public_id]), {"do": "back", "weighting": made.public_id})
    assert "taken back" in client.get(here).content.decode()


def test_a_file_fills_the_form_and_bad_rows_are_named(
    study: Any, units: Any, receive: Any, people: Any, client_of: Any
) -> None:
    """By keys or by names, in either language; nothing is kept before the form is sent."""
    receive(60, units.lakeside)
    receive(40, units.harbour)
    rows = "variable,value,population\nunit,Lakeside,4200\nUnit,harbour,2600\nunit,moon,5\nunit,lakeside,1\nshape,x,1\n"
    sent = SimpleUploadedFile("margins.csv", rows.encode())

    page = (
        client_of(people.administrator)
        .post(reverse("weights:send", args=[study.public_id]), {"file": sent})
        .content.decode()
    )

    assert 'value="4200"' in page
    assert 'value="2600"' in page
    assert "3 rows of the file were left out" in page
    assert not Weighting.objects.exists()


def test_a_weighting_is_not_applied_twice(study: Any, units: Any, receive: Any) -> None:
    """Two people press the button at once."""
    receive(30, units.lakeside)
    made = draft(study=study, margins=[margin(lakeside=1)], most=None, by=None)
    apply(weighting=made, by=None)
    with pytest.raises(WeightsError, match="applied already"):
        apply(weighting=made, by=None)
    again(study=study, by=None)
    with pytest.raises(WeightsError, match="does not hold any more"):
        take_back(weighting=made, by=None)


def _report() -> Any:
    return satisfaction(facts(), "guests", scope=Scope.whole(purpose="test"), least=Least(answers=10))


def test_small_parts_of_a_confidential_study_are_not_counted(
    study: Any, units: Any, receive: Any, people: Any, client_of: Any
) -> None:
    """Neither the part nor the one that would give it away."""
    receive(40, units.lakeside)
    receive(3, units.station)
    receive(25, units.harbour)
    study.privacy = "confidential"
    study.save(update_fields=["privacy"])
    draft(study=study, margins=[margin(lakeside=400, harbour=300, station=100)], most=None, by=None)

    client = client_of(people.administrator)
    page = client.get(reverse("weights:weights", args=[study.public_id])).content.decode()
    form = client.get(reverse("weights:margins", args=[study.public_id]) + "?by=unit").content.decode()

    assert page.count("not shown") == 6
    assert "rests on fewer than 10 answers" in page
    assert form.count("not shown") == 2
