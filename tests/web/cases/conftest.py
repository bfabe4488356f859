"""Cases of the hotel group."""

from __future__ import annotations

from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest


@pytest.fixture
def opened(people: SimpleNamespace, units: SimpleNamespace) -> Callable[..., Any]:
    """``opened(severity=3)``: a complaint at Lakeside, by telephone."""
    from regulars.web.cases.models import Channel
    from regulars.web.cases.opening import Wish, open_case

    made: list[Any] = []

    def make(**fields: Any) -> Any:
        wish = {"kind": "complaint", "title": "cold eggs", "channel": Channel.PHONE, "words": "Cold eggs again."}
        wish |= {"nonce": f"test:{len(made)}", "unit": units.lakeside, **fields}
        made.append(open_case(Wish(**wish))[0])
        return made[-1]

    return make


@pytest.fixture
def guest(units: SimpleNamespace) -> Any:
    """A guest of Lakeside."""
    from regulars.web.people.models import Customer
    from regulars.web.people.models.customer import search_words

    fields = {"number": "anna", "name": "Anna Wu", "email": "anna@example.com", "phone": "", "language": "en"}
    words = search_words(*(fields[name] for name in ("number", "name", "email", "phone")))
    return Customer.objects.create(key=1, unit=units.lakeside, words=words, **fields)
