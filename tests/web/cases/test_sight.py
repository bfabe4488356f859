"""Whoever sees cases and no customers learns from no page who it was."""

from __future__ import annotations

from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest
from django.urls import reverse

from regulars.web.cases.mail.models import Mail, Sort
from regulars.web.cases.panels import address_of

Open = Callable[..., Any]


@pytest.mark.parametrize(("who", "named"), [("dealer", False), ("manager", True)])
def test_names_are_for_those_who_see_customers(
    opened: Open, guest: Any, people: SimpleNamespace, client_of: Any, who: str, named: bool
) -> None:
    known = opened(customer=guest, severity=4, words="I shall post this online, I am furious.")
    stranger = opened(name="Bo Li", email="bo@example.com", phone="+86 21 5555", severity=4, words="I shall sue you.")
    for case, sender, name in ((known, "anna@example.com", "Anna Wu"), (stranger, "bo@example.com", "Bo Li")):
        Mail.objects.create(
            case=case, sort=Sort.LETTER, sender=sender, sender_name=name, text="Still cold.",
            quoted=f"From: {name} <{sender}>",
        )  # fmt: skip
    client = client_of(getattr(people, who))
    pages = [reverse("cases:cases"), reverse("desk:board"), reverse("knowledge:mouth"), "/today/"]

    for address in (*pages, address_of(known), address_of(stranger)):
        found = client.get(address, follow=True)
        assert found.status_code == 200
        text = found.content.decode()
        names = [one for one in ("Anna Wu", "anna@example.com", "Bo Li", "bo@example.com", "5555") if one in text]
        assert bool(names) is named, (address, names)


def test_nobody_is_found_by_name_where_customers_are_out_of_sight(
    opened: Open, guest: Any, people: SimpleNamespace, client_of: Any
) -> None:
    opened(customer=guest)
    opened(name="Bo Li", email="bo@example.com")

    def hits(user: Any, words: str) -> int:
        return client_of(user).get(reverse("cases:cases"), {"words": words}).context["page"].paginator.count

    for words in ("Anna", "Bo", "bo@example.com"):
        assert (hits(people.agent, words), hits(people.dealer, words)) == (1, 0)
    assert hits(people.dealer, "eggs") == 2
