"""The pages of segments: made by rows, counted, changed, used, removed, taken along."""

from __future__ import annotations

import pytest
from django.urls import reverse

from regulars.web.audit.models import Entry
from regulars.web.people.actions import segments as actions
from regulars.web.people.models import Segment

pytestmark = pytest.mark.django_db
NEW = "segments:new"
ROW = {"name": "Key guests", "who.way": "rows", "who.join": "and", "who.count": "1"}
KEY = {**ROW, "who.0.field": "kind", "who.0.test": "in", "who.0.pick.person": "1"}


def words(answer):
    return answer.content.decode()


def test_a_segment_is_made_by_rows_and_counted_before_it_is_stored(guests, people, client_of) -> None:
    """Without script: buttons change the form and count, nothing is stored; stored, its page has its customers."""
    ada = client_of(people.administrator)

    begun = ada.post(reverse(NEW), {"name": "Key guests", "do": "condition-add"})
    counted = ada.post(reverse(NEW), {**KEY, "do": "condition-show"})
    none_yet = Segment.objects.count()
    stored = ada.post(reverse(NEW), {**KEY, "do": "save"}, follow=True)

    assert "who.0.field" in words(begun)
    assert "customers fit" in words(counted)
    assert "“Person or organisation” is one of: person" in words(counted) or "is person" in words(counted)
    assert none_yet == 0
    made = Segment.objects.get()
    assert (made.name, made.condition, made.by) == ("Key guests", 'kind = "person"', people.administrator)
    assert "customers belong to it" in words(stored)
    assert "anna" in words(stored)
    assert Entry.objects.filter(event="segment-made").count() == 1


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({**ROW, "name": "", "who.count": "0"}, "Give it a name"),
        ({**ROW, "who.count": "0"}, "everybody is no segment"),
        ({**ROW, "who.0.field": "value", "who.0.test": ">=", "who.0.value": ""}, "Choose or write a value"),
        ({**ROW, "who.way": "text", "who.text": "valu > 3"}, "Did you mean: value"),
        ({**ROW, "who.way": "text", "who.text": "has_email = has_phone"}, "compare it with values"),
        ({**KEY, "name": "Taken"}, "There is a segment “Taken” already"),
    ],
)
def test_what_is_wrong_is_said_beside_it(guests, people, client_of, sent, said) -> None:
    """Nothing is stored, nothing typed is lost."""
    Segment.objects.create(name="Taken", condition="kind = person")

    answer = client_of(people.administrator).post(reverse(NEW), {**sent, "do": "save"})

    assert answer.status_code == 400
    assert said in words(answer)
    assert Segment.objects.count() == 1


def test_a_count_that_follows_is_a_part_of_the_page(guests, people, client_of) -> None:
    """htmx sends the form and takes the part out of the answer, which is no error while it is typed."""
    answer = client_of(people.analyst).post(reverse(NEW), {**ROW, "who.count": "0"}, headers={"HX-Request": "true"})

    assert answer.status_code == 200
    assert 'id="found"' in words(answer)
    saved = client_of(people.analyst).post(reverse(NEW), {**KEY, "do": "save"}, headers={"HX-Request": "true"})
    assert saved.headers["HX-Redirect"] == reverse("segments:segment", args=[Segment.objects.get().public_id])


def test_a_manager_counts_their_own_customers_and_changes_their_own_segments(guests, people, client_of) -> None:
    mine = Segment.objects.create(name="Mine", condition="kind = person", by=people.manager)
    other = Segment.objects.create(name="Other", condition="kind = person", by=people.administrator)
    mei, ana = client_of(people.manager), client_of(people.analyst)

    def rows(client):
        return [row.count for row in client.get(reverse("segments:segments")).context["rows"]]

    assert rows(mei) < rows(ana)
    assert mei.get(reverse("segments:edit", args=[mine.public_id])).status_code == 200
    assert mei.get(reverse("segments:edit", args=[other.public_id])).status_code == 403
    page = words(mei.get(reverse("segments:segment", args=[mine.public_id])))
    assert "anna" in page
    assert "bert" not in page  # who is known at Harbour alone


def test_a_segment_in_use_stays(guests, people, client_of, monkeypatch) -> None:
    one = Segment.objects.create(name="Used", condition="kind = person")
    address, ada = reverse("segments:remove", args=[one.public_id]), client_of(people.administrator)

    monkeypatch.setattr(actions, "uses_of", lambda segment: 2)
    kept = ada.post(address, follow=True)
    monkeypatch.undo()
    asked = ada.get(address)
    gone = ada.post(address, follow=True)

    assert "used in 2 places" in words(kept)
    assert "the customers stay" in words(asked)
    assert "is removed" in words(gone)
    assert not Segment.objects.exists()


def test_it_is_taken_along_as_cells_that_run_nothing(guests, people, client_of) -> None:
    """For a purpose, which stands in the trail; a manager takes their own customers."""
    one = Segment.objects.create(name="All", condition="kind = person")
    address = reverse("segments:export", args=[one.public_id])

    def taken(user):
        answer = client_of(user).post(address, {"purpose": "call list", "kind": "csv"})
        return b"".join(answer.streaming_content).decode("utf-8-sig").splitlines()[1:]

    everybody, some = taken(people.administrator), taken(people.colleague)

    assert any(line.startswith(("\"'=cmd", "'=cmd")) for line in everybody)
    assert 0 < len(some) < len(everybody)
    assert Entry.objects.filter(event="customers-exported").count() == 2
    assert client_of(people.administrator).post(address, {"kind": "csv"}).status_code == 400


def test_a_condition_about_something_that_is_gone_is_told(guests, people, client_of) -> None:
    """In the list, on its page and in its form."""
    one = Segment.objects.create(name="Gone", condition="unit = closed-hotel")
    ada = client_of(people.administrator)

    pages = [ada.get(reverse("segments:segments"))]
    pages += [ada.get(reverse(f"segments:{name}", args=[one.public_id])) for name in ("segment", "edit")]

    assert all("has no option “closed-hotel”" in words(page) for page in pages)
