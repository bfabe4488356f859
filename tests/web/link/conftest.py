"""An open study of the hotel's questionnaire with one link, and a phone that keeps no cookies."""

from __future__ import annotations

import re
from collections.abc import Callable
from html.parser import HTMLParser
from types import SimpleNamespace
from typing import Any
from urllib.parse import urlencode

import pytest
from django.test import Client


class Form(HTMLParser):
    """What a browser would send: the fields of the page with what stands in them."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.fields: dict[str, str] = {}
        self.offered: dict[str, set[str]] = {}
        self.texts: list[str] = []
        self._area = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = {name: value or "" for name, value in attrs}
        if tag == "input" and "disabled" not in found:
            self.offered.setdefault(found["name"], set()).add(found.get("value", ""))
            if found["type"] in ("hidden", "text") or "checked" in found:
                self.fields[found["name"]] = found.get("value", "")
        if tag == "textarea":
            self._area = found["name"]
            self.fields[self._area] = ""

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea":
            self.fields[self._area] = self.fields[self._area].removeprefix("\n")
            self._area = ""

    def handle_data(self, data: str) -> None:
        if self._area:
            self.fields[self._area] += data
        else:
            self.texts.append(data)

    @property
    def words(self) -> str:
        """All words of the page."""
        return re.sub(r"\s+", " ", " ".join(self.texts))


class Phone:
    """A guest's phone at one address."""

    def __init__(self, address: str, **headers: str) -> None:
        self.address, self.headers, self.client = address, headers, Client()

    def open(self, query: str = "") -> Any:
        """The page."""
        return self.client.get(f"/s/{self.address}{query}", headers=self.headers)

    def form(self, query: str = "") -> Form:
        """The page's form."""
        return Form(self.open(query).content.decode())

    def send(self, fields: dict[str, Any], query: str = "") -> Any:
        """The form as a browser sends it."""
        return self.client.post(
            f"/s/{self.address}{query}",
            urlencode(fields, doseq=True),
            content_type="application/x-www-form-urlencoded",
            headers=self.headers,
        )


@pytest.fixture
def study(units: SimpleNamespace) -> Any:
    """Open, with version 1 of the stay."""
    from regulars.web.research.actions import create_questionnaire, create_study, open_study, publish

    made = create_questionnaire(made_from="stay-satisfaction", name="stay", by=None)
    publish(questionnaire=made, by=None)
    found = create_study(questionnaire=made, by=None)
    open_study(study=found, by=None)
    return found


@pytest.fixture
def link(study: Any, units: SimpleNamespace) -> Any:
    """Of Lakeside."""
    from regulars.web.research.actions import create_links

    return create_links(study=study, units=[units.lakeside], by=None)[0]


@pytest.fixture
def phone(link: Any) -> Callable[..., Phone]:
    """``phone()``: a new one at the link; ``phone(accept_language="zh-CN")``."""
    return lambda **headers: Phone(link.public_id, **{name.replace("_", "-"): value for name, value in headers.items()})


@pytest.fixture
def responses() -> Callable[[], list[Any]]:
    """All that is stored; each has its row in the outbox."""

    def stored() -> list[Any]:
        from regulars.web.research.models import OutboxRow, Response

        found = list(Response.objects.order_by("pk"))
        assert list(OutboxRow.objects.order_by("pk").values_list("response", flat=True)) == [one.pk for one in found]
        return found

    return stored
