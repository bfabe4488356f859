"""Finding a customer by a fragment of anything, in any script, among those that the reader may see."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest
from django.db import connection
from hypothesis import given
from hypothesis import strategies as st

from regulars.web.accounts.access import UnitScope
from regulars.web.people.erasure import erase_people
from regulars.web.people.models import Customer, CustomerUnit
from regulars.web.people.search import finding
from regulars.web.people.search.finding import find
from regulars.web.people.search.grams import BEGINS, folded, pieces_of, wanted, words_of
from regulars.web.people.search.indexing import index_missing
from regulars.web.people.search.models import Gram

WHOLE = UnitScope(None, None)


def _customer(number: str, name: str = "", **more: str) -> Customer:
    return Customer.objects.create(number=number, key=abs(hash(number)) % 10**12, name=name, **more)


def _found(text: str, scope: UnitScope = WHOLE) -> list[str]:
    hits = find(text, scope)
    assert hits is not None
    names = dict(Customer.objects.values_list("pk", "number"))
    return [names[key] for key in hits.all]


@given(st.text(min_size=1, max_size=12), st.data())
def test_any_part_of_a_word_finds_it(text: str, data: st.DataObject) -> None:
    """The pieces that a fragment wants are among those that are kept."""
    words = folded(text)
    if not words:
        return
    word = data.draw(st.sampled_from(words))
    start = data.draw(st.integers(0, len(word) - 1))
    part = word[start : data.draw(st.integers(start + 1, len(word)))]
    kept = pieces_of(words).split()

    for piece, goes_on in wanted([part]):
        assert any(one.startswith(piece) if goes_on else one == piece for one in kept if not one.startswith(BEGINS))


@pytest.mark.django_db
def test_two_chinese_signs_an_accent_a_capital_and_a_telephone_number() -> None:
    """Whatever somebody remembers; who begins so comes first."""
    _customer("C-1", "王张伟", phone="+86 138 0013-8000")
    _customer("C-2", "张伟明", email="zhang.weiming@example.com")
    _customer("C-3", "Zoë Müller")
    _customer("C-4", "李娜")

    assert _found("张伟") == ["C-2", "C-1"]
    assert _found("伟明") == ["C-2"]
    assert _found("张") == ["C-2", "C-1"]
    assert _found("zoe MULL") == ["C-3"]
    assert _found("8000") == _found("1380013") == _found("138-0013") == ["C-1"]
    assert _found("weiming@exam") == ["C-2"]
    assert _found("c-3") == ["C-3", "C-1"]  # the other has both too, in number and telephone
    assert _found("nobody") == _found("%") == _found("\x00") == _found("' OR 1=1 --") == []
    assert find("  ", WHOLE) is None


@pytest.mark.django_db
def test_pieces_of_two_words_are_no_fragment() -> None:
    """“anna” is not found by “ann” here and “nna” there."""
    _customer("A-1", "Joanne", email="donna@example.com")

    assert _found("anna") == []
    assert _found("ann") == _found("nna") == ["A-1"]


@pytest.mark.django_db
def test_only_those_of_ones_own_units(units: SimpleNamespace) -> None:
    """The rule stands in the query."""
    near, far = _customer("N", "Anna"), _customer("F", "Anna")
    CustomerUnit.objects.create(customer=near, unit=units.lakeside)
    CustomerUnit.objects.create(customer=far, unit=units.harbour)

    assert _found("anna", UnitScope(frozenset({units.lakeside.pk}), ("lakeside",))) == ["N"]
    assert _found("anna", UnitScope(frozenset(), ())) == []


@pytest.mark.django_db
@pytest.mark.parametrize("few", [0, 10_000])
def test_who_sees_few_finds_the_same(
    units: SimpleNamespace, monkeypatch: pytest.MonkeyPatch, django_assert_max_num_queries: Any, few: int
) -> None:
    """Through the index or through the few, in the same order; what would be a sign to a database is none."""
    monkeypatch.setattr(finding, "FEW", few)
    for number, name in (("P1", "Hannah"), ("P2", "王张伟"), ("P3", "Anna 张伟明"), ("P4", "Bert_100%")):
        CustomerUnit.objects.create(customer=_customer(number, name), unit=units.lakeside)
        CustomerUnit.objects.create(customer=Customer.objects.get(number=number), unit=units.harbour)
    _customer("P5", "Anna")
    scope = UnitScope(frozenset({units.lakeside.pk, units.harbour.pk}), ("lakeside", "harbour"))

    with django_assert_max_num_queries(6):
        assert find("ann", scope) is not None
    assert _found("ann", scope) == ["P3", "P1"]
    assert _found("anna 张", scope) == ["P3"]
    assert _found("张伟", scope) == ["P3", "P2"]
    assert _found("100%", scope) == ["P4"]
    assert _found("p_", scope) == _found("p", scope) == ["P1", "P2", "P3", "P4"]
    assert _found("nobody", scope) == []
    hits = find("p", scope, most=2)
    assert hits is not None
    assert (len(hits.all), hits.more) == (2, True)


@pytest.mark.django_db
def test_the_index_follows_names_and_erasure() -> None:
    """A new name is found, the old one is not; who is erased leaves nothing behind."""
    one = _customer("C-1", "Anna")
    one.name = "Berta"
    one.save()
    assert (_found("anna"), _found("berta")) == ([], ["C-1"])

    erase_people(["C-1"])

    assert not Gram.objects.exists()
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM search_pieces WHERE search_pieces MATCH 'ber'")
            assert cursor.fetchone() == (0,)


@pytest.mark.django_db
def test_those_who_came_in_bulk_are_indexed_afterwards() -> None:
    """In parts, each for good; again it finds nothing to do."""
    Customer.objects.bulk_create([Customer(number=f"N{i}", key=i, words=f"n{i} wang") for i in range(2_100)])
    assert _found("n2099") == []

    assert (index_missing(), index_missing()) == (2_100, 0)

    assert _found("n2099") == ["N2099"]
    hits = find("wang", WHOLE, most=50)
    assert hits is not None
    assert (len(hits.all), hits.more) == (50, True)


def test_a_telephone_number_is_one_word_too() -> None:
    """However it is written."""
    assert "8613800138000" in words_of("+86 (138) 0013.8000")
