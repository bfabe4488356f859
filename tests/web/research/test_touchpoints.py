"""The register of touchpoints: begun, changed, archived, bound, out as a file and back, and the journey of it."""

from __future__ import annotations

import io
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from openpyxl import load_workbook

pytestmark = pytest.mark.django_db
WORDS = {"name_en": "Spa", "kind": "thing", "stage": "stay"}


@pytest.fixture
def hotel(company: Any) -> None:
    from regulars.web.research.touchpoints.actions import begin

    begin(start="hotel", by=None)


@pytest.fixture
def client(people: Any, client_of: Any) -> Any:
    return client_of(people.administrator)


def one(key: str) -> Any:
    from regulars.web.research.touchpoints.models import Touchpoint

    return Touchpoint.objects.get(key=key)


def stay(publish_it: bool = True) -> Any:
    from regulars.web.research.actions import create_questionnaire, publish

    made = create_questionnaire(made_from="stay-satisfaction", name="guests", by=None)
    if publish_it:
        publish(questionnaire=made, by=None)
    return made


def test_an_empty_register_offers_ready_made_ones(client: Any) -> None:
    page = client.get(reverse("touchpoints:register"))
    assert [start.name for start in page.context["starts"]] == ["dealer", "hotel", "retail", "general"]

    client.post(reverse("touchpoints:begin"), {"start": "hotel"})

    page = client.get(reverse("touchpoints:register"))
    assert len(page.context["lines"]) == 19
    assert "Nobody measures 19 of 19 touchpoints." in page.content.decode()


def test_a_ready_made_register_leaves_what_is_there(hotel: None) -> None:
    from regulars.language import Text
    from regulars.web.research.touchpoints.actions import begin, change

    change(touchpoint=one("room"), fields={"name": Text({"en": "Suite"})}, by=None)

    assert begin(start="hotel", by=None) == 0
    assert one("room").name.words["en"] == "Suite"


def test_a_touchpoint_is_added_changed_archived_and_brought_back(hotel: None, client: Any, units: Any) -> None:
    from regulars.web.audit.models import Entry

    client.post(reverse("touchpoints:touchpoint-add"), {**WORDS, "units": [units.lakeside.pk], "threshold": "70"})
    spa = one("spa")
    assert (spa.kind, spa.stage.key, spa.threshold, [unit.code for unit in spa.units.all()]) == (
        "thing",
        "stay",
        70,
        ["lakeside"],
    )

    client.post(reverse("touchpoints:touchpoint-change", args=[spa.public_id]), {**WORDS, "traffic": "1200"})
    assert (one("spa").traffic, one("spa").units.count()) == (1200, 0)

    address = reverse("touchpoints:touchpoint-archive", args=[spa.public_id])
    client.post(address)
    assert one("spa").archived_at is not None
    client.post(address, {"back": "1"})
    assert one("spa").archived_at is None
    said = list(Entry.objects.filter(target_id=spa.public_id).order_by("pk").values_list("event", flat=True))
    assert said == ["touchpoint-added", "touchpoint-changed", "touchpoint-archived", "touchpoint-brought-back"]


@pytest.mark.parametrize(
    ("change", "field", "said"),
    [
        ({"name_en": ""}, "name_en", "one language at least"),
        ({"key": "room"}, "key", "already a touchpoint"),
        ({"key": "9 lives"}, "key", "beginning with a letter"),
        ({"name_en": "", "name_zh": "水疗"}, "key", "Enter a key too"),
        ({"kind": "robot"}, "kind", "Choose from the list"),
        ({"threshold": "101"}, "threshold", "100"),
    ],
)
def test_a_slip_is_told_at_its_field(hotel: None, client: Any, change: dict[str, str], field: str, said: str) -> None:
    page = client.post(reverse("touchpoints:touchpoint-add"), {**WORDS, **change})

    assert page.status_code == 400
    assert said in str(page.context["form"].errors[field])


def test_items_judge_by_tag_or_because_somebody_says_so(hotel: None, client: Any) -> None:
    from regulars.web.research.actions import change_draft, publish
    from regulars.web.research.touchpoints.queries import definitions, items_of

    made = stay()
    client.post(reverse("touchpoints:touchpoint-bind", args=[one("help").public_id]), {"items": ["guests/staff"]})
    draft = made.draft
    draft["blocks"][0]["items"]["booking"]["tags"] = ["touchpoint:restaurant"]
    change_draft(questionnaire=made, draft=draft, by=None)
    publish(questionnaire=made, by=None)

    judges = items_of(definitions())
    assert [(judge.value, judge.by_tag) for judge in judges["restaurant"]] == [("guests/booking", True)]
    assert [(judge.value, judge.by_tag) for judge in judges["help"]] == [("guests/staff", False)]
    assert "booking-online" not in judges
    page = client.get(reverse("touchpoints:register"), {"state": "unmeasured"})
    assert len(page.context["lines"]) == 12


def test_stages_move_and_only_an_empty_one_goes(hotel: None, client: Any) -> None:
    from regulars.web.research.touchpoints.models import Stage

    stay_, after = Stage.objects.get(key="stay"), Stage.objects.get(key="after")
    client.post(reverse("touchpoints:stage-move", args=[after.public_id]), {"to": "earlier"})
    page = client.post(reverse("touchpoints:stage-remove", args=[stay_.public_id]), follow=True)
    client.post(reverse("touchpoints:stages"), {"name_en": "Waiting"})

    keys = [stage.key for stage in Stage.objects.all()]
    assert keys == ["discover", "book", "arrive", "stay", "after", "leave", "waiting"]
    assert "still holds" in page.content.decode()


def test_the_register_leaves_and_comes_back_as_it_is(hotel: None, client: Any, people: Any) -> None:
    from regulars.web.research.touchpoints.actions import bind

    bind(touchpoint=one("room"), items=[("guests", "bed")], by=None)
    address = reverse("touchpoints:export")
    table = b"".join(client.post(address, {"kind": "csv"}).streaming_content)
    book = load_workbook(io.BytesIO(client.post(address, {"kind": "xlsx"}).content)).active

    page = client.post(reverse("touchpoints:import"), {"file": SimpleUploadedFile("t.csv", table)})
    assert (len(page.context["plan"].same), page.context["plan"].good, page.context["plan"].bad) == (19, (), ())
    assert book.max_row == 20


def test_a_file_adds_changes_and_leaves_bad_rows_out(hotel: None, client: Any, people: Any, units: Any) -> None:
    file = (
        "key,name_en,kind,stage,owner,threshold,traffic,units,items\n"
        'spa,Spa,物,Staying,ada@example.com,80,"1,200",lakeside; harbour,guests/spa\n'
        "room,Suite,,,,,,,\n"
        "spa,Again,thing,stay,,,,,\n"
        "pool,Pool,water,stay,,,,,\n"
        "bar,Bar,thing,stay,nobody@example.com,,,,\n"
        "gym,Gym,thing,stay,,900,,,\n"
        "lift,,thing,stay,,,,,\n"
        "9,Nine,thing,stay,,,,,\n"
    )
    page = client.post(reverse("touchpoints:import"), {"file": SimpleUploadedFile("t.csv", file.encode())})
    plan = page.context["plan"]
    assert ([row.key for row in plan.new], [row.key for row in plan.changed]) == (["spa"], ["room"])
    assert [bad.row for bad in plan.bad] == [3, 4, 5, 6, 7, 8]

    client.post(reverse("touchpoints:import-take"), {"rows": page.context["kept"]})

    spa = one("spa")
    assert (spa.kind, spa.owner, spa.threshold, spa.traffic) == ("thing", people.administrator, 80, 1200)
    assert [str(item) for item in spa.items.all()] == ["guests/spa"]
    assert one("room").name.words == {"en": "Suite", "zh": "客房"}


def test_a_unit_sees_its_own_along_the_journey(hotel: None, people: Any, units: Any, client_of: Any) -> None:
    one("wifi").units.set([units.north])
    one("room").units.set([units.south])

    page = client_of(people.manager).get(reverse("touchpoints:journey"))

    drawn = [point["plain"].key for _, points in page.context["stages"] for point in points]
    assert "room" in drawn
    assert "wifi" not in drawn
    assert "Nobody measures any of the 18 touchpoints." in page.content.decode()


def test_a_survey_leads_to_its_touchpoints_along_the_journey(hotel: None, client: Any) -> None:
    from regulars.facts.copying import publish_survey
    from regulars.facts.questionnaires import study
    from regulars.web.facts import facts

    publish_survey(facts(), study("stay-satisfaction").survey())
    page = client.get(reverse("results:report", args=["stay-satisfaction"]))
    journey = client.get(reverse("touchpoints:journey"), {"survey": "stay-satisfaction"})

    assert f"{reverse('touchpoints:journey')}?survey=stay-satisfaction" in page.content.decode()
    assert "Nobody measures 13 of 19 touchpoints" in journey.content.decode()
    assert client.get(reverse("touchpoints:journey"), {"survey": "nothing"}).status_code == 404
