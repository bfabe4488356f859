"""What the tests of REST share."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client


class Caller:
    """A program with a token."""

    def __init__(self, secret: str) -> None:
        self._client, self.secret = Client(), secret

    def __call__(self, method: str, path: str, data: Any = None, **headers: str) -> Any:
        """One request; ``data`` as JSON, or bytes as they are."""
        body = data if isinstance(data, bytes) else json.dumps(data).encode() if data is not None else b""
        given = {"Authorization": f"Bearer {self.secret}", **{k.replace("_", "-"): v for k, v in headers.items()}}
        kind = given.pop("Content-Type", "application/json")
        return self._client.generic(method, f"/api/v1{path}", body, content_type=kind, headers=given)

    def get(self, path: str, **headers: str) -> Any:
        """Read."""
        return self("GET", path, **headers)

    def post(self, path: str, data: Any, **headers: str) -> Any:
        """Send."""
        return self("POST", path, data, **headers)

    def patch(self, path: str, data: Any, **headers: str) -> Any:
        """Change."""
        return self("PATCH", path, data, **headers)


@pytest.fixture
def caller() -> Callable[..., Caller]:
    """``caller(user, *scopes)``: a program of this person; without scopes with all."""
    from regulars.web.api.scopes import Scope
    from regulars.web.api.tokens import issue

    def make(user: Any, *scopes: Any, days: int = 365) -> Caller:
        return Caller(issue(name="shop", scopes=scopes or tuple(Scope), days=days, owner=user)[1])

    return make


@pytest.fixture
def mei(units: Any) -> Any:
    """A customer of Lakeside."""
    from regulars.web.people.models import Customer, CustomerScore, CustomerUnit

    made = Customer.objects.create(number="0042", key=17, name="李梅", email="mei@example.com", unit=units.lakeside)
    CustomerScore.objects.create(customer=made)
    CustomerUnit.objects.create(customer=made, unit=units.lakeside)
    return made
