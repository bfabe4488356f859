"""The answers behind a number."""

from __future__ import annotations

from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest
from django.utils import timezone

pytestmark = pytest.mark.django_db


def html_of(client: Any, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def test_what_guests_wrote_is_words(people: SimpleNamespace, client_of: Callable[[Any], Any]) -> None:
    """Markup in a comment is shown, never run."""
    found = html_of(client_of(people.manager), "/results/guests/answers/?b_item=overall&b_low=1&b_high=2")

    assert "&lt;b&gt;Cold&lt;/b&gt; eggs" in found
    assert "<b>Cold</b>" not in found


def test_pages_follow_each_other(people: SimpleNamespace, client_of: Callable[[Any], Any]) -> None:
    """Twenty-five a page, and the way on keeps the filters."""
    client = client_of(people.manager)
    first = html_of(client, "/results/guests/answers/?b_item=breakfast&period=all")
    second = html_of(client, "/results/guests/answers/?b_item=breakfast&period=all&page=2")

    assert first.count("<tr>") == 26
    assert "?b_item=breakfast&amp;period=all&amp;page=2" in first
    assert "page=1" in second
    assert "page=3" in second


def test_hidden_words_stay_out_of_sight(
    people: SimpleNamespace, client_of: Callable[[Any], Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The rating counts and is shown; the words are not."""
    from regulars.language import Text
    from regulars.web.research.models import Questionnaire, Response, Study

    asked = Questionnaire.objects.create(name="guests", title=Text({"en": "Guests"}), draft={})
    study = Study.objects.create(questionnaire=asked)
    now = timezone.now()
    Response.objects.create(
        public_id="r1-0", study=study, version=1, nonce="n", at=now, day=now.date(), language="en", answers={},
        hidden_at=now, hidden_by=people.manager, hidden_reason="names a colleague",
    )  # fmt: skip

    found = html_of(
        client_of(people.administrator), "/results/guests/answers/?b_unit=lakeside&b_first=2026-11-20&b_last=2026-11-20"
    )

    assert "eggs 0<" not in found
    assert "hidden" in found


def test_the_list_costs_few_queries(
    people: SimpleNamespace, client_of: Callable[[Any], Any], django_assert_max_num_queries: Any
) -> None:
    """One for all the hidden ones of a page."""
    client = client_of(people.administrator)

    with django_assert_max_num_queries(14):
        client.get("/results/guests/answers/?b_item=overall")


def test_a_customer_whom_the_reader_may_see_is_a_link(people: SimpleNamespace, client_of: Callable[[Any], Any]) -> None:
    """By name, to the customer's page; a dealer, who may not, sees no name."""
    from regulars.insights.behind import answers_behind
    from regulars.insights.report import Behind
    from regulars.insights.scope import Scope
    from regulars.web.facts import facts
    from regulars.web.people.models import Customer

    scope = Scope(frozenset({"lakeside"}), "test")
    first = answers_behind(facts(), "guests", scope=scope, behind=Behind("overall", 1, 1)).rows[0]
    guest = Customer.objects.create(key=first.customer, number="g1", name="Mrs Wang")
    address = "/results/guests/answers/?b_item=overall&b_low=1&b_high=1"

    seen = html_of(client_of(people.administrator), address)

    assert f'<a href="/customers/{guest.public_id}/">Mrs Wang</a>' in seen
    assert "Wang" not in html_of(client_of(people.dealer), address)
