"""How cases come in: rules over answers, the open form, answers and findings by hand."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from django.utils import timezone

from regulars.survey.conditions import read_condition
from regulars.web.cases.intake import actions, hearing
from regulars.web.cases.intake.looking import look, sweep
from regulars.web.cases.intake.models import CaseRule, Watch
from regulars.web.cases.intake.rules import all_rules, ready, starts
from regulars.web.cases.intake.trial import try_out
from regulars.web.cases.intake.vocabulary import vocabulary_of
from regulars.web.cases.models import Case, Entry
from regulars.web.cases.workflows import workflows

Answer = Callable[..., Any]


@pytest.fixture
def study(units: SimpleNamespace) -> Any:
    """The stay, open."""
    from regulars.web.research.actions import create_questionnaire, create_study, open_study, publish

    made = create_questionnaire(made_from="stay-satisfaction", name="stay", by=None)
    publish(questionnaire=made, by=None)
    found = create_study(questionnaire=made, by=None)
    open_study(study=found, by=None)
    return found


@pytest.fixture
def answer(study: Any, units: SimpleNamespace) -> Answer:
    """``answer(recommend=1)``: somebody answered the stay at Lakeside."""
    from regulars.web.research.models import Response
    from regulars.web.research.scoring import score_of

    made: list[Any] = []

    def make(customer: Any = None, answers: dict[str, Any] | None = None, **fields: Any) -> Any:
        asked = study.questionnaire.latest.definition
        given = {"overall": 1, "recommend": 1, **(answers or {})}
        values = {
            "study": study, "version": 1, "unit": units.lakeside, "nonce": f"n{len(made)}", "at": timezone.now(),
            "day": timezone.localdate(), "language": "en", "answers": given, "score": score_of(asked, given),
            "customer": customer,
        }  # fmt: skip
        made.append(Response.objects.create(**{**values, **fields}))
        return made[-1]

    return make


def test_rules_that_come_with_regulars_speak_both_languages_and_can_be_read(units: SimpleNamespace) -> None:
    vocabulary = vocabulary_of(None)

    for one in starts():
        assert one.name.in_language("en") != one.name.in_language("zh")
        assert one.kind in workflows()
        read_condition(one.condition, vocabulary)
    assert [one.key for one in all_rules()] == [one.key for one in all_rules()] == [one.key for one in starts()]


def test_a_low_score_opens_a_case_once_with_what_was_lowest(answer: Answer, guest: Any, study: Any) -> None:
    one = answer(guest, {"comment": "The room smelled."})

    assert look([one.pk]) == {"opened": 1}
    assert look([one.pk]) == {"known": 1}

    case = Case.objects.get()
    assert (case.kind, case.channel, case.severity, case.customer, case.unit) == (
        "low-score", "survey", 4, guest, one.unit,
    )  # fmt: skip
    assert case.response == one
    assert case.rule == CaseRule.objects.get(key="opponent").public_id
    assert "Recommendation 1 of 10" in case.title  # as they answered: nobody of the house has chosen a language
    assert "The room smelled." in case.words


def test_the_first_rule_that_fits_decides_and_a_good_answer_opens_nothing(answer: Answer) -> None:
    least, low, good = answer(answers={"recommend": 7}), answer(score=35), answer(score=90)

    look([least.pk, low.pk, good.pk])

    assert dict(Case.objects.values_list("response", "severity")) == {least.pk: 3, low.pk: 2}


@pytest.mark.parametrize("fields", [{"test": True}, {"ineligible": True}, {"at": timezone.now() - timedelta(days=60)}])
def test_trials_and_old_waves_open_nothing(answer: Answer, fields: dict[str, Any]) -> None:
    assert look([answer(**fields).pk]) == {}
    assert not Case.objects.exists()


@pytest.mark.parametrize("privacy", ["confidential", "anonymous"])
def test_where_nobody_is_to_be_known_no_answer_becomes_a_case(
    answer: Answer, study: Any, guest: Any, privacy: str, client_of: Any, people: SimpleNamespace
) -> None:
    type(study).objects.filter(pk=study.pk).update(privacy=privacy)
    one = answer(guest)

    assert look([one.pk]) == {}
    assert client_of(people.agent).get(f"/cases/intake/response/{one.public_id}/").status_code == 404


def test_the_same_customer_again_within_the_quiet_days_is_noted_once(answer: Answer, guest: Any) -> None:
    first, second = answer(guest), answer(guest, {"comment": "Again."})
    look([first.pk])

    assert look([second.pk]) == {"noted": 1}
    assert look([second.pk]) == {"known": 1}

    noted = Entry.objects.get(sort="rated")
    assert (noted.case.response, noted.data["response"], noted.words) == (first, second.public_id, "Again.")
    Case.objects.update(opened=timezone.now() - timedelta(days=20))
    assert look([answer(guest).pk]) == {"opened": 1}


def test_what_was_said_of_another_place_is_noted_in_no_case_here(
    answer: Answer, guest: Any, units: SimpleNamespace
) -> None:
    look([answer(guest).pk])

    assert look([answer(guest, {"comment": "Rude porter."}, unit=units.station).pk]) == {"opened": 1}

    assert not Entry.objects.filter(sort="rated").exists()
    assert try_out(next(one for one in all_rules() if one.key == "opponent")).noted == 0


def test_the_sweep_finds_what_nobody_heard_of_and_leaves_what_was_there_before(answer: Answer) -> None:
    answer()
    assert sweep() == {}
    lost = answer()

    assert sweep() == {"opened": 1}
    assert sweep() == {"known": 1}

    assert Case.objects.get().response == lost
    assert Watch.objects.get().until == lost.pk


def test_words_out_of_sight_stand_in_no_case(answer: Answer, people: SimpleNamespace) -> None:
    one = answer(answers={"comment": "Idiots."}, hidden_at=timezone.now(), hidden_reason="insult")

    look([one.pk])

    assert Case.objects.get().words == ""


def test_a_rule_of_a_study_asks_its_questions_and_a_broken_one_opens_nothing(answer: Answer, study: Any) -> None:
    all_rules()
    CaseRule.objects.update(on=False)
    fields = {"name": {"en": "Own"}, "study": study, "condition": "recommend >= 9", "severity": 1, "kind": "complaint"}
    rule = actions.add_rule(fields=fields, by=None)
    actions.switch(rule=rule, on=True, by=None)
    one = answer(answers={"recommend": 10})

    assert look([one.pk]) == {"opened": 1}
    assert Case.objects.get().kind == "complaint"
    CaseRule.objects.filter(pk=rule.pk).update(condition="gone >= 9")
    assert look([answer(answers={"recommend": 10}).pk]) == {}


def test_the_server_asks_the_worker_only_where_the_score_leaves_it_open(units: SimpleNamespace) -> None:
    hearing._rules, hearing._read_at = [], -hearing.KEEP
    try:
        assert hearing.worth_a_look([(1, 10), (2, 80), (3, None), (4, 40)], timezone.localdate()) == [1, 4]
    finally:
        hearing._rules, hearing._read_at = [], -hearing.KEEP


@pytest.mark.django_db(transaction=True)
def test_from_the_thanks_of_a_guest_to_the_case(
    study: Any, units: SimpleNamespace, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The guest waits for nothing of it; the thread and the worker wait less than a second together."""
    from threading import Event

    from tests.web.link.conftest import Phone

    from regulars.web.jobs.starting import NOW
    from regulars.web.research.actions import create_links
    from regulars.web.server.worker import LOOK, Lane

    settings.LISTENS_AT = "http://127.0.0.1:1"
    monkeypatch.setattr(hearing, "_wake", lambda: None)
    monkeypatch.setattr(hearing, "_read_at", -hearing.KEEP)
    phone = Phone(create_links(study=study, units=[units.lakeside], by=None)[0].public_id)

    sent = phone.send({**phone.form().fields, "overall": "1", "recommend": "0"})

    assert sent.status_code == 303
    assert not Case.objects.exists()
    hearing.hand_on(hearing.gathered())
    lane = Lane(NOW, Event())
    while (task := lane._take()) is not None:
        lane.run_task(task)
    assert Case.objects.get().severity == 4
    assert hearing.GATHER + LOOK < 1
    monkeypatch.setattr(hearing, "_read_at", -hearing.KEEP)


def test_without_the_server_a_response_is_left_to_the_sweep(settings: Any) -> None:
    settings.LISTENS_AT = ""

    hearing.hear(1, 0)

    assert hearing._DROPPED.empty()


def test_a_trial_counts_what_it_would_have_opened_and_writes_nothing(answer: Answer, guest: Any) -> None:
    rules = {one.key: one for one in all_rules()}
    answer(guest)
    answer(guest)
    answer(score=35)
    answer(score=90)

    opponent, low = try_out(rules["opponent"]), try_out(rules["low"])

    assert (opponent.answers, opponent.opened, opponent.noted, opponent.before) == (4, 1, 1, 0)
    assert (low.opened, low.before) == (1, 2)
    assert not Case.objects.exists()


def test_a_rule_is_written_tried_switched_moved_and_removed(
    client_of: Any, people: SimpleNamespace, answer: Answer
) -> None:
    browser, sent = client_of(people.administrator), {"when.way": "text", "when.text": "answer.score <= 10"}
    sent |= {"name_en": "Mine", "kind": "recovery", "severity": "3", "quiet_days": "0", "study": ""}
    answer()

    tried = browser.post("/cases/intake/rules/new/", {**sent, "do": "try"})
    wrong = browser.post("/cases/intake/rules/new/", {**sent, "when.text": "nothing <= 10", "do": "save"})
    empty = browser.post("/cases/intake/rules/new/", {**sent, "when.text": "", "do": "save"})
    browser.post("/cases/intake/rules/new/", {**sent, "do": "save"})

    assert (tried.status_code, wrong.status_code, empty.status_code) == (200, 400, 400)
    assert b"would have opened" in tried.content
    rule = CaseRule.objects.get(key="")
    assert (rule.on, rule.condition, rule.rank) == (False, "answer.score <= 10", len(starts()) + 1)
    act = f"/cases/intake/rules/{rule.public_id}/act/"
    for wish in ("on", "earlier", "remove", "off"):
        browser.post(act, {"do": wish})
    rule.refresh_from_db()
    assert (rule.on, rule.rank) == (False, len(starts()))
    browser.post(act, {"do": "remove"})
    assert not CaseRule.objects.filter(key="").exists()
    built_in = CaseRule.objects.first()
    browser.post(f"/cases/intake/rules/{built_in.public_id}/act/", {"do": "off"})
    browser.post(f"/cases/intake/rules/{built_in.public_id}/act/", {"do": "remove"})
    assert CaseRule.objects.filter(pk=built_in.pk, on=False).exists()


def test_the_case_shows_its_answer_and_the_answer_its_case(
    client_of: Any, people: SimpleNamespace, answer: Answer
) -> None:
    one = answer()
    look([one.pk])
    case = Case.objects.get()

    page = client_of(people.agent).get(f"/cases/{case.public_id}/").content.decode()
    inbox = client_of(people.agent).get(f"/responses/{one.public_id}/").content.decode()

    assert f"/responses/{one.public_id}/" in page
    assert "Lowest rating and would warn others" in page
    assert f"/cases/{case.public_id}/" in inbox
    assert "/cases/intake/response/" not in inbox


def test_an_answer_becomes_a_case_by_hand_and_the_rule_opens_no_second(
    client_of: Any, people: SimpleNamespace, answer: Answer, guest: Any
) -> None:
    one, browser = answer(guest, {"comment": "Loud."}), client_of(people.agent)
    assert f"/cases/intake/response/{one.public_id}/" in browser.get(f"/responses/{one.public_id}/").content.decode()

    form = browser.get(f"/cases/intake/response/{one.public_id}/").content.decode()
    sent = {"kind": "complaint", "title": "Loud room", "words": "Loud.", "severity": "3"}
    answered = browser.post(f"/cases/intake/response/{one.public_id}/", sent)

    case = Case.objects.get()
    assert "Loud." in form
    assert answered.url == f"/cases/{case.public_id}/"
    assert (case.title, case.by, case.customer, case.severity) == ("Loud room", people.agent, guest, 3)
    assert look([one.pk]) == {"known": 1}


def test_the_open_form_opens_one_case_however_often_it_is_sent(client: Any, units: SimpleNamespace, guest: Any) -> None:
    sent = {"words": "  Cold\neggs ", "when": "today", "reach": "anna@example.com", "nonce": "b" * 12, "name": "Anna"}

    page = client.get(f"/help/{units.lakeside.public_id}/", headers={"accept-language": "en"})
    first = client.post(f"/help/{units.lakeside.public_id}/?lang=en", sent)
    again = client.post(f"/help/{units.lakeside.public_id}/?lang=en", sent)

    case = Case.objects.get()
    assert (page.cookies, first.cookies) == ({}, {})
    assert b"<script" not in page.content
    assert first.url == again.url
    assert str(case.pk) in client.get(first.url).content.decode()
    assert (case.title, case.channel, case.unit, case.customer) == ("Cold eggs", "form", units.lakeside, guest)
    assert (case.email, case.name, case.language) == ("anna@example.com", "Anna", "en")
    assert "today" in case.words


def test_the_open_form_speaks_chinese_and_keeps_what_was_typed(client: Any, units: SimpleNamespace) -> None:
    page = client.post("/help/?lang=zh", {"words": "", "reach": "ring me", "name": "<b>"})

    text = page.content.decode()
    assert page.status_code == 400
    assert 'lang="zh' in text
    assert "ring me" in text
    assert "<b>" not in text
    assert not Case.objects.exists()


@pytest.mark.parametrize(
    "wrong", [{"more": "x"}, {"words": "x" * 5001}, {"reach": "a@b"}, {"reach": "12"}, {"unit": "none"}]
)
def test_machines_and_what_is_too_long_or_no_address_are_turned_away(
    client: Any, units: SimpleNamespace, wrong: dict[str, str]
) -> None:
    assert client.post("/help/", {"words": "Cold.", **wrong}).status_code == 400
    assert not Case.objects.exists()


def test_regions_and_closed_units_are_no_places(client: Any, units: SimpleNamespace) -> None:
    type(units.station).objects.filter(pk=units.station.pk).update(closed=timezone.localdate())

    page = client.get("/help/").content.decode()

    assert units.lakeside.public_id in page
    assert units.south.public_id not in page
    assert client.get(f"/help/{units.station.public_id}/").status_code == 404
    assert client.get("/help/thanks/17:forged/").status_code == 404


def test_whoever_sends_forms_all_day_is_asked_to_wait(client: Any, units: SimpleNamespace) -> None:
    from regulars.web.cases.intake.views.telling import PER_VISITOR

    for _ in range(PER_VISITOR):
        client.post("/help/", {"words": ""})

    assert client.post("/help/", {"words": "Cold."}).status_code == 429
    assert not Case.objects.exists()


def test_a_finding_far_below_becomes_a_case_and_both_lead_to_each_other(
    client_of: Any, people: SimpleNamespace, units: SimpleNamespace
) -> None:
    from tests.web.addresses.service import _finding

    from regulars.web.service.models import Finding

    name = _finding(SimpleNamespace(people=people, units=units))["public_id"]
    Finding.objects.filter(public_id=name).update(answer=4, threshold=5, due=None)
    browser = client_of(people.manager)
    assert browser.post(f"/cases/intake/finding/{name}/").status_code == 403
    Finding.objects.filter(public_id=name).update(answer=1, threshold=4, note="Mould.")

    browser.post(f"/cases/intake/finding/{name}/")
    answered = browser.post(f"/cases/intake/finding/{name}/")

    case = Case.objects.get()
    assert answered.url == f"/cases/{case.public_id}/"
    assert (case.kind, case.channel, case.severity, case.words) == ("finding", "visit", 3, "Mould.")
    assert f"/findings/{name}/" in browser.get(f"/cases/{case.public_id}/").content.decode()
    assert f"/cases/{case.public_id}/" in browser.get(f"/findings/{name}/").content.decode()


def test_asking_whether_anything_was_wrong_has_a_rule(study: Any) -> None:
    from regulars.facts.questionnaires import study as built_in
    from regulars.web.research.scoring import score_of

    asked = built_in("anything-wrong")

    assert [score_of(asked, {"wrong": value}) for value in (1, 2, 3)] == [0, 50, 100]
    rule = next(one for one in ready() if one.rule.key == "something-wrong")
    values = {"answer.survey": "anything-wrong", "answer.score": 50}
    assert rule.fits(study.pk, values, timezone.localdate())
    assert not rule.fits(study.pk, {**values, "answer.survey": "stay-satisfaction"}, timezone.localdate())
