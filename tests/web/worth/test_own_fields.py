"""The profile by a field of the company's own: who may, what is warned of, how numbers are cut."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from regulars.insights.worth.asking import wish_name
from regulars.language import Language, Text, render
from regulars.web.people.details.models import FieldKind, OwnField, OwnValue
from regulars.web.people.models import Customer
from regulars.web.worth.own_fields import own_of, usable

pytestmark = pytest.mark.django_db


def _field(key: str, kind: FieldKind, *, name: str = "Branch", **more: Any) -> OwnField:
    return OwnField.objects.create(key=key, name=Text({"en": name, "zh": "行业"}), kind=kind, **more)


def _note(field: OwnField, key: int, **value: Any) -> None:
    customer, _ = Customer.objects.get_or_create(key=key, defaults={"number": f"c{key}", "words": ""})
    OwnValue.objects.create(customer=customer, field=field, **value)


def test_numbers_are_cut_so_that_each_band_holds_as_many() -> None:
    """A number that is a cut belongs below it; few different ones stand for themselves."""
    age, rooms = _field("age", FieldKind.NUMBER), _field("rooms", FieldKind.NUMBER)
    for key in range(100):
        _note(age, key, number=float(key + 1))
        _note(rooms, key, number=1 + key % 2)

    found = own_of(age)
    assert [render(words, Language.ENGLISH) for words in found.values.values()] == [
        "up to 25", "over 25, up to 50", "over 50, up to 75", "over 75",
    ]  # fmt: skip
    assert [len(found.of[key]) for key in found.values] == [25, 25, 25, 25]
    assert 24 in found.of["0"]
    assert {key: len(keys) for key, keys in own_of(rooms).of.items()} == {"1": 50, "2": 50}
    assert own_of(_field("none", FieldKind.NUMBER)).values == {}


def test_what_tells_persons_apart_is_no_dimension() -> None:
    for kind in FieldKind:
        _field(kind.value, kind)
    _field("gone", FieldKind.FLAG, retired=True)

    assert {one.kind for one in usable()} == {"choice", "flag", "number"}


def test_another_value_is_another_report() -> None:
    from regulars.insights.scope import Scope
    from regulars.insights.worth import Wish

    field = _field("branch", FieldKind.CHOICE, choices={"law": {"en": "Law"}})
    _note(field, 1, text="law")
    scope = Scope.whole(purpose="test")
    names = [wish_name("profile", Wish(scope)), wish_name("profile", Wish(scope, own=own_of(field)))]
    _note(field, 2, text="law")

    names.append(wish_name("profile", Wish(scope, own=own_of(field))))

    assert len(set(names)) == 3


def test_it_is_for_who_sees_customers_and_warned_of(people: SimpleNamespace, client_of: Any) -> None:
    _field("branch", FieldKind.CHOICE, choices={"law": {"en": "Law"}}, sensitive=True)

    shown = client_of(people.administrator).get("/worth/profile/?own=branch").content.decode()
    hidden = client_of(people.viewer).get("/worth/profile/?own=branch").content.decode()

    assert "“Branch” is marked as sensitive. Look at people by it only" in shown
    assert 'name="own"' in shown
    assert "Branch" not in hidden
    assert 'name="own"' not in client_of(people.administrator).get("/worth/value/").content.decode()
    assert client_of(people.administrator).get("/worth/profile/?own=%00x").status_code == 200
