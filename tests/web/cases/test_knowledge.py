"""What cases teach: causes, what is hidden, what recovery brings, who will tell others, what is like this one."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from django.utils import timezone

from regulars.language import Text
from regulars.web.cases.actions import grade, set_cause, step
from regulars.web.cases.causes import causes
from regulars.web.cases.knowledge import actions
from regulars.web.cases.knowledge.alike import alike, counts, marks
from regulars.web.cases.knowledge.errors import CauseError
from regulars.web.cases.knowledge.mouth import risk_of
from regulars.web.cases.models import Case, Channel
from regulars.web.cases.states import Step
from regulars.web.messages.models import Outgoing as Sent

Open = Callable[..., Any]


def _cause(case: Any, key: str) -> None:
    Case.objects.filter(pk=case.pk).update(cause=key)


def test_an_own_cause_is_chosen_renamed_and_switched_off(opened: Open, people: SimpleNamespace, client_of: Any) -> None:
    boss, page = people.administrator, client_of(people.administrator)
    answer = page.post("/causes/own/", {"group": "service", "name_en": "Lift out of order", "name_zh": "电梯故障"})
    assert answer.status_code == 302
    key = next(one for one in causes() if one.startswith("own-"))
    case = opened()
    set_cause(case=case, cause=key, prevention="", by=people.agent)

    page.post(f"/causes/own/{key}/", {"name_en": "Lift", "name_zh": "电梯"})
    page.post(f"/causes/own/{key}/", {"do": "off"})

    assert (causes()[key].name.in_language("zh"), causes()[key].on) == ("电梯", False)
    shown = client_of(people.agent).get(f"/cases/{case.public_id}/").content.decode()
    assert f'value="{key}" selected' in shown
    assert f'value="{key}"' not in client_of(people.agent).get(f"/cases/{opened().public_id}/").content.decode()
    assert "Lift" in page.get("/causes/").content.decode()
    with pytest.raises(CauseError, match="this name already"):
        actions.add(group="price", name=Text({"en": "lift"}), by=boss)


def test_a_built_in_cause_is_renamed_and_not_found_stays(people: SimpleNamespace, client_of: Any) -> None:
    boss = people.administrator
    actions.change(key="waiting", name=Text({"en": "Queue"}), by=boss)
    assert causes()["waiting"].name.in_language("en") == "Queue"
    assert causes()["waiting"].group == "service"

    with pytest.raises(CauseError, match="stays"):
        actions.change(key="not-found", on=False, by=boss)
    with pytest.raises(CauseError, match="no such"):
        actions.change(key="nonsense", on=False, by=boss)
    page = client_of(boss)
    assert page.get("/causes/own/nonsense/").status_code == 404
    answer = page.post("/causes/own/", {"group": "nonsense", "name_en": "<b>x</b>"})
    assert answer.status_code == 400
    assert "<b>x</b>" not in answer.content.decode()


def test_each_bar_leads_to_its_cases_of_the_units_in_sight(
    opened: Open, people: SimpleNamespace, client_of: Any
) -> None:
    for number in range(3):
        _cause(opened(title=f"slow {number}", severity=3), "waiting")
    _cause(opened(at=timezone.now() - timedelta(days=100)), "defect")
    page = client_of(people.agent)

    shown = page.get("/causes/").content.decode()
    assert "Waited too long weighs most: 100%" in shown
    assert "/cases/?show=all&amp;cause=waiting" in shown
    assert page.get("/cases/?show=all&cause=waiting").content.decode().count("slow") >= 3
    assert "No case was opened" in client_of(people.colleague).get("/causes/?days=30").content.decode()
    assert (
        "等待过久"
        in page.get("/causes/?days=nonsense&unit=%00&kind=x", headers={"accept-language": "zh"}).content.decode()
    )


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_the_figures_go_along_as_a_file(kind: str, opened: Open, people: SimpleNamespace, client_of: Any) -> None:
    from regulars.web.audit import Event
    from regulars.web.audit.models import Entry

    _cause(opened(), "waiting")
    answer = client_of(people.manager).post("/causes/file/", {"days": "90", "kind_of_file": kind})
    content = b"".join(answer.streaming_content) if answer.streaming else answer.content

    assert b"Waited too long" in content if kind == "csv" else content.startswith(b"PK")
    assert Entry.objects.filter(event=Event.CAUSES_EXPORTED).count() == 1
    assert client_of(people.agent).post("/causes/file/").status_code == 403


def test_recovery_counts_verdicts_and_the_untreated(
    opened: Open, guest: Any, people: SimpleNamespace, client_of: Any
) -> None:
    case = opened(customer=guest)
    set_cause(case=case, cause="waiting", prevention="", by=people.agent)
    for one, fields in (("acknowledge", {}), ("respond", {"words": "Sorry."}), ("close", {"outcome": "silent"})):
        step(case=Case.objects.get(pk=case.pk), step=Step(one), by=people.agent, **fields)
    Case.objects.filter(pk=case.pk).update(verdict=3)

    shown = client_of(people.manager).get("/causes/").content.decode()
    assert "Satisfied with the answer" in shown
    assert "Too few to say what it brings" in shown


def test_an_opponent_is_known_to_owner_and_manager_at_once(
    opened: Open, people: SimpleNamespace, client_of: Any
) -> None:
    quiet = opened(severity=2)
    assert not quiet.entries.filter(sort="opponent").exists()
    case = opened(severity=4, title="I will post this on TripAdvisor", words="Disgusting. <script>")

    sent = Sent.objects.filter(about=f"case:{case.public_id}")
    assert {one.to for one in sent} == {people.agent.email, people.manager.email}
    assert case.entries.filter(sort="opponent").count() == 1
    shown = client_of(people.manager).get("/causes/word-of-mouth/").content.decode()
    assert "1 customer is angry and about to tell others." in shown
    assert "not acknowledged for" in shown
    assert "<script>" not in shown.split("<main")[1]
    assert "TripAdvisor" not in client_of(people.colleague).get("/causes/word-of-mouth/").content.decode()

    grade(case=quiet, severity=4, words="worse", by=people.agent)
    grade(case=Case.objects.get(pk=quiet.pk), severity=3, words="", by=people.agent)
    grade(case=Case.objects.get(pk=quiet.pk), severity=4, words="", by=people.agent)
    assert quiet.entries.filter(sort="opponent").count() == 1


@pytest.mark.parametrize(
    ("fields", "recommends", "found"),
    [
        ({"severity": 2}, None, (1, 2, False)),
        ({"severity": 3, "words": "我要发到小红书曝光"}, None, (3, 3, True)),
        ({"severity": 3, "words": "再也不来了"}, 2, (2, 4, True)),
        ({"severity": 2, "channel": Channel.REVIEW}, None, (3, 2, False)),
        ({"severity": 2, "words": "a pressing matter, reviewed"}, 9, (3, 2, False)),
        ({"severity": 2, "words": "compressed, interview"}, 9, (1, 2, False)),
    ],
)
def test_reach_and_anger(fields: Any, recommends: Any, found: Any, opened: Open) -> None:
    case = opened(**{"title": "x", "words": "", **fields})
    risk = risk_of(case, recommends, timezone.now())

    assert (risk.reach, risk.anger, risk.opponent) == found


def test_the_silent_stand_beside_those_with_a_case(
    opened: Open, guest: Any, people: SimpleNamespace, units: SimpleNamespace, client_of: Any
) -> None:
    from regulars.web.people.models import Customer, CustomerScore

    silent = Customer.objects.create(key=2, number="bo", name="Bo Li", unit=units.lakeside, words="bo li")
    for one in (guest, silent):
        CustomerScore.objects.update_or_create(
            customer=one, defaults={"mood": "dissatisfied", "rating_index": 10, "rating_unit": units.lakeside}
        )
    opened(customer=guest)
    shown = client_of(people.administrator).get("/causes/hidden/").content.decode()

    assert shown.index("Silent</h2>") < shown.index("Bo Li") < shown.index("Have a case</h2>") < shown.index("Anna Wu")
    assert f"/cases/new/?customer={silent.public_id}" in shown
    assert "too few to judge: 2" in shown
    assert client_of(people.colleague).get("/causes/hidden/?survey=x&question=%00").status_code == 200
    assert "Bo Li" not in client_of(people.colleague).get("/causes/hidden/").content.decode()


def test_like_this_one(opened: Open, people: SimpleNamespace, units: SimpleNamespace, client_of: Any) -> None:
    same = opened(title="空调太吵", words="空调整晚很吵，睡不着")
    opened(title="早餐冷了", words="早餐的鸡蛋是凉的")
    case = opened(title="房间空调很吵", words="空调整晚响个不停，睡不着")
    rows = Case.objects.all()

    assert [one.case for one in alike(case, rows)] == [same]
    assert "Like this one" in client_of(people.agent).get(f"/cases/{case.public_id}/").content.decode()
    for one in (same, case):
        _cause(one, "equipment")
    old = opened(unit=units.station, title="lift", at=timezone.now() - timedelta(days=45))
    _cause(old, "equipment")
    case.refresh_from_db()
    found = counts(case, rows, timezone.now())
    assert found is not None
    assert (found.lately, found.here, found.before) == (2, 2, 1)
    assert "lift" not in client_of(people.agent).get(f"/cases/{case.public_id}/").content.decode()


def test_marks_are_words_and_pairs() -> None:
    assert marks("Cold EGGS at 8, 空调坏") == {"cold", "eggs", "空调", "调坏"}


def test_few_queries_however_many_cases(
    opened: Open, people: SimpleNamespace, client_of: Any, django_assert_max_num_queries: Any
) -> None:
    for number in range(12):
        _cause(opened(title=f"cold eggs again {number}"), "waiting")
    case, page = Case.objects.first(), client_of(people.agent)
    page.get("/causes/")
    for address, most in ((f"/cases/{case.public_id}/", 60), ("/causes/", 25), ("/causes/word-of-mouth/", 20)):
        with django_assert_max_num_queries(most):
            page.get(address)
