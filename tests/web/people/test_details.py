"""Further addresses, the company's own fields, notes and files; two people at one form."""

from __future__ import annotations

import csv
import io
import re
from datetime import date, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from regulars.web.accounts.access import UnitScope
from regulars.web.audit.models import Entry
from regulars.web.files.models import StoredFile
from regulars.web.messages.blocking import suppress
from regulars.web.messages.models import Reason
from regulars.web.people import consents
from regulars.web.people.details.actions.addresses import add_address, prefer_address
from regulars.web.people.details.actions.fields import note_values
from regulars.web.people.details.actions.notes import attach, forget_removed, put_away, write_note
from regulars.web.people.details.errors import DetailError
from regulars.web.people.details.forms import read_choices
from regulars.web.people.details.models import Attachment, Identifier, Note, OwnField, OwnValue
from regulars.web.people.details.owners import owners
from regulars.web.people.details.sides import sides_of
from regulars.web.people.details.values import read
from regulars.web.people.erasure import erase_people
from regulars.web.people.models import Customer, CustomerScore, CustomerUnit, Purpose, Relation
from regulars.web.people.search.finding import find
from regulars.web.people.segments.finding import count_of, matching
from regulars.web.people.segments.warning import warned

pytestmark = pytest.mark.django_db
WHOLE = UnitScope(None, None)


@pytest.fixture
def anna(guests):
    return guests.anna


@pytest.fixture
def wu(people, client_of):
    return client_of(people.agent)


@pytest.fixture
def fields(db):
    made = [
        OwnField(key="room_wish", name={"en": "Room wish", "zh": "房间偏好"}, position=1),
        OwnField(key="fleet", name={"en": "Size of the fleet"}, kind="number", position=2),
        OwnField(key="ends", name={"en": "Contract ends"}, kind="day", position=3),
        OwnField(
            key="diet",
            name={"en": "Diet"},
            kind="choice",
            choices=read_choices("Vegan / 纯素\nNone / 无"),
            sensitive=True,
            position=4,
        ),
        OwnField(key="vip", name={"en": "Known to the board"}, kind="flag", position=5),
    ]
    OwnField.objects.bulk_create(made)
    return {one.key: one for one in OwnField.objects.all()}


def words(answer):
    return answer.content.decode()


def url(name, customer, *more):
    return reverse(f"details:{name}", args=[customer.public_id, *more])


@pytest.mark.parametrize(
    ("kind", "written", "asked"),
    [
        ("phone", "138 0013 8000", "+86 138-0013-8000"),
        ("email", "Mei.Li@Example.com", "mei.li@EXAMPLE.com "),
        ("wechat", "Wei wei_88", "ｗeiwei_88"),
        ("member", "M 00-17", "m00-17"),
    ],
)
def test_an_address_is_found_however_it_is_written(anna, people, kind, written, asked) -> None:
    """As a further one, by whom it belongs to and by the search."""
    add_address(customer=anna, kind=kind, value=written, by=people.agent)

    assert list(owners(kind, asked)) == [anna]
    assert find(asked.strip(), WHOLE).all == (anna.pk,)


def test_the_main_ones_are_found_as_well(anna, guests) -> None:
    """A number in the list without its country is the same number; what is no number is nobody's."""
    anna.phone, anna.email = "(0571) 8888-1234", "anna@example.com"
    anna.save()

    assert list(owners("phone", "+8657188881234")) == [anna]
    assert list(owners("email", "ANNA@example.com")) == [anna]
    assert not owners("phone", "room 12").exists()
    assert not owners("phone", "").exists()


def test_the_same_address_at_two_is_told_and_not_refused(anna, guests, wu) -> None:
    """Both pages name the other; a number that cannot be read stands as it was written."""
    for one, written in ((anna, "13800138000"), (guests.carla, "+86 138 0013 8000")):
        wu.post(url("add_address", one), {"address-kind": "phone", "address-value": written})
    page = words(wu.post(url("add_address", anna), {"address-kind": "phone", "address-value": "ask Bob"}, follow=True))
    again = wu.post(url("add_address", anna), {"address-kind": "phone", "address-value": "138-0013-8000"})

    assert "Perhaps the same person" in page
    assert reverse("people:known", args=[guests.carla.public_id]) in page
    assert "“ask Bob” cannot be read as a telephone number" in page
    assert Identifier.objects.get(value="ask Bob").canonical == ""
    assert again.status_code == 400
    assert "is noted already" in words(again)


def test_what_is_put_first_becomes_the_main_one(anna, people) -> None:
    """And what was the main one is kept."""
    anna.phone = "0571 8888 1234"
    anna.save()
    row = add_address(customer=anna, kind="phone", value="13800138000", by=people.agent)
    wechat = [add_address(customer=anna, kind="wechat", value=name, by=people.agent) for name in ("a1", "b2")]

    for one in (row, *wechat):
        prefer_address(address=one, by=people.agent)
    anna.refresh_from_db()

    assert anna.phone == "13800138000"
    assert Identifier.objects.get(kind="phone").value == "0571 8888 1234"
    assert list(Identifier.objects.filter(preferred=True).values_list("value", flat=True)) == ["b2"]


def test_notes_are_kept_as_typed_and_taken_back(anna, wu, people, client_of) -> None:
    """HTML is words; a note too long comes back to the form; only who wrote it changes it; removed is not gone."""
    wu.post(url("write_note", anna), {"note-words": "<script>alert(1)</script> & tea", "note-pinned": "on"})
    note = Note.objects.get()
    page = words(wu.get(reverse("people:known", args=[anna.public_id])))
    long = wu.post(url("write_note", anna), {"note-words": "好" * 200_000})
    edited = wu.post(url("note", anna, note.public_id), {"do": "save", "words": "x" * 20_001})
    other = client_of(people.administrator).post(
        url("note", anna, note.public_id), {"do": "save", "words": "mine"}, follow=True
    )
    wu.post(url("note", anna, note.public_id), {"do": "remove"})
    gone = words(wu.get(reverse("people:known", args=[anna.public_id])))
    wu.post(url("note", anna, note.public_id), {"do": "restore"})

    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)" in page
    assert long.status_code == 400
    assert "200,000 characters" in words(long)
    assert "好" * 200_000 in words(long)
    assert "x" * 20_001 in words(edited)
    assert "Only who wrote a note changes it" in words(other)
    assert "Bring back" in gone
    note.refresh_from_db()
    assert (note.words, note.removed_at, note.by) == ("<script>alert(1)</script> & tea", None, people.agent)
    assert set(Entry.objects.filter(event__startswith="note-").values_list("event", flat=True)) == {
        "note-written", "note-removed", "note-restored",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("bill.pdf", b"<html><script>alert(1)</script>", "is not a file of a kind that is taken here"),
        ("logo.svg", b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>", "is not a file of a kind"),
        ("run.csv", b"MZ\x90\x00\x03\x00\x00\x00\x04", "is not a file of a kind"),
        ("empty.pdf", b"", "The file is empty"),
    ],
)
def test_a_file_that_should_not_be_is_refused(anna, wu, name, content, said) -> None:
    """By what it holds, whatever it is called; nothing is left of it."""
    answer = wu.post(url("attach", anna), {"file-file": SimpleUploadedFile(name, content)})

    assert answer.status_code == 400
    assert said in words(answer)
    assert not Attachment.objects.exists()
    assert not StoredFile.objects.exists()


def test_a_file_is_read_by_who_sees_the_customer_and_goes_with_them(anna, wu, people, client_of, guests) -> None:
    """Nobody of another hotel reads it, nobody while it is removed; erased, it is gone."""
    anna.places.exclude(unit__code="lakeside").delete()
    wu.post(
        url("attach", anna), {"file-file": SimpleUploadedFile('../../etc/a"b.pdf', b"%PDF-1.7 x"), "file-words": "bill"}
    )
    stored = StoredFile.objects.get()
    address = reverse("files:download", args=[stored.public_id])
    seen, foreign = wu.get(address), client_of(people.colleague).get(address)
    seen.close()
    one = Attachment.objects.get()
    put_away(what=one, by=people.agent)
    removed = wu.get(address)
    write_note(customer=anna, words="secret", by=people.agent)
    erase_people([anna.number])

    assert (seen.status_code, foreign.status_code, removed.status_code) == (200, 404, 404)
    assert seen["Content-Disposition"].startswith("attachment")
    assert "/" not in stored.name
    assert not StoredFile.objects.exists()
    assert not Attachment.objects.exists()
    assert not Note.objects.exists()


def test_what_was_removed_weeks_ago_goes(anna, people) -> None:
    """With its file; what was removed yesterday stays."""
    notes = [write_note(customer=anna, words=text, by=people.agent) for text in ("old", "new")]
    file = attach(customer=anna, sent=SimpleUploadedFile("a.csv", b"a,b\n"), by=people.agent)
    for one, days in ((notes[0], 31), (notes[1], 1), (file, 31)):
        type(one).objects.filter(pk=one.pk).update(removed_at=timezone.now() - timedelta(days=days))

    assert forget_removed() == 2
    assert list(Note.objects.values_list("words", flat=True)) == ["new"]
    assert not StoredFile.objects.exists()


def test_own_fields_are_asked_by_their_kind_and_shown_in_words(anna, wu, fields) -> None:
    """A wrong value is told with an example, and nothing is stored."""
    sent = {"room_wish": "by the window", "fleet": "12.5", "ends": "2027-03-31", "diet": "vegan", "vip": "yes"}
    wrong = wu.post(url("values", anna), {**sent, "fleet": "many", "ends": "soon", "diet": "stones"})
    wu.post(url("values", anna), sent)
    page = words(wu.get(reverse("people:known", args=[anna.public_id])))

    assert wrong.status_code == 400
    assert "Enter a number such as 12 or 7.5." in words(wrong)
    assert "2026-10-31" in words(wrong)
    assert OwnValue.objects.count() == 5
    for shown in ("by the window", "12.5", "Vegan", "31 Mar 2027"):
        assert shown in page
    assert Entry.objects.get(event="details-changed").details == {"fields": sorted(sent)}


def test_two_at_one_form_lose_nothing(anna, wu, people, client_of, fields) -> None:
    """What one did not touch stays; where both wrote, both values are shown with the name, and one is chosen."""
    form = {"was.room_wish": "", "was.fleet": "", "was.ends": "", "was.diet": "", "was.vip": ""}
    client_of(people.manager).post(url("values", anna), {**form, "room_wish": "high up", "fleet": "3"})
    clash = wu.post(url("values", anna), {**form, "room_wish": "quiet", "vip": "yes"})
    again = {"was.room_wish": "high up", "was.fleet": "3.0", "was.vip": "", "clash": "room_wish", "fleet": "3"}
    unchosen = wu.post(url("values", anna), {**again, "room_wish": "quiet", "vip": "yes"})
    wu.post(url("values", anna), {**again, "room_wish": "quiet", "vip": "yes", "keep.room_wish": "mine"})
    kept = {one.field.key: one.text or one.number for one in OwnValue.objects.select_related("field")}

    assert clash.status_code == unchosen.status_code == 400
    for shown in ("Somebody changed the same meanwhile", "high up", "quiet", people.manager.shown_name):
        assert shown in words(clash)
    assert kept == {"room_wish": "quiet", "fleet": 3.0, "vip": "yes"}


def test_two_who_change_one_customer_lose_nothing(anna, wu, people, client_of, guests) -> None:
    """The same for name, address and the like."""
    before = {"name": anna.name, "kind": "person", "email": "", "phone": "", "way": "", "language": "", "unit": ""}
    was = {f"was.{name}": value for name, value in before.items()}
    address = reverse("people:edit", args=[anna.public_id])
    client_of(people.manager).post(address, {**was, **before, "name": "Anna Berg", "way": "phone"})
    clash = wu.post(address, {**was, **before, "name": "Anna Bach", "email": "anna@example.com"})
    carried = dict(re.findall(r'name="(was\.\w+)" value="([^"]*)"', words(clash)))
    chosen = {**carried, **before, "name": "Anna Bach", "email": "anna@example.com"}
    wu.post(address, {**chosen, "clash": "name", "keep.name": "theirs"})
    anna.refresh_from_db()

    assert clash.status_code == 409
    assert "Anna Berg" in words(clash)
    assert "Anna Bach" in words(clash)
    assert people.manager.shown_name in words(clash)
    assert (anna.name, anna.way, anna.email) == ("Anna Berg", "phone", "anna@example.com")


def test_the_fields_are_made_by_the_administrator(people, client_of, anna) -> None:
    """Their short name is such as a condition can name; choices that are noted stay; the order is theirs."""
    boss, add = client_of(people.administrator), reverse("details:add_field")
    for wrong in ("name", "1st", "Raum wunsch", "a;drop"):
        assert boss.post(add, {"key": wrong, "name_en": "X", "kind": "text"}).status_code == 400
    few = boss.post(add, {"key": "diet", "name_en": "Diet", "kind": "choice", "choices": "Vegan"})
    boss.post(add, {"key": "diet", "name_en": "<b>Diet</b>", "kind": "choice", "choices": "Vegan / 纯素\n无\nFish"})
    boss.post(add, {"key": "fleet", "name_zh": "车队规模", "kind": "number", "sensitive": "on"})
    diet, fleet = OwnField.objects.all()
    note_values(customer=anna, values={diet: "vegan"}, by=people.administrator)
    gone = boss.post(reverse("details:field", args=[diet.public_id]), {"name_en": "Diet", "choices": "无\nFish"})
    boss.post(reverse("details:field", args=[fleet.public_id]), {"do": "up"})

    assert "two choices at least" in words(few)
    assert list(diet.choices) == ["vegan", "choice", "fish"]
    assert "“Vegan” is noted for 1 customer" in words(gone)
    assert list(OwnField.objects.values_list("key", flat=True)) == ["fleet", "diet"]
    assert "&lt;b&gt;Diet" in words(boss.get(reverse("details:fields")))


@pytest.mark.parametrize(
    ("key", "text", "value"),
    [
        ("fleet", "1,200.5", 1200.5),
        ("vip", "是", "yes"),
        ("diet", "纯素", "vegan"),
        ("room_wish", "  two   words ", "two words"),
        ("room_wish", " ", None),
    ],
)
def test_a_file_writes_values_its_own_way(fields, key, text, value) -> None:
    """Words of either language, figures in groups."""
    assert read(fields[key], text) == value


@pytest.mark.parametrize(("key", "text"), [("fleet", "nan"), ("fleet", "1,2"), ("vip", "maybe"), ("diet", "x")])
def test_a_value_that_cannot_be_is_refused(fields, key, text) -> None:
    """And not guessed."""
    with pytest.raises(ValueError, match=r".*"):
        read(fields[key], text)


def test_an_address_too_long_or_twice_is_told(anna, people) -> None:
    """Also where it cannot be read."""
    add_address(customer=anna, kind="phone", value="ask Bob", by=people.agent)

    with pytest.raises(DetailError):
        add_address(customer=anna, kind="phone", value="ask Bob", by=people.agent)
    assert Customer.objects.get(pk=anna.pk).identifiers.count() == 1


def test_own_fields_choose_people(anna, guests, fields, people) -> None:
    """By words, figures, days and choices; who has no value is missing, and never guessed."""
    values = {"room_wish": "by the window", "fleet": 12.0, "ends": date(2027, 3, 31), "diet": "vegan", "vip": "no"}
    note_values(customer=anna, values={fields[key]: value for key, value in values.items()}, by=people.agent)
    note_values(customer=guests.carla, values={fields["fleet"]: 3.0, fields["diet"]: "none"}, by=people.agent)
    chosen = {
        'room_wish contains "window"': {"anna"},
        "fleet >= 12": {"anna"},
        "fleet != 12": {"carla"},
        "not fleet >= 12": everybody() - {"anna"},
        "fleet between 2 and 5": {"carla"},
        "ends < 2027-04-01": {"anna"},
        "diet in {vegan, none}": {"anna", "carla"},
        "not diet = vegan": everybody() - {"anna"},
        "vip = no": {"anna"},
        "fleet is answered and purchases >= 1": {"anna", "carla"},
    }
    for condition, names in chosen.items():
        assert set(matching(condition).values_list("number", flat=True)) == names, condition
        assert count_of(condition) == len(names), condition
    assert any("marked as sensitive" in str(one) for one in warned("diet = vegan"))


def everybody() -> set[str]:
    return set(Customer.objects.values_list("number", flat=True))


def test_own_fields_leave_with_the_list(anna, fields, people, client_of) -> None:
    """As columns of their own, in the reader's words; nothing that a spreadsheet would run."""
    values = {"room_wish": "=1+1", "fleet": 12.5, "ends": date(2027, 3, 31), "diet": "vegan", "vip": "yes"}
    note_values(customer=anna, values={fields[key]: value for key, value in values.items()}, by=people.agent)
    sent = {"purpose": "call list for the week", "kind": "csv"}
    answer = client_of(people.administrator).post(reverse("people:export"), sent)
    rows = list(csv.reader(io.StringIO(b"".join(answer.streaming_content).decode("utf-8-sig"))))

    assert rows[0][-5:] == ["Room wish", "Size of the fleet", "Contract ends", "Diet", "Known to the board"]
    assert next(row for row in rows if row[0] == "anna")[-5:] == ["'=1+1", "12.5", "2027-03-31", "Vegan", "yes"]
    assert next(row for row in rows if row[0] == "bert")[-5:] == [""] * 5


def test_users_are_set_beside_buyers(guests, units, people, client_of) -> None:
    """With interval and n; too few are not judged; who does both is in neither side of the comparison."""
    firm = Customer.objects.create(number="F-1", key=-5, kind="organisation", name="Firm")
    CustomerUnit.objects.create(customer=firm, unit=units.lakeside)
    made = [Customer(number=f"m{at}", key=-100 - at, words="m") for at in range(70)]
    Customer.objects.bulk_create(made)
    scores = [
        CustomerScore(customer=one, rating_index=80 if at < 35 else 50 + at % 7, mood="satisfied")
        for at, one in enumerate(made)
    ]
    CustomerScore.objects.bulk_create(scores)
    parts = [(one, "user" if at < 35 else "buyer") for at, one in enumerate(made)]
    few = sides_of(firm, WHOLE)
    Relation.objects.bulk_create([Relation(person=one, organisation=firm, part=part) for one, part in parts[:40]])
    some = sides_of(firm, WHOLE)
    Relation.objects.bulk_create([Relation(person=one, organisation=firm, part=part) for one, part in parts[40:]])
    Relation.objects.create(person=made[0], organisation=firm, part="decider")
    all_of_them = sides_of(firm, WHOLE)
    page = words(client_of(people.administrator).get(reverse("people:customer", args=[firm.public_id])))

    assert few is None
    assert [(one.n, type(one.index).__name__) for one in some.sides] == [(35, "Estimate"), (5, "Missing")]
    assert "each side needs 30" in str(some.verdict)
    assert "Those who use it are clearly more satisfied" in str(all_of_them.verdict)
    assert all_of_them.both == 1
    assert "Users and buyers" in page
    assert sides_of(firm, UnitScope(frozenset(), frozenset())) is None


def test_who_leaves_by_a_further_address_has_said_no(anna, people) -> None:
    """A letter went there under whatever name: the no holds for whoever has the address."""
    add_address(customer=anna, kind="email", value="Anna@Work.example", by=people.agent)

    suppress(address="anna@work.example", reason=Reason.UNSUBSCRIBED, source="letter")

    assert not consents.said([anna.pk], Purpose.SURVEYS, "email")[anna.pk]
