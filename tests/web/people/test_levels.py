"""Service levels: what may be promised, to whom which level is due, where it is seen, whether it was kept."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from datetime import date, timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from django.utils import timezone

from regulars.web.cases.actions import step
from regulars.web.cases.models import Case, Channel
from regulars.web.cases.opening import Wish, open_case
from regulars.web.cases.states import Step
from regulars.web.people.levels import actions
from regulars.web.people.levels.due import due_to, level_of
from regulars.web.people.levels.errors import LevelsError
from regulars.web.people.levels.forms import LevelsForm
from regulars.web.people.levels.matrix import LEVELS, plain, proposal, read
from regulars.web.people.levels.models import Promised, Version
from regulars.web.people.models import Contact, Customer, CustomerScore, CustomerUnit, Way
from regulars.web.people.promises.models import today

pytestmark = pytest.mark.django_db
Make = Callable[..., Customer]


@pytest.fixture
def in_force(people: SimpleNamespace) -> Version:
    """The proposal, since more than a year."""
    at = timezone.now() - timedelta(days=400)
    return Version.objects.create(
        number=1, levels=plain(proposal()), since=today() - timedelta(days=400), published=at, by=people.administrator
    )


@pytest.fixture
def guest(units: SimpleNamespace) -> Make:
    """``guest("anna", "middle", could="premium")`` at Lakeside; with ``could`` the tier is unclear."""

    def make(name: str, tier: str = "", *, could: str = "", unit: Any = None) -> Customer:
        key = 100 + Customer.objects.count()
        made = Customer.objects.create(key=key, number=name, name=name.title(), phone="1", words=name)
        CustomerScore.objects.create(
            customer=made, value_tier=tier, tier_unclear=bool(could) if tier else None, tier_could_be=could,
            first_day=date(2020, 1, 1), day=today(), value=float(key),
        )  # fmt: skip
        CustomerUnit.objects.create(customer=made, unit=unit or units.lakeside)
        return made

    return make


def _case(customer: Customer, unit: Any, *, kind: str = "complaint", ago: timedelta = timedelta()) -> Case:
    wish = Wish(
        kind=kind, title="cold eggs", channel=Channel.PHONE, nonce=f"n:{Case.objects.count()}", customer=customer,
        unit=unit, at=timezone.now() - ago,
    )  # fmt: skip
    return open_case(wish)[0]


def _data(**changed: Any) -> dict[str, Any]:
    initial = LevelsForm.initial_of(proposal(), today(), "")
    return {key: "" if value is None else value for key, value in (initial | changed).items()}


def test_the_better_of_the_possible_levels_is_due(guest: Make) -> None:
    """Where the tier is clear or could only be worse it is that of the tier; the database says the same."""
    wanted = {}
    rule = ("low premium premium", "low middle middle", "low - low", "middle premium premium", "middle middle middle")
    for number, words in enumerate((*rule, "premium premium premium", "- - unknown")):
        tier, could, level = words.replace("-", "").split(" ")
        wanted[guest(f"g{number}", tier, could=could).pk] = level

    rows = CustomerScore.objects.annotate(level=level_of())

    assert {row.pk: due_to(row).level for row in rows} == wanted
    assert dict(rows.values_list("customer", "level")) == wanted
    assert due_to(None).level == "unknown"


@pytest.mark.parametrize(
    ("tier", "field", "value", "why"),
    [
        ("low", "complaints", 12, "where another waits 12"),  # the others keep the workflow's 24
        ("low", "complaints", 48, "whoever complains"),
        ("middle", "answer", 20, "would wait longer"),
        ("low", "contacts", 3, "less often"),
        ("premium", "contacts", -1, "whole number"),
        ("premium", "answer", "4; drop table", "whole number"),
        ("premium", "caller", "the king", "Please look at this again"),
    ],
)
def test_what_may_not_be_promised_is_refused_in_words(
    tier: str, field: str, value: Any, why: str, people: SimpleNamespace, client_of: Any
) -> None:
    answer = client_of(people.administrator).post("/service-levels/edit/", _data(**{f"{tier}-{field}": value}))

    assert answer.status_code == 400
    assert why in answer.content.decode()
    assert not Version.objects.exists()


def test_a_file_cannot_promise_a_slower_answer_to_complaints_either() -> None:
    data = plain(proposal())
    data["levels"]["low"]["complaints"] = 40

    with pytest.raises(LevelsError, match="24 business hours at the latest"):
        read(data)


def test_all_complaints_may_be_answered_sooner(people: SimpleNamespace, client_of: Any) -> None:
    sooner = {f"{tier}-complaints": "12" for tier in LEVELS}

    client_of(people.administrator).post("/service-levels/edit/", _data(**sooner))

    level = Version.draft().level("low")
    assert [level.hours("complaint", severity) for severity in (1, 2, 3, 4)] == [12, 12, 8, 4]
    assert level.hours("recovery", 2) == 16


def test_a_version_holds_from_its_day_and_stays_as_it_is(people: SimpleNamespace, client_of: Any) -> None:
    page = client_of(people.administrator)
    assert "Begin with the proposal" in page.get("/service-levels/").content.decode()
    page.post("/service-levels/edit/", _data(since=(today() - timedelta(days=1)).isoformat()))
    late = page.post("/service-levels/act/", {"do": "force", "version": "1"}, follow=True).content.decode()
    assert "is over: nobody was promised this then" in late
    page.post(
        "/service-levels/edit/", _data(seen=Version.draft().mark, **{"low-image_en": "<script>alert(1)</script>"})
    )
    for _ in range(2):
        page.post("/service-levels/act/", {"do": "force", "version": "1"})

    version = Version.in_force(today())
    assert version.number == 1
    with pytest.raises(ValueError, match="stays as it is"):
        version.save()
    shown = page.get("/service-levels/").content.decode()
    assert "&lt;script&gt;alert" in shown
    assert "<script>alert" not in shown
    assert "is over" not in shown
    with pytest.raises(LevelsError, match="Somebody else wrote"):
        actions.write(matrix=proposal(), since=today(), by=people.administrator, seen="")
    from regulars.web.audit.models import Entry

    events = list(Entry.objects.filter(event__startswith="levels-").order_by("pk").values_list("event", flat=True))
    assert events == ["levels-written", "levels-written", "levels-in-force"]


def test_of_two_who_write_at_once_nobody_loses_words(people: SimpleNamespace, client_of: Any) -> None:
    """Who comes second is told so, and nobody puts in force what they have not seen."""
    page = client_of(people.administrator)
    kept = page.post("/service-levels/edit/", _data(), follow=True)
    assert "Put it in force" in kept.content.decode()
    before = Version.draft().mark
    page.post("/service-levels/edit/", _data(seen=before, **{"premium-contacts": "9"}))

    second = page.post("/service-levels/edit/", _data(seen=before, **{"premium-contacts": "7"}))
    forced = page.post("/service-levels/act/", {"do": "force", "version": "1", "seen": before}, follow=True)

    assert second.status_code == 400
    assert "Somebody else wrote" in second.content.decode()
    assert "Somebody else wrote" in forced.content.decode()
    assert Version.draft().level("premium").contacts == 9


def test_a_draft_is_seen_by_who_may_write_it(people: SimpleNamespace, client_of: Any, in_force: Version) -> None:
    actions.write(matrix=proposal(), since=today(), by=people.administrator)

    assert "draft" in client_of(people.administrator).get("/service-levels/?version=2").content.decode()
    agent = client_of(people.agent).get("/service-levels/?version=2").content.decode()
    assert "draft" not in agent
    assert "Version 1" in agent


def test_each_contact_shows_the_level_due(
    people: SimpleNamespace, units: SimpleNamespace, client_of: Any, guest: Make, in_force: Version
) -> None:
    """Record, case and arrival: the same level, with its reason, in the reader's language."""
    from regulars.web.people.cards.models import Arrival

    anna = guest("anna", "middle", could="premium")
    case = _case(anna, units.lakeside)
    arrival = Arrival.objects.create(customer=anna, unit=units.lakeside, on=today())
    agent = client_of(people.agent)

    for address in (f"/customers/{anna.public_id}/", f"/arrivals/{arrival.public_id}/", f"/cases/{case.public_id}/"):
        page = agent.get(address).content.decode()
        assert "Their own range reaches “premium”" in page, address
        assert "Greeted by name by somebody" in page, address
    assert "as for every customer" in agent.get(f"/cases/{case.public_id}/").content.decode()
    agent.cookies["regulars_language"] = "zh"
    assert "由了解上次入住情况的人以姓名相迎" in agent.get(f"/customers/{anna.public_id}/").content.decode()
    dealer = client_of(people.dealer).get(f"/cases/{case.public_id}/").content.decode()
    assert 'id="level"' not in dealer  # who may not know the customer learns nothing of the tier


def test_a_promise_stays_when_scores_move_on(
    people: SimpleNamespace, units: SimpleNamespace, client_of: Any, guest: Make, in_force: Version
) -> None:
    anna = guest("anna", "premium")
    case, other = _case(anna, units.lakeside), _case(anna, units.lakeside, kind="recovery")

    CustomerScore.objects.update(value_tier="low")
    step(case=case, step=Step.RESPOND, by=people.agent, words="Sorry.")
    first = Promised.objects.get(case=case).answered
    step(case=case, step=Step.REOPEN, by=people.agent, words="again")
    step(case=case, step=Step.RESPOND, by=people.agent, words="Sorry again.", at=timezone.now() + timedelta(hours=1))

    rows = {row.case_id: row for row in Promised.objects.all()}
    assert {row.level for row in rows.values()} == {"premium"}
    assert (rows[case.pk].complaint, rows[case.pk].hours) == (True, 16)
    assert (rows[other.pk].complaint, rows[other.pk].hours) == (False, 4)
    assert rows[case.pk].answered == first
    assert "Level: premium" in client_of(people.agent).get(f"/cases/{case.public_id}/").content.decode()


def test_the_audit_counts_what_was_kept_within_sight(
    people: SimpleNamespace, units: SimpleNamespace, client_of: Any, guest: Make, in_force: Version
) -> None:
    """24 complaints of premium answered in time, 6 not; care, ways and callers; Station sees none of it."""
    anna, bert = guest("anna", "premium"), guest("bert", "premium")
    for number in range(30):
        ago = timedelta(days=20)
        case = _case(anna, units.lakeside, ago=ago)
        at = case.opened + timedelta(hours=1 if number < 24 else 200)
        step(case=case, step=Step.RESPOND, by=people.agent, words="Sorry.", at=at)
    late = _case(anna, units.lakeside, kind="recovery", ago=timedelta(days=9))
    dismissed = _case(anna, units.lakeside, ago=timedelta(days=9))
    step(case=dismissed, step=Step.DISMISS, by=people.agent, words="none")
    for way, by in ((Way.PHONE, people.manager), (Way.PHONE, people.agent), (Way.ALL, people.agent), (Way.SMS, None)):
        Contact.objects.create(customer=anna, way=way, day=today() - timedelta(days=3), by=by)

    page = client_of(people.manager).get("/service-levels/kept/").content.decode()

    assert "80%" in page
    assert "too few to judge" in page
    from regulars.web.cases.knowledge.filters import Filters
    from regulars.web.people.levels.counting import Asked, audit

    found = audit(Asked(Filters.of({"days": "365"}, people.manager), in_force))
    told = {key: [(one.level, one.kept, one.n, one.waiting) for one in rows] for key, rows in found.parts.items()}
    assert told == {
        "complaints": [("premium", 24, 30, 0)],
        "answers": [("premium", 0, 1, 0)],
        "care": [("premium", 1, 2, 0)],
        "ways": [("premium", 3, 4, 0)],
        "callers": [("premium", 1, 2, 0)],
    }
    later = Version.objects.create(number=2, levels=in_force.levels, since=today(), published=timezone.now())
    assert audit(Asked(Filters.of({"days": "365"}, people.manager), later)).care == found.care
    later.levels["levels"]["premium"]["contacts"] = 5
    new = Version(number=3, levels=later.levels, since=today())
    assert "premium" in str(audit(Asked(Filters.of({"days": "365"}, people.manager), new)).too_short)
    behind = client_of(people.manager).get("/service-levels/kept/answers/premium/").content.decode()
    assert f"/cases/{late.public_id}/" in behind
    assert "Bert" in client_of(people.manager).get("/service-levels/kept/care/premium/").content.decode()
    strange = client_of(people.colleague)
    assert "Nothing that was promised" in strange.get("/service-levels/kept/").content.decode()
    assert "cold eggs" not in strange.get("/service-levels/kept/complaints/premium/").content.decode()
    assert bert.score.value_tier == "premium"


def test_the_audit_leaves_the_house_as_a_workbook(
    people: SimpleNamespace, units: SimpleNamespace, client_of: Any, guest: Make, in_force: Version
) -> None:
    _case(guest("anna", "low"), units.lakeside, ago=timedelta(days=9))

    answer = client_of(people.manager).post("/service-levels/kept/file/", {"days": "90"})

    with zipfile.ZipFile(io.BytesIO(answer.content)) as book:
        words = book.read("xl/sharedStrings.xml").decode()
    assert "Complaints answered in time" in words
    assert client_of(people.agent).post("/service-levels/kept/file/").status_code == 403


@pytest.mark.parametrize("query", ["unit=%00&days=x", "days=" + "9" * 40, "unit='--&days=-1", "version=" + "9" * 99])
def test_hostile_addresses_are_no_filter(
    query: str, people: SimpleNamespace, client_of: Any, in_force: Version
) -> None:
    page = client_of(people.administrator)

    assert page.get(f"/service-levels/kept/?{query}").status_code == 200
    assert page.get(f"/service-levels/?{query}").status_code == 200
    assert page.get("/service-levels/kept/secrets/low/").status_code == 404
    assert page.get("/service-levels/kept/care/king/").status_code == 404
    assert page.post("/service-levels/act/", {"do": "force", "version": "9" * 30}).status_code == 404


def test_nobody_is_followed_up_to_whom_no_care_is_promised(guest: Make, in_force: Version) -> None:
    """But whoever was disappointed is asked again whatever their level, and an unclear tier counts as the better."""
    from regulars.web.accounts.access import UnitScope
    from regulars.web.people.offers import care

    day = today()
    bought = day - timedelta(days=day.weekday()) - timedelta(days=3)
    for name, tier, could in (("low", "low", ""), ("perhaps", "low", "middle"), ("angry", "low", "")):
        one = guest(name, tier, could=could)
        CustomerScore.objects.filter(customer=one).update(
            last_day=bought - timedelta(days=9 if name == "angry" else 0), first_day=day - timedelta(days=200),
            rating_index=10 if name == "angry" else None, mood="dissatisfied" if name == "angry" else "",
        )  # fmt: skip

    week = care.week(UnitScope(None, None), day)

    assert [(line.customer.number, line.occasion.key) for line in week.lines] == [
        ("perhaps", "after-purchase"), ("angry", "disappointed"),
    ]  # fmt: skip
    assert week.spared == 1
