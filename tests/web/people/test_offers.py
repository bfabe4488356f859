"""Suggestions: who is meant, who is left alone, what was said, what it moved; and whom to think of this week."""

from __future__ import annotations

from datetime import date, timedelta
from types import SimpleNamespace
from typing import Any

import numpy as np
import pyarrow as pa
import pytest
from django.urls import reverse

from regulars.facts import Facts
from regulars.language import Estimate, Missing, Text
from regulars.web.accounts.access import UnitScope
from regulars.web.messages.models import Outgoing
from regulars.web.people import consents
from regulars.web.people.actions.notes import note_contact
from regulars.web.people.models import Contact, Customer, CustomerScore, CustomerUnit, Segment
from regulars.web.people.offers import actions, care, content, effect, finding, form, personas, work
from regulars.web.people.offers.errors import OfferError
from regulars.web.people.offers.models import Answer, CareDone, Done, NoOffers, OfferRule, Sequence, Suggestion
from regulars.web.people.promises.expecting import expect
from regulars.web.people.promises.models import today
from regulars.web.people.segments.compiling import WHOLE

pytestmark = pytest.mark.django_db


class Sold:
    """Purchases as the facts give them, without files: customer, day, category."""

    purchases_table = None
    last_purchase = Facts.last_purchase

    def __init__(self, rows: list[tuple[int, date, str]]) -> None:
        import duckdb

        self.base = duckdb.connect()
        columns = zip(*rows, strict=True) if rows else ((), (), ())
        names = ("customer", "day", "category")
        kinds = (pa.int64(), pa.date32(), pa.string())
        made = {name: pa.array(list(values), kind) for name, values, kind in zip(names, columns, kinds, strict=True)}
        table = pa.table(made)
        self.base.register("lines", table)
        self.base.execute(
            'create table sold as select *, 10 as amount, null::varchar as unit, \'shop\' as channel, "day" as "at",'
            " 's' as source, row_number() over () as purchase, 'CNY' as currency, category as product from lines"
        )

    def ask(self, _table: Any, query: str, parameters: Any) -> pa.Table:
        used = {name: value for name, value in parameters.items() if f"${name}" in query}
        return self.base.execute(query.replace("{table}", "sold"), used).to_arrow_table()


@pytest.fixture
def sold(monkeypatch: pytest.MonkeyPatch) -> Any:
    """Sets what was bought."""

    def put(rows: list[tuple[int, date, str]]) -> None:
        facts = Sold(rows)
        for module in (finding, effect, work, personas):
            monkeypatch.setattr(module, "facts", lambda: facts)

    put([])
    return put


def people_of(count: int, unit: Any) -> list[Customer]:
    """So many, known at a unit."""
    made = Customer.objects.bulk_create(
        Customer(number=f"P-{key}", key=key, words=f"p-{key}") for key in range(1, count + 1)
    )
    CustomerUnit.objects.bulk_create(CustomerUnit(customer=one, unit=unit) for one in made)
    CustomerScore.objects.bulk_create(CustomerScore(customer=one, purchases=one.key) for one in made)
    return made


def rule_of(**fields: Any) -> OfferRule:
    """A rule that is on."""
    words = {"says": Text.of("Show the oil."), "reason": Text.of("Permed hair gets dry.")}
    return OfferRule.objects.create(**{"name": "oil", "seed": 7, "on": True, **words, **fields})


def test_who_is_meant(units: SimpleNamespace, sold: Any) -> None:
    """Bought the one within the days and not the other since; the topic, the condition; nobody who said no."""
    made, day = people_of(7, units.lakeside), today()
    sold(
        [(key, day - timedelta(days=20), "perm") for key in range(1, 7)]
        + [(7, day - timedelta(days=100), "perm"), (1, day - timedelta(days=5), "oil")]
    )
    NoOffers.objects.create(customer=made[1])
    consents.withdraw(customers=[made[2].pk], purpose="marketing", source="phone")

    rule = rule_of(after="perm", brings="oil", first_day=7, last_day=45)
    assert [one.key for one in finding.meant(rule, day)] == [4, 5, 6]
    rule.condition = "purchases >= 5"
    assert [one.key for one in finding.meant(rule, day)] == [5, 6]
    expect(customer=made[5], by=None, topic="Hair", level="less dry")
    rule.topic = "hair"
    assert [one.key for one in finding.meant(rule, day)] == [6]


def test_a_share_is_drawn_and_left_alone(units: SimpleNamespace, people: SimpleNamespace, sold: Any) -> None:
    """The same ones again and again; they see nothing, and are asked nothing."""
    people_of(400, units.lakeside)
    rule = rule_of(held_out=25)

    first, again = work.draw(rule, today()), work.draw(rule, today())

    assert (first, again) == (400, 0)
    held = Suggestion.objects.filter(held_out=True)
    assert 70 <= held.count() <= 130
    assert all(finding.held_out(rule, one.customer.key) for one in held.select_related("customer"))
    alone = held.first()
    assert finding.suggested_to(alone.customer, WHOLE).shown == []
    with pytest.raises(OfferError):
        actions.answer(suggestion=alone, said=Answer.ACCEPTED, by=people.agent)
    fields = {name: getattr(rule, name) for name in ("name", "says", "reason", *actions.MEANT)}
    with pytest.raises(OfferError):  # what was drawn would fit no more
        actions.save_rule(rule=rule, by=people.analyst, **fields | {"days": 10})


@pytest.mark.parametrize(("buy", "words"), [(0.6, "clearly more buy it"), (0.3, "no clear difference")])
def test_what_it_moved(units: SimpleNamespace, sold: Any, buy: float, words: str) -> None:
    """Three of ten buy anyway. Before the days are over nothing is told."""
    made, since = people_of(300, units.lakeside), date(2026, 3, 1)
    rule = rule_of(brings="oil", days=30)
    Suggestion.objects.bulk_create(
        Suggestion(rule=rule, customer=one, held_out=one.key % 3 == 0, since=since, until=since) for one in made
    )
    bought = [
        (one.key, since + timedelta(days=9), "oil")
        for one in made
        if (one.key // 3) % 10 < 10 * (0.3 if one.key % 3 == 0 else buy)
    ]
    sold([*bought, (1, date(2026, 3, 20), "tea")])
    assert isinstance(effect.lines([rule], WHOLE)[0].effect, Missing)
    sold([*bought, *((one.key, date(2026, 4, 5), "oil") for one in made)])

    line = effect.lines([rule], WHOLE)[0]

    assert str(line.verdict) == words
    assert isinstance(line.effect, Estimate)
    assert line.effect.low < line.effect.value < line.effect.high
    assert line.finished == (200, 100)


def test_what_is_bought_next_is_learned_and_hinted(units: SimpleNamespace, sold: Any) -> None:
    """Not where a rule is about it, not for whom it is bought already, and not what speaks of an illness."""
    made, day = people_of(60, units.lakeside), today()
    start, rows = day - timedelta(days=400), []
    for one in made:
        rows += [(one.key, start, "perm" if one.key % 2 else "cut"), (one.key, start + timedelta(days=200), "cut")]
        rows += [(one.key, start + timedelta(days=20), what) for what in ("oil", "diabetes tea") if one.key % 2]
    sold([*rows, (1, day - timedelta(days=10), "perm"), (3, day - timedelta(days=10), "perm"), (3, day, "oil")])

    assert work.learn() == 1
    row = Sequence.objects.get()
    assert (row.after, row.then, row.n) == ("perm", "oil", 30)
    assert row.lift_low > 1
    assert [one.row for one in finding.suggested_to(made[0], WHOLE).hints] == [row]
    assert finding.suggested_to(made[2], WHOLE).hints == []
    Suggestion.objects.create(
        rule=rule_of(after="perm", brings="oil"), customer=made[0], held_out=True, since=day, until=day
    )
    assert finding.suggested_to(made[0], WHOLE).hints == []


def test_the_card_from_suggestion_to_answer(
    units: SimpleNamespace, people: SimpleNamespace, client_of: Any, sold: Any
) -> None:
    """With its reason; not now comes back; who wants none has none."""
    guest, client = people_of(1, units.lakeside)[0], client_of(people.agent)
    row = Suggestion.objects.create(rule=rule_of(), customer=guest, since=today(), until=today() + timedelta(days=90))
    page = reverse("people:known", args=[guest.public_id])
    assert "Permed hair gets dry." in client.get(page).content.decode()

    client.post(reverse("offers:answer", args=[row.public_id]), {"said": "later"})
    row.refresh_from_db()
    assert (row.answer, row.again, row.by) == ("later", today() + actions.LATER, people.agent)
    assert finding.suggested_to(guest, WHOLE).shown == []
    Suggestion.objects.update(again=today())
    assert len(finding.suggested_to(guest, WHOLE).shown) == 1

    client.post(reverse("offers:refuse", args=[guest.public_id]), {"no": "yes"})
    assert "This customer wants no suggestions." in client.get(page).content.decode()


def test_rules_are_made_from_what_is_ready(people: SimpleNamespace, client_of: Any, sold: Any) -> None:
    """Every ready-made rule and occasion can be read; a slip in the condition is told where it stands."""
    client, new = client_of(people.analyst), reverse("offers:new")
    for key, ready in content.ready_rules().items():
        begun = form.initial_of_ready(ready, "en")
        assert form.RuleForm({**begun}).is_valid(), key
    shown = client.get(new + "?ready=treatment-oil")
    assert "Permed hair gets dry within weeks." in shown.content.decode()
    sent = form.initial_of_ready(content.ready_rules()["treatment-oil"], "en")
    wrong = client.post(new, {**sent, "condition": "purchases >"})
    assert wrong.status_code == 400
    assert "condition" in wrong.context["form"].errors

    assert client.post(new, sent).status_code == 302
    assert client.post(new, sent).status_code == 400  # the name is taken
    rule = OfferRule.objects.get()
    assert (rule.on, rule.after, rule.held_out) == (False, "perm", 20)


def test_care_this_week(units: SimpleNamespace, people: SimpleNamespace, client_of: Any, sold: Any) -> None:
    """An anniversary and a talk after a purchase; whom the company reached lately, or who said no, is left out."""
    made, day = people_of(5, units.lakeside), today()
    monday = day - timedelta(days=day.weekday())
    scores = {one.key: CustomerScore.objects.filter(customer=one) for one in made}
    scores[4].update(first_day=date(monday.year - 3, monday.month, min(monday.day, 28)), last_day=day)
    for key in (1, 2, 3):
        scores[key].update(last_day=monday - timedelta(days=4), value=10 * key)
    note_contact(customer=made[1], way="", words="", day=day, by=None)
    consents.withdraw(customers=[made[2].pk], purpose="marketing", source="phone")
    CustomerUnit.objects.filter(customer=made[0]).update(unit=units.lakeside)

    found = care.week(WHOLE, day)

    kinds = [(one.customer.key, one.occasion.key) for one in found.lines]
    assert (1, "after-purchase") in kinds
    assert not {2, 3} & {key for key, _ in kinds}
    assert (found.rested, found.refused) == (1, 1)
    client, line = client_of(people.agent), found.lines[[key for key, _ in kinds].index(1)]
    form_ = {"kind": "after-purchase", "due": line.due.isoformat()}
    client.post(reverse("offers:tend", args=[made[0].public_id]), {**form_, "do": "done", "way": "phone"})
    assert CareDone.objects.get().outcome == Done.DONE
    assert Contact.objects.filter(customer=made[0], way="phone").count() == 1
    assert "done" in client.get(reverse("people:quiet")).content.decode()
    client.post(reverse("offers:tend", args=[made[0].public_id]), {**form_, "do": "undo"})
    assert not CareDone.objects.exists()
    assert not Contact.objects.filter(customer=made[0]).exists()
    assert not Outgoing.objects.exists()


def test_care_for_a_week_asks_few_questions_and_reads_no_more_than_a_week(
    units: SimpleNamespace, people: SimpleNamespace, django_assert_max_num_queries: Any, sold: Any
) -> None:
    """As many questions for forty as for none; who is worth most is sorted out of those of the week."""
    monday = today() - timedelta(days=today().weekday())
    for one in people_of(40, units.lakeside):
        score = CustomerScore.objects.filter(customer=one)
        score.update(first_day=date(2024, 2, 29), last_day=monday - timedelta(days=4), value=None)
    score.update(value=3.0)
    scope = UnitScope(frozenset({units.lakeside.pk}), ("lakeside",))
    (after,) = (one for one in care.occasions().values() if one.key == "after-purchase")

    with django_assert_max_num_queries(30):
        found = care.week(scope, today())
    rows = care._due(after, monday, scope)
    plan = care._chosen(rows.model.objects.filter(last_day=monday)).explain()

    assert [one.customer.pk for one in found.lines if one.occasion == after] == [score.get().customer_id]
    assert not any(name in plan for name in ("people_worth_most_first", "people_last_without_value"))
    assert care._years_before([date(2026, 2, 28), date(2028, 2, 29)], 2024) == [
        date(2025, 2, 28), date(2024, 2, 28), date(2024, 2, 29),
    ]  # fmt: skip


def test_kinds_of_customers_with_their_uncertainty(units: SimpleNamespace, sold: Any) -> None:
    """A count where the list is complete; a mean with its interval; too few is said."""
    made = people_of(60, units.lakeside)
    rng = np.random.default_rng(1)
    for one, value in zip(made, rng.normal(100, 20, 60), strict=True):
        CustomerScore.objects.filter(customer=one).update(value=value, mood="satisfied", rating_index=80)
    sold([(one.key, date(2026, 1, 1), "tea") for one in made[:45]])
    Segment.objects.create(name="Often", condition="purchases >= 11")
    Segment.objects.create(name="Rare", condition="purchases <= 10")

    often, rare = personas.personas(list(Segment.objects.order_by("name")), WHOLE)

    assert (often.size, rare.size, often.drawn) == (50, 10, 50)
    assert isinstance(rare.value, Missing)
    assert often.value.low < often.value.value < often.value.high
    assert [(part.name, part.share.value, part.share.low) for part in often.channels] == [("shop", 0.7, None)]
