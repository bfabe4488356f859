"""The character of number nothing, which PostgreSQL keeps in no text: nobody types it, so no page may break on it."""

from __future__ import annotations

from typing import Any

import pytest
from django.http import Http404
from django.test import RequestFactory

from regulars.web.pages.middleware import ReaderMiddleware
from regulars.web.people.models import Customer, CustomerScore

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("address", ["/customers/%00/", "/customers/a%00b/", "/studies/%00/", "/%00", "/x%00/"])
def test_no_address_has_it(address: str, people: Any, client_of: Any) -> None:
    """As any address that is nobody's."""
    assert client_of(people.administrator).get(address).status_code == 404
    assert client_of(people.administrator).post(address).status_code == 404


def test_the_database_is_not_asked_for_such_an_address(django_assert_num_queries: Any) -> None:
    """Whatever database it is."""
    with django_assert_num_queries(0), pytest.raises(Http404):
        ReaderMiddleware(lambda _: None).process_view(RequestFactory().get("/customers/%00/"), None, (), {})


@pytest.mark.parametrize("query", ["q=%00", "unit=%00", "page=%00", "sort=%00", "%00=%00", "q=%0%000", "mood=%00&q=\0"])
@pytest.mark.parametrize("page", ["/customers/", "/audit/", "/responses/", "/studies/", "/account/login/"])
def test_in_a_question_it_is_passed_over(page: str, query: str, people: Any, client_of: Any) -> None:
    """The page comes as if it had not been there."""
    assert client_of(people.administrator).get(f"{page}?{query}").status_code < 500


def test_what_stands_beside_it_is_still_asked(people: Any, client_of: Any) -> None:
    """The other letters of the word count."""
    for key, name in enumerate(("anna", "bert")):
        CustomerScore.objects.create(customer=Customer.objects.create(number=name, key=key, words=name))

    found = client_of(people.administrator).get("/customers/?q=an%00na").content.decode()

    assert "anna" in found
    assert "bert" not in found
