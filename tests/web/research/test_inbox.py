"""The inbox: who reads what, in whose words, and what is done with it."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.urls import reverse

from regulars import survey
from regulars.web.audit.models import Entry
from regulars.web.research.actions import create_questionnaire, create_study, publish
from regulars.web.research.models import Response, Tag
from regulars.web.research.scoring import score_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def study(units: Any) -> Any:
    questionnaire = create_questionnaire(made_from="stay-satisfaction", name="stay", by=None)
    publish(questionnaire=questionnaire, by=None)
    return create_study(questionnaire=questionnaire, by=None)


@pytest.fixture
def receive(study: Any, units: Any):
    """A response as the public page stores it."""

    def store(answers: dict[str, Any], **fields: Any) -> Response:
        number = Response.objects.count()
        definition = study.questionnaire.latest.definition
        values = {
            "study": study,
            "version": 1,
            "unit": units.lakeside,
            "nonce": f"n-{number}",
            "language": "en",
            "at": datetime(2026, 1, 5, 12, tzinfo=UTC) + timedelta(minutes=number),
            "day": date(2026, 1, 5),
            "answers": answers,
            "score": score_of(definition, answers),
        }
        return Response.objects.create(**values | fields)

    return store


@pytest.fixture
def look(client_of: Any):
    """A page in somebody's browser."""

    def get(user: Any, name: str, *arguments: str, **query: str) -> Any:
        return client_of(user).get(reverse(name, args=arguments), query)

    return get


def _shown(page: Any) -> list[str]:
    return [row.response.public_id for row in page.context["rows"]]


def test_low_scores_stand_first_where_wished(receive, look, people):
    good, bad, none = receive({"breakfast": 5}), receive({"breakfast": 1}), receive({"comment": "hello"})

    assert _shown(look(people.manager, "inbox:responses")) == [one.public_id for one in (none, bad, good)]
    assert _shown(look(people.manager, "inbox:responses", order="low")) == [one.public_id for one in (bad, good, none)]


def test_words_are_searched_in_any_language_and_hidden_ones_are_not(receive, look, people):
    han = receive({"comment": "早餐太冷了"})
    receive({"comment": "cold breakfast"})
    hidden = receive({"comment": "早餐很好"}, hidden_at=datetime.now(UTC), hidden_reason="names somebody")

    page = look(people.manager, "inbox:responses", words="早餐")

    assert _shown(page) == [han.public_id]
    assert "早餐很好" not in look(people.manager, "inbox:responses").content.decode()
    assert "早餐很好" not in look(people.manager, "inbox:response", hidden.public_id).content.decode()


@pytest.mark.parametrize(
    ("query", "count"),
    [
        ({"state": "unseen"}, 2),
        ({"score": "low"}, 1),
        ({"language": "zh"}, 1),
        ({"since": "2026-02-01"}, 1),
        ({"until": "2026-01-31"}, 2),
        ({"since": "yesterday", "state": "odd", "page": "x"}, 3),
        ({"words": "100%_\x00'"}, 0),
        ({"tag": "nothing"}, 0),
    ],
)
def test_filters(receive, look, people, query, count):
    receive({"breakfast": 1})
    receive({"breakfast": 5}, language="zh")
    receive({"breakfast": 5}, day=date(2026, 2, 1), seen_at=datetime.now(UTC))

    assert len(_shown(look(people.manager, "inbox:responses", **query))) == count


def test_the_list_asks_the_database_a_bounded_number_of_questions(
    receive, client_of, people, django_assert_max_num_queries
):
    client = client_of(people.manager)
    for number in range(30):
        receive({"breakfast": number % 5 + 1, "comment": "x"}).tags.add(Tag.objects.get_or_create(name=f"t{number}")[0])

    with django_assert_max_num_queries(20):
        page = client.get(reverse("inbox:responses"))

    assert len(page.context["rows"]) == 25


def test_answers_are_said_by_the_labels_of_their_own_version(study, receive, look, people):
    old = receive({"breakfast": 2, "check-in": None, "why-breakfast": "cold"})
    draft = study.questionnaire.draft
    for block in draft["blocks"]:
        if block["kind"] == "ratings":
            block["items"]["breakfast"]["label"] = {"en": "Morning meal", "zh": "早点"}
    study.questionnaire.save()
    publish(questionnaire=study.questionnaire, by=None)
    new = receive({"breakfast": 2}, version=2)
    people.manager.language = "zh"
    people.manager.save()

    before, after = (look(people.manager, "inbox:response", one.public_id).content.decode() for one in (old, new))

    assert "早餐" in before
    assert "2/5：不满意" in before
    assert "未使用" in before
    assert "cold" in before
    assert "早点" in after


def test_whoever_works_on_responses_and_opens_one_has_seen_it(receive, look, people):
    one = receive({"breakfast": 1})
    look(people.dealer, "inbox:response", one.public_id)
    assert Response.objects.get().seen_at is None

    look(people.agent, "inbox:response", one.public_id)

    assert Response.objects.get().seen_at is not None


def test_another_units_response_does_not_exist(receive, look, people):
    one = receive({"breakfast": 1})

    assert look(people.colleague, "inbox:response", one.public_id).status_code == 404
    assert _shown(look(people.colleague, "inbox:responses")) == []
    assert _shown(look(people.regional, "inbox:responses")) == [one.public_id]


@pytest.mark.parametrize("privacy", ["confidential", "anonymous"])
def test_single_answers_of_other_studies_are_read_by_nobody(study, receive, look, people, client_of, privacy):
    one = receive({"breakfast": 1, "comment": "secret"})
    study.privacy = privacy
    study.save()

    assert look(people.administrator, "inbox:response", one.public_id).status_code == 404
    assert _shown(look(people.administrator, "inbox:responses")) == []
    client = client_of(people.administrator)
    sent = client.post(reverse("inbox:export"), {"purpose": "look", "kind": "csv"})
    assert b"secret" not in b"".join(sent.streaming_content)


def test_tags_go_on_once_whatever_their_capitals_and_off_again(receive, client_of, people):
    one = receive({"breakfast": 1})
    client = client_of(people.agent)

    for name in ("Breakfast", " breakfast ", ""):
        client.post(reverse("inbox:tag", args=[one.public_id]), {"name": name})

    (tag,) = one.tags.all()
    assert tag.name == "Breakfast"
    client.post(reverse("inbox:untag", args=[one.public_id, tag.public_id]))
    assert not Tag.objects.exists()
    assert list(Entry.objects.order_by("pk").filter(by=people.agent).values_list("event", flat=True)) == [
        "response-tagged",
        "response-untagged",
    ]


def test_words_go_out_of_sight_with_a_reason_and_numbers_stay(receive, client_of, people):
    one = receive({"breakfast": 1, "comment": "Mr Smith is lazy"})
    client = client_of(people.manager)
    address = reverse("inbox:hide", args=[one.public_id])

    refused = client.post(address, {"reason": " "})
    client.post(address, {"reason": "names a colleague"})
    page = client.get(reverse("inbox:response", args=[one.public_id])).content.decode()

    assert refused.status_code == 400
    assert "Mr Smith" not in page
    assert "names a colleague" in page
    assert "1 of 5" in page
    assert Response.objects.get().answers["breakfast"] == 1
    client.post(reverse("inbox:show", args=[one.public_id]))
    assert "Mr Smith" in client.get(reverse("inbox:response", args=[one.public_id])).content.decode()
    assert Entry.objects.filter(event__in=["response-hidden", "response-shown"]).count() == 2


def test_an_export_needs_a_purpose_and_runs_no_formula(receive, client_of, people):
    receive({"breakfast": 1, "comment": "=1+1"})
    receive({"breakfast": 2, "comment": "hidden words"}, hidden_at=datetime.now(UTC), hidden_reason="x")
    client = client_of(people.manager)
    address = reverse("inbox:export")

    assert client.post(address, {"purpose": "", "kind": "csv"}).status_code == 400
    sent = b"".join(client.post(address, {"purpose": "Monday", "kind": "csv"}).streaming_content).decode()

    assert "'=1+1" in sent
    assert "hidden words" not in sent
    assert Entry.objects.get(event="responses-exported").details == {"count": 2, "purpose": "Monday", "kind": "csv"}


def test_a_workbook_holds_numbers_as_numbers(receive, client_of, people, tmp_path):
    import fastexcel

    receive({"breakfast": 4, "comment": "=cmd()\x07"})
    sent = client_of(people.manager).post(reverse("inbox:export"), {"purpose": "Monday", "kind": "xlsx"})
    file = tmp_path / "r.xlsx"
    file.write_bytes(sent.content)

    row = fastexcel.read_excel(file).load_sheet(0).to_arrow().to_pylist()[0]

    values = list(row.values())
    assert 4.0 in values
    assert "'=cmd()" in values


def test_the_export_follows_the_filters(receive, client_of, people):
    receive({"breakfast": 1, "comment": "bad"})
    receive({"breakfast": 5, "comment": "good"})

    sent = client_of(people.manager).post(
        reverse("inbox:export"), {"purpose": "Monday", "kind": "csv", "query": "score=low"}
    )

    text = b"".join(sent.streaming_content).decode()
    assert "bad" in text
    assert "good" not in text


def test_words_are_never_markup(receive, look, people):
    one = receive({"comment": "<script>alert(1)</script>"})

    for page in (look(people.manager, "inbox:responses"), look(people.manager, "inbox:response", one.public_id)):
        assert "<script>alert" not in page.content.decode()


def test_how_it_was_answered_is_told_found_and_never_a_reason_to_leave_it_out(receive, look, client_of, people):
    hasty = receive({"overall": 5}, hurried=True, straight=True, seconds=3)
    left = receive({"overall": 2}, complete=False, put_aside={"why-breakfast": "Cold <b>"})
    receive({"overall": 4}, seconds=150)

    assert _shown(look(people.manager, "inbox:responses", sign="left")) == [left.public_id]
    assert _shown(look(people.manager, "inbox:responses", sign="hurried")) == [hasty.public_id]
    assert len(_shown(look(people.manager, "inbox:responses", sign="nonsense"))) == 3
    page = look(people.manager, "inbox:response", left.public_id).content.decode()
    assert "left before the end" in page
    assert "Typed and not counted" in page
    assert "Cold &lt;b&gt;" in page
    assert "3 seconds" in look(people.manager, "inbox:response", hasty.public_id).content.decode()
    study = client_of(people.administrator).get(reverse("research:study", args=[left.study.public_id])).content.decode()
    assert f'sign=left">{1}</a>' in study
    sent = client_of(people.manager).post(reverse("inbox:export"), {"purpose": "look", "kind": "csv"})
    rows = b"".join(sent.streaming_content).decode("utf-8-sig")
    assert ",no," in rows
    assert "answered in haste, one answer straight down" in rows


def test_what_was_expected_and_what_a_feature_is_are_no_score() -> None:
    """After Kano 1 is “I like it”; low expectations that were met are no complaint."""
    scale = {"low": 1, "high": 5, "labels": {point: f"{point}" for point in range(1, 6)}}
    asked = {"label": "Expected", "role": "attribute", "tags": ["expectation:food"]}
    items = {"expected": asked, "food": {"label": "Food", "role": "attribute"}}
    kano = {"kind": "kano", "key": "pool", "label": "Pool", "with": "With?", "without": "Without?", "scale": scale}
    ratings = {"kind": "ratings", "heading": "Food", "scale": scale, "items": items}
    one = survey.Questionnaire.from_dict(
        {"name": "pool", "title": "Pool", "thanks": "Thanks", "languages": ["en"], "blocks": [kano, ratings]}
    )

    assert score_of(one, {"pool-with": 1, "pool-without": 5, "expected": 1}) is None
    assert score_of(one, {"pool-with": 1, "expected": 1, "food": 4}) == 75
