"""Somebody sees, takes along and erases what is kept about them; a search through everything finds nothing more."""

from __future__ import annotations

import json
import re
from datetime import date, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from django.core.cache import cache
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.utils import timezone

from regulars.web.audit import Event, record
from regulars.web.audit.models import Entry
from regulars.web.files.actions import keep
from regulars.web.files.models import StoredFile, place_of
from regulars.web.imports import storing
from regulars.web.imports.models import Kind, Upload
from regulars.web.jobs.models import Job
from regulars.web.messages.models import Outgoing
from regulars.web.people import consents
from regulars.web.people.importing.engine import import_customers
from regulars.web.people.models import Contact, Customer, Purpose, Segment, Way
from regulars.web.people.rights import actions
from regulars.web.people.rights.certifying import as_report
from regulars.web.people.rights.crowd import Crowd
from regulars.web.people.rights.erasing import Person, erase, erase_all
from regulars.web.people.rights.foot import foot_token
from regulars.web.people.rights.keeping import HALF_A_YEAR, change, clear_away, proposed, rule
from regulars.web.people.rights.models import Certificate, Claim, Origin, Policy
from regulars.web.people.rights.tokens import Use, fresh_token, opened
from regulars.web.people.rights.tracing import traces, traces_of_each
from regulars.web.people.rights.words import Words, words_of, words_of_each
from regulars.web.people.rights.work import act

pytestmark = pytest.mark.django_db


def quiet(*_: Any, **__: Any) -> None:
    """Nobody watches."""


@pytest.fixture
def mei(guests: SimpleNamespace, people: SimpleNamespace, home: Path) -> Customer:
    """A guest of the facts who is written about everywhere."""
    one: Customer = guests.anna
    one.name, one.email, one.phone, one.language = "林美娟", "meijuan.lin@example.com", "+86 138 0013 8000", "zh"
    one.save()
    Contact.objects.create(customer=guests.bert, way="phone", day=date(2026, 1, 2), words="Knows 林美娟 from Lakeside")
    Contact.objects.create(customer=one, way="phone", day=date(2026, 1, 2), words="asked for a quiet room")
    consents.give(customers=[one.pk], purpose=Purpose.MARKETING, source="person", words="说林美娟愿意")
    Segment.objects.create(name="One", condition='name = "林美娟"')
    Job.objects.create(work="people.project", params={"note": "for meijuan.lin@example.com"}, state="done")
    with transaction.atomic():
        record(Event.CUSTOMERS_EXPORTED, purpose="call 林美娟", count=3)
        keep(b"number,name\nanna,x\n", name="list.csv", owner=one)
    upload = Upload.objects.create(kind=Kind.CUSTOMERS, name="c.csv", size=1, digest="0")
    storing.folder_of(upload).mkdir(parents=True)
    storing.file_of(upload).write_bytes("编号,姓名\n7,林美娟\n".encode("gb18030"))
    (home / "mail" / "new").mkdir(parents=True)
    (home / "mail" / "new" / "1").write_bytes(b"To: x@example.com\nSubject: =?utf-8?b?5p6X576O5aif?=\n\nhello\n")
    actions.send_link(customer=one)
    return one


def test_nothing_is_left_but_the_certificate(mei: Customer, home: Path, guests: SimpleNamespace) -> None:
    """Tables, facts, files, mails, uploads, trail, jobs, sessions, segments; others stay as they are."""
    words, public_id = words_of(mei), mei.public_id
    client = Client()
    session = client.session
    session["told"] = "林美娟 was changed"
    session.save()
    kinds = {one.kind for one in traces(words).found}
    digest = StoredFile.objects.get(name="list.csv").digest

    found = erase("anna", by=None)

    left = traces(words)
    assert kinds == {"table", "fact", "file"}
    assert left.found == ()
    assert (left.tables > 50, left.rows > 20, left.facts > 3, left.files > 5) == (True,) * 4
    assert found.report["search"]["found"] == []
    assert not place_of(digest).exists()
    assert Contact.objects.get().words == "Knows ▮▮▮ from Lakeside"
    assert Customer.objects.filter(number="bert").exists()
    assert found.report["tables"]["people.Contact.customer"] == 1
    assert found.report["facts"]["purchases"] > 0
    assert found.report["files"] == {"files": 1, "uploads": 1, "mails": 1}
    assert set(found.report["struck"]) >= {"audit.Entry", "jobs.Job", "people.Contact", "sessions"}
    assert (found.is_about("anna"), found.is_about(" anna "), found.is_about("bert")) == (True, True, False)
    assert "anna" not in json.dumps(found.report)
    assert public_id not in json.dumps(found.report)
    assert "Nothing about them" in str(as_report(found).conclusion)


def test_many_are_erased_in_one_search_and_each_has_their_own_certificate(
    mei: Customer, home: Path, guests: SimpleNamespace, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What only they share goes with them; whoever is named twice is one; a stranger is refused for ever."""
    guests.bert.name, guests.bert.email = "Bert Brecht", mei.email
    guests.bert.save()
    with transaction.atomic():
        record(Event.CUSTOMERS_EXPORTED, purpose="Bert Brecht and 林美娟 together", count=2)
    looked: list[int] = []
    monkeypatch.setattr(
        "regulars.web.people.rights.erasing.traces_of_each",
        lambda crowd, progress: looked.append(len(crowd.people)) or traces_of_each(crowd, progress),
    )
    words = words_of(mei, guests.bert)

    anna, bert, nobody = erase_all(["anna", "bert", " anna ", "nobody-at-all"])

    assert looked == [3]
    assert [one.is_about(name) for one, name in ((anna, "anna"), (bert, "bert"), (bert, "anna"))] == [True, True, False]
    assert traces(words).found == ()
    assert (anna.report["struck"]["audit.Entry"], bert.report["struck"]["audit.Entry"]) == (2, 1)
    assert anna.report["files"] == {"files": 1, "uploads": 1, "mails": 1}
    assert "files" not in bert.report["files"]
    assert (bert.report["tables"]["people.Customer"], nobody.report["tables"]) == (1, {})
    assert [one.report["search"]["found"] for one in (anna, bert, nobody)] == [[], [], []]
    assert (anna.in_facts.known, bert.in_facts.known, nobody.in_facts.unknown) == (1, 1, ("nobody-at-all",))
    assert anna.in_facts.rows["purchases"] == 4
    assert erase_all(["nobody-at-all"])[0].report["facts"] == {}


def test_what_is_left_is_told_of_whom_it_names(home: Path, guests: SimpleNamespace) -> None:
    """Each in tables, facts and files by themselves."""
    guests.bert.name = "Bert Brecht"
    guests.bert.save()
    (home / "list.txt").write_text("bert brecht, Annabert Brechtung, C:BERT BRECHT.\n", "utf-8")
    crowd = Crowd(words_of_each([(guests.anna, ["anna"]), (guests.bert, ["bert"])]))

    anna, bert = traces_of_each(crowd)

    assert [(one.where, one.count) for one in bert.found if one.kind == "file" and "sqlite" not in one.where] == [
        ("list.txt", 2)
    ]
    assert any(one.where == "people_customer.name" for one in bert.found)
    assert not any(one.where == "people_customer.name" for one in anna.found)
    for one, words in ((anna, words_of(guests.anna)), (bert, words_of(guests.bert))):
        alone = traces(words)
        assert [(x.where, x.count) for x in one.found] == [(x.where, x.count) for x in alone.found]


def test_a_word_that_names_somebody_else_too_is_no_trace(guests: SimpleNamespace) -> None:
    """A family shares an address; a short name stands in every other text."""
    for one in (guests.anna, guests.bert):
        one.email = "family@example.com"
        one.save()
    guests.anna.name = "Rose"
    guests.anna.save()

    words = words_of(guests.anna)

    assert words.sure == ("anna",)
    assert (words.whole, words.shared) == (("Rose",), 1)


@pytest.mark.parametrize(
    ("text", "hit"),
    [
        ("about G-1773.", True),
        ("about G-17731", False),
        ('{"a": ["x\\ng-1773"]}', True),
        ('{"G-1773": 1}', True),
        ("[not json G-1773", True),
        ("", False),
    ],
)
def test_words_are_found_and_parts_of_words_are_not(text: str, hit: bool) -> None:
    """In texts and within JSON."""
    assert Words(("G-1773",)).within(text) is hit


def test_the_trail_gives_up_words_and_old_looks_only(people: SimpleNamespace) -> None:
    """Nothing else can be changed or removed, whoever tries."""
    with transaction.atomic():
        record(Event.CUSTOMER_SEEN, by=people.agent, page="known")
        record(Event.CUSTOMER_SEEN, by=people.agent)
    young, old = Entry.objects.order_by("pk")
    for change_it in ({"details": {"page": "else"}}, {"event": "x"}, {"details": {"erased": True}, "event": "x"}):
        with pytest.raises(DatabaseError), transaction.atomic():
            Entry.objects.filter(pk=young.pk).update(**change_it)
    Entry.objects.filter(pk=young.pk).update(details={"erased": True})
    with pytest.raises(DatabaseError), transaction.atomic():
        Entry.objects.filter(pk=old.pk)._raw_delete("default")


def test_an_erasure_during_an_import_ends_well(home: Path, units: SimpleNamespace, tmp_path: Path) -> None:
    """Whoever is erased meanwhile does not come in; everybody else does."""
    from regulars.web.facts import facts

    file, done = tmp_path / "customers.csv", []
    file.write_text("number,name\nC-1001,Mei Lin\nC-1002,Bo Chen\n", "utf-8")

    def meanwhile(*_: Any) -> None:
        if not done:
            done.append(1)
            erase("C-1001")

    import_customers(facts(), file, progress=meanwhile)

    assert done
    assert list(Customer.objects.values_list("number", flat=True)) == ["C-1002"]


def test_an_old_mail_tells_nothing(mei: Customer, client: Client) -> None:
    """The link of the foot opens what may be written; the rest wants a fresh one, which goes to the address."""
    link = f"/my/{foot_token(mei.public_id)}/"

    answer = client.get(link)

    page = answer.content.decode()
    assert all(word not in page for word in ("林美娟", "meijuan", "138 0013"))
    assert answer.headers["Cache-Control"] == "private, no-store, max-age=0"
    assert "noindex" in answer.headers["X-Robots-Tag"]
    assert "<script" not in page
    for do in ("export", "erase", "correct", "back", "address"):
        client.post(link, {"do": do, "sure": "1", "name": "X", "email": "x@example.com"})
    assert not Claim.objects.exists()
    before = Outgoing.objects.count()
    client.post(link, {"do": "link"})
    assert Outgoing.objects.count() == before + 1


def test_a_fresh_link_dies_with_its_day_and_with_the_address(mei: Customer, monkeypatch: Any) -> None:
    """And nothing forged opens."""
    token = fresh_token(mei)
    assert opened(token).known
    monkeypatch.setattr("time.time", (timezone.now() + timedelta(days=1, minutes=1)).timestamp)
    assert not opened(token).known
    monkeypatch.undo()
    Customer.objects.filter(pk=mei.pk).update(email="other@example.com")
    assert not opened(token).known
    assert opened(token[:-1] + ("a" if token[-1] != "a" else "b")) is None
    assert opened(foot_token("nobody")) is None


@pytest.mark.parametrize(("use", "address"), [(Use.BACK, ""), (Use.ADDRESS, "typo@example.com"), (Use.FOOT, "")])
def test_a_link_for_one_thing_opens_nothing_else(mei: Customer, client: Client, use: Use, address: str) -> None:
    """Whoever reads at a mistyped address, or finds the mail about an erasure weeks later, learns nothing."""
    actions.export(customer=mei, origin=Origin.CUSTOMER)
    link = f"/my/{foot_token(mei.public_id) if use is Use.FOOT else fresh_token(mei, use, address)}/"

    for do in ("export", "erase", "correct"):
        page = client.post(link, {"do": do, "sure": "1", "name": "X", "email": "x@example.com"}).content.decode()
        assert all(word not in page for word in ("林美娟", "meijuan", "138 0013"))

    assert client.get(f"{link}data/json/").status_code == 404
    mei.refresh_from_db()
    assert (mei.name, Claim.objects.filter(sort="erase").exists()) == ("林美娟", False)


def test_whoever_takes_it_back_while_others_are_erased_stays(
    guests: SimpleNamespace, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """They were told that nothing is erased."""
    for one in (guests.anna, guests.bert):
        actions.ask_erasure(customer=one, origin=Origin.STAFF, now=timezone.now() - timedelta(days=9))
    done: list[str] = []

    def erasing(people: list[Person], **_: Any) -> None:
        done.extend(number for one in people for number in one.numbers)
        for claim in Claim.objects.open().exclude(customer__number__in=done):
            actions.take_back(claim=claim)

    monkeypatch.setattr("regulars.web.people.rights.work.erase_together", erasing)
    monkeypatch.setattr("regulars.web.people.rights.work.TOGETHER", 1)

    assert act(quiet) == {"erased": 1}
    assert len(done) == 1


def test_the_customer_says_no_and_prefers_something_else(mei: Customer, client: Client) -> None:
    """In the ledger, by the link; what does not differ is not noted."""
    link = f"/my/{foot_token(mei.public_id)}/"
    every = {f"{purpose}-{way.value}": "on" for purpose in Purpose for way in actions.WAYS}

    assert "same" in client.post(link, {"do": "agree", **every}).headers["Location"]
    del every["surveys-email"]
    client.post(link, {"do": "agree", **every})
    client.post(link, {"do": "agree", **{key: "on" for key in every if key.startswith("surveys")}})
    client.post(link, {"do": "prefer", "language": "en", "way": "phone"})

    assert consents.refused([mei.pk], Purpose.SURVEYS, Way.EMAIL) == {mei.pk}
    assert consents.refused([mei.pk], Purpose.SURVEYS, Way.SMS) == set()
    said = list(mei.consents.order_by("pk").values_list("purpose", "channel", "given", "source"))[1:]
    assert said == [("surveys", "email", False, "letter"), ("marketing", "", False, "letter")]
    mei.refresh_from_db()
    assert (mei.language, mei.way) == ("en", "phone")


def test_a_new_address_is_confirmed_by_who_reads_there(mei: Customer, client: Client) -> None:
    """Until then the old one stays; the old one is told."""
    link = f"/my/{fresh_token(mei)}/"
    client.post(link, {"do": "correct", "name": "林美娟", "phone": "010 1234 5678", "email": "new@example.com"})
    mei.refresh_from_db()
    assert (mei.email, mei.phone) == ("meijuan.lin@example.com", "010 1234 5678")
    sent = Outgoing.objects.filter(to="new@example.com").get()
    token = re.search(r"/my/(m\.[^/\s]+)/", sent.text)[1]

    assert "new@example.com" in client.get(f"/my/{token}/").content.decode()
    client.post(f"/my/{token}/", {"do": "address"})

    mei.refresh_from_db()
    assert mei.email == "new@example.com"
    assert Outgoing.objects.filter(to="meijuan.lin@example.com").order_by("-pk").first().subject == "您的地址已更改"
    assert client.post(link, {"do": "correct", "phone": "room 12", "email": "x"}).status_code in (200, 400)


def test_data_are_taken_along_and_end(mei: Customer, client: Client) -> None:
    """JSON and XLSX, by a fresh link only, for some days."""
    link = f"/my/{fresh_token(mei)}/"
    client.post(link, {"do": "export"})
    client.post(link, {"do": "export"})

    told = json.loads(b"".join(client.get(f"{link}data/json/").streaming_content))
    assert Claim.objects.filter(sort="export").count() == 1
    assert told["customer"]["name"] == "林美娟"
    assert len(told["purchases"]) == 4
    assert b"".join(client.get(f"{link}data/xlsx/").streaming_content)[:2] == b"PK"
    assert client.get(f"/my/{foot_token(mei.public_id)}/data/json/").status_code == 404
    StoredFile.objects.update(at=timezone.now() - timedelta(days=9))
    act(quiet)
    assert client.get(f"{link}data/json/").status_code == 404


def test_she_erases_herself_after_days_to_think(mei: Customer, client: Client, guests: SimpleNamespace) -> None:
    """With a tick, a mail, a way back; then by the clock, and the proof stands at the address that she was told."""
    words, link = words_of(mei), f"/my/{fresh_token(mei)}/"
    client.post(link, {"do": "erase"})
    assert not Claim.objects.exists()
    client.post(link, {"do": "erase", "sure": "1"})
    claim = Claim.objects.get()
    act(quiet)
    assert Customer.objects.filter(pk=mei.pk).exists()
    back = re.search(r"/my/(b\.[^/\s]+)/", Outgoing.objects.order_by("-pk").first().text)[1]
    client.post(f"/my/{back}/", {"do": "back"})
    claim.refresh_from_db()
    assert claim.state == "back"
    client.post(link, {"do": "erase", "sure": "1"})
    Claim.objects.open().update(act_at=timezone.now())
    act(quiet)

    claim = Claim.objects.get(state="done")
    assert (claim.customer, claim.reason) == (None, "")
    assert traces(words).clean
    page = client.get(f"/my/certificate/{claim.public_id}/?number=anna").content.decode()
    assert Certificate.objects.get().digest in page
    assert client.get(f"/my/certificate/{claim.public_id}/?as=pdf").content[:4] == b"%PDF"
    assert client.get(f"/my/certificate/{claim.public_id}/?as=json").json()["digest"] in page
    assert client.get(link).status_code == 404


def test_who_has_no_link_asks_and_nobody_learns_who_is_known(mei: Customer, client: Client) -> None:
    """The same answer for all; not without end."""
    before = Outgoing.objects.count()
    answers = [client.post("/my/", {"email": address}) for address in ("MEIJUAN.lin@example.com", "no@example.com")]

    assert {(one.status_code, one.headers["Location"]) for one in answers} == {(302, "/my/?sent=1")}
    assert Outgoing.objects.count() == before + 1
    for _ in range(9):
        client.post("/my/", {"email": "meijuan.lin@example.com"})
    assert Outgoing.objects.count() <= before + 5
    cache.clear()


def test_staff_type_the_number_again(mei: Customer, people: SimpleNamespace, client_of: Any) -> None:
    """Only an administrator, with a reason."""
    browser, page = client_of(people.administrator), f"/rights/of/{mei.public_id}/"
    wish = {"sort": "erase", "reason": "asked on the telephone", "number": "bert"}

    assert browser.post(page, wish).status_code == 400
    assert browser.post(page, {**wish, "number": "anna"}).status_code == 302
    claim = Claim.objects.get()
    assert (claim.origin, claim.by, claim.due) == ("staff", people.administrator, Policy.current().due())
    assert client_of(people.manager).get(page).status_code == 403
    assert browser.post(f"/rights/{claim.public_id}/back/").status_code == 302
    assert browser.post(page, {**wish, "number": "anna", "sort": "export"}).status_code == 302
    assert b"my-data" in browser.get(f"/customers/{mei.public_id}/data/").content


def test_nothing_goes_before_it_is_switched_on(mei: Customer, people: SimpleNamespace) -> None:
    """Then by the night, with a line in the list; customers are only proposed."""
    Outgoing.objects.update(created=timezone.now() - timedelta(days=800), state="sent", claimed=timezone.now())
    assert rule("messages").count == 1
    assert clear_away(quiet) == {}
    change(key="messages", days=730, on=True, by=people.administrator)
    change(key="customers", days=1, on=True, by=people.administrator)
    Customer.objects.update(added=timezone.now() - timedelta(days=800))
    Contact.objects.all().delete()

    assert clear_away(quiet) == {"messages": 1}
    assert Outgoing.objects.get().text == ""
    assert "bert" in proposed().values_list("number", flat=True)
    assert Customer.objects.filter(number="bert").exists()
    change(key="views", days=1, on=True, by=people.administrator)
    assert rule("views").days == HALF_A_YEAR


def test_who_looked_stands_on_the_page(mei: Customer, people: SimpleNamespace, client_of: Any) -> None:
    """For whoever reads the trail."""
    client_of(people.agent).get(f"/customers/{mei.public_id}/")
    with connection.cursor():
        page = client_of(people.administrator).get(f"/customers/{mei.public_id}/data/").content.decode()

    assert "Wu" in page
    assert 'id="looks"' not in client_of(people.agent).get(f"/customers/{mei.public_id}/data/").content.decode()


def test_due_days() -> None:
    """Fifteen working days from a Friday; a month from the last of January."""
    assert Policy().due(date(2026, 11, 20)) == date(2026, 12, 11)
    assert Policy(within=1, counted="months").due(date(2026, 1, 31)) == date(2026, 2, 28)
    assert Policy(within=30, counted="days").due(date(2026, 1, 1)) == date(2026, 1, 31)
    assert Use.FOOT.value[1] is None
    assert Origin.CUSTOMER == "customer"
