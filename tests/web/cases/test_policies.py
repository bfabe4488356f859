"""A policy holds from its day on, in the words of that version."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from django.utils import timezone

from regulars.language import Text
from regulars.web.cases.policies import actions
from regulars.web.cases.policies.errors import PolicyError
from regulars.web.cases.policies.models import Applied, Policy

Open = Callable[..., Any]


def _written(policy: Policy | None, words: str, since: date, by: Any) -> Policy:
    return actions.write(policy=policy, title=Text({"en": "Refunds"}), body=Text({"en": words}), since=since, by=by)


def test_a_case_is_settled_by_the_version_of_its_day(opened: Open, people: SimpleNamespace) -> None:
    boss, today = people.administrator, timezone.localdate()
    policy = _written(None, "14 days", today - timedelta(days=30), boss)
    with pytest.raises(PolicyError, match="not in force"):
        actions.apply(case=opened(), policy=policy, by=people.agent)
    actions.publish(policy=policy, by=boss)
    _written(policy, "30 days", today - timedelta(days=2), boss)
    actions.publish(policy=policy, by=boss)
    old = opened(at=timezone.now() - timedelta(days=9))

    for case in (old, opened()):
        actions.apply(case=case, policy=policy, by=people.agent)
        actions.apply(case=case, policy=policy, by=people.agent)

    assert [one.version.number for one in Applied.objects.order_by("pk")] == [1, 2]
    assert old.entries.filter(sort="policy").count() == 1


def test_what_is_in_force_is_never_changed(people: SimpleNamespace) -> None:
    policy = _written(None, "14 days", date(2026, 1, 1), people.administrator)
    actions.publish(policy=policy, by=people.administrator)
    version = policy.versions.get()
    version.body = Text({"en": "never"})

    with pytest.raises(ValueError, match="published"):
        version.save()

    actions.retire(policy=policy, by=people.administrator)
    policy.refresh_from_db()
    with pytest.raises(PolicyError, match="retired"):
        _written(policy, "30 days", date(2026, 1, 1), people.administrator)


def test_the_pages_say_it_and_take_it_off_again(opened: Open, people: SimpleNamespace, client_of: Any) -> None:
    policy = _written(None, "Within <b>14</b> days", date(2026, 1, 1), people.administrator)
    actions.publish(policy=policy, by=people.administrator)
    case, page = opened(), client_of(people.agent)
    page.post(f"/policies/in/{case.public_id}/", {"policy": policy.public_id})

    assert "Policy “Refunds” applied, version 1" in page.get(f"/cases/{case.public_id}/").content.decode()
    assert "cold eggs" in page.get(f"/policies/{policy.public_id}/").content.decode()
    assert "cold eggs" not in client_of(people.colleague).get(f"/policies/{policy.public_id}/").content.decode()
    assert "&lt;b&gt;14" in page.get(f"/policies/{policy.public_id}/").content.decode()
    page.post(f"/policies/in/{case.public_id}/", {"off": Applied.objects.get().pk})
    assert not Applied.objects.exists()


def test_a_policy_without_words_is_sent_back(people: SimpleNamespace, client_of: Any) -> None:
    answer = client_of(people.administrator).post("/policies/new/", {"title_zh": "退款", "since": "nonsense"})

    assert answer.status_code == 400
    assert "退款" in answer.content.decode()
    assert not Policy.objects.exists()
