"""The editor of a draft, as its author meets it."""

from __future__ import annotations

from html.parser import HTMLParser
from typing import Any

import pytest

from regulars.facts.questionnaires import studies
from regulars.language import Text
from regulars.survey import Questionnaire
from regulars.survey.blocks import KINDS as SURVEY_KINDS
from regulars.web.research import actions
from regulars.web.research.editing.form import BlockForm
from regulars.web.research.editing.head import HeadForm
from regulars.web.research.editing.kinds import KINDS
from regulars.web.research.models import Questionnaire as Stored

pytestmark = pytest.mark.django_db


class Fields(HTMLParser):
    """What the block's form would send."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: dict[str, str] = {}
        self._inside, self._area, self._select = False, "", ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: Any) -> None:
        given = dict(attrs)
        if tag == "form":
            self._inside = given.get("id") == "block-form"
        if not self._inside:
            return
        name = given.get("name", "")
        if tag == "input" and (given.get("type") != "checkbox" or "checked" in given):
            self.found[name] = given.get("value", "")
        elif tag == "textarea":
            self._area, self.found[name] = name, ""
        elif tag == "select":
            self._select = name
        elif tag == "option" and (self._select not in self.found or "selected" in given):
            self.found[self._select] = given.get("value", "")

    def handle_data(self, data: str) -> None:
        if self._inside and self._area:
            self.found[self._area] += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._inside = False
        elif tag == "textarea":
            self._area = ""
        elif tag == "select":
            self._select = ""


@pytest.fixture
def visit(people: Any) -> Stored:
    """A draft from nothing, with a reason and a comment that hangs on it."""
    made = actions.create_from_nothing(
        name="visit", title=Text({"en": "Visit", "zh": "到访"}), languages=("en", "zh"), by=people.analyst
    )
    reason = {
        "kind": "choice",
        "key": "reason",
        "label": {"en": "Reason", "zh": "原因"},
        "options": {"work": {"en": "Work", "zh": "工作"}, "friends": {"en": "Friends", "zh": "会友"}},
    }
    why = {"kind": "comment", "key": "why", "label": {"en": "What about {reason}?"}, "when": "reason = work"}
    blocks = [*made.draft["blocks"], reason, why]
    actions.change_draft(questionnaire=made, draft={**made.draft, "blocks": blocks}, by=people.analyst)
    return made


@pytest.fixture
def author(client_of: Any, people: Any) -> Any:
    """Somebody who manages studies of the whole company."""
    return client_of(people.analyst)


def address(one: Stored) -> str:
    return f"/questionnaires/{one.public_id}/edit/"


def form_at(author: Any, one: Stored, query: str) -> dict[str, str]:
    """The fields of the form that the editor shows."""
    return Fields(author.get(f"{address(one)}?{query}").content.decode()).found


def blocks_of(one: Stored) -> list[Any]:
    one.refresh_from_db()
    return list(one.draft["blocks"])


def test_every_kind_has_a_form() -> None:
    assert set(KINDS) == set(SURVEY_KINDS)


@pytest.mark.parametrize("one", studies(), ids=lambda one: one.name)
def test_what_is_not_touched_comes_back_as_it_was(one: Questionnaire) -> None:
    draft = one.to_dict()

    for at in range(len(one.blocks)):
        form = BlockForm.of(draft, one, at)
        changed = form.drafted()
        assert (changed, form.problems) == (changed, {})
        assert Questionnaire.from_dict(changed).blocks[at] == one.blocks[at]
        form.shown()
    assert Questionnaire.from_dict(HeadForm.of(draft, one).drafted() or {}) == one


def test_the_form_on_the_page_sends_the_block_as_it_is(author: Any, visit: Stored) -> None:
    before = blocks_of(visit)

    for at in ("0", "1", "2", "head"):
        assert author.post(address(visit), form_at(author, visit, f"at={at}")).status_code == 302

    assert blocks_of(visit) == before


def test_a_new_block_gets_keys_from_its_words(author: Any, visit: Stored) -> None:
    fields = form_at(author, visit, "add=choices&at=1")
    fields |= {
        "text.en": "What did you have?",
        "text.zh": "您点了什么？",
        "options.0.words.en": "Flat white",
        "options.2.words.en": "Cake",
        "options.2.words.zh": "蛋糕",
    }

    answer = author.post(address(visit), {**fields, "do": "save"})

    assert answer["Location"] == f"{address(visit)}?at=1"
    block = blocks_of(visit)[1]
    assert (block["key"], list(block["options"])) == ("have", ["flat-white", "cake"])
    assert block["label"] == {"en": "What did you have?", "zh": "您点了什么？"}


def test_what_is_wrong_stands_at_its_place_and_nothing_typed_is_lost(author: Any, visit: Stored) -> None:
    fields = form_at(author, visit, "at=1") | {
        "text.en": "",
        "text.zh": "为什么？",
        "key": "9",
        "options.1.words.en": "",
    }

    answer = author.post(address(visit), fields)
    html = answer.content.decode()

    assert answer.status_code == 400
    assert Fields(html).found["text.zh"] == "为什么？"
    for place in ("text.en_error", "key_error", "options.1.words.en_error"):
        assert f'id="{place}"' in html
    assert "3 places need another look; nothing of it is lost." in html
    assert blocks_of(visit)[1]["label"]["en"] == "Reason"


@pytest.mark.parametrize(
    ("field", "value", "place"),
    [
        ("text.en", "What about {gone}?", "text.en"),
        ("options.0.words.zh", "{gone}", "options.0.words.zh"),
        ("last", "gone", "last"),
        ("key", "source", "key"),
        ("key", "Overall", "key"),
        ("options.1.key", "work", "options.1.key"),
        ("role", "problem", "role"),
    ],
)
def test_what_the_questionnaire_refuses_is_said_at_its_place(
    author: Any, visit: Stored, field: str, value: str, place: str
) -> None:
    answer = author.post(address(visit), form_at(author, visit, "at=1") | {field: value})

    assert answer.status_code == 400
    assert f'id="{place}_error"' in answer.content.decode()


def test_a_title_that_is_the_heading_takes_up_no_answer(author: Any, visit: Stored) -> None:
    fields = form_at(author, visit, "at=head") | {"title.en": "Why {reason}?", "heading.en": "", "heading.zh": ""}

    answer = author.post(address(visit), fields)

    assert answer.status_code == 400
    assert 'id="title.en_error"' in answer.content.decode()


def test_rows_are_added_moved_and_removed_without_storing(author: Any, visit: Stored) -> None:
    fields = form_at(author, visit, "at=1")

    for press in ("add-row:options", "row-up:options:1", "drop-row:options:1"):
        fields = Fields(author.post(address(visit), {**fields, "do": press}).content.decode()).found

    assert (fields["options.count"], fields["options.0.key"], fields["options.1.key"]) == ("2", "friends", "")
    assert list(blocks_of(visit)[1]["options"]) == ["work", "friends"]


def test_a_scale_is_taken_whole(author: Any, visit: Stored) -> None:
    fields = form_at(author, visit, "at=0") | {"scale.known": "0:10:not at all:certain to", "do": "use-scale"}

    shown = Fields(author.post(address(visit), fields).content.decode()).found

    assert (shown["scale.low"], shown["scale.high"], shown["scale.10.zh"]) == ("0", "10", "一定会")


def test_a_condition_is_put_together_from_rows(author: Any, visit: Stored) -> None:
    fields = form_at(author, visit, "at=2")
    assert (fields["when.0.field"], fields["when.0.pick.work"]) == ("reason", "1")

    fields = Fields(author.post(address(visit), {**fields, "do": "condition-add"}).content.decode()).found
    fields |= {"when.1.field": "overall", "when.1.test": "<=", "when.1.value": "2", "when.join": "or"}
    said = author.post(address(visit), {**fields, "do": "condition-show"}).content.decode()
    author.post(address(visit), fields)

    assert "“Reason” is Work, or “Overall satisfaction” is at most 2" in said
    assert blocks_of(visit)[2]["when"] == 'reason = "work" or overall <= 2'


@pytest.mark.parametrize(("value", "told"), [("9", "lies outside 1 to 5"), ("", "Choose or write a value")])
def test_a_condition_that_cannot_be_says_so_at_its_row(author: Any, visit: Stored, value: str, told: str) -> None:
    fields = form_at(author, visit, "at=2")
    fields |= {"when.0.field": "overall", "when.0.test": "<=", "when.0.value": value}

    answer = author.post(address(visit), fields)

    assert answer.status_code == 400
    assert told in answer.content.decode()


def test_what_others_need_is_removed_only_with_what_needs_it(author: Any, visit: Stored) -> None:
    turn = {"turn": "remove", "at": "1"}

    refused = author.post(f"{address(visit)}turn/", turn)
    html = refused.content.decode()
    assert refused.status_code == 409
    assert "“What about {reason}?” is asked only if “Reason” is Work." in html
    assert "Remove it, and take these out too" in html
    assert len(blocks_of(visit)) == 3

    author.post(f"{address(visit)}turn/", {**turn, "mend": "1"})
    blocks = blocks_of(visit)
    assert [block["key"] for block in blocks] == ["overall", "why"]
    assert "when" not in blocks[1]
    assert blocks[1]["label"] == {"en": "What about …?"}

    author.post(f"{address(visit)}turn/", {"turn": "undo", "at": "0"})
    assert blocks_of(visit)[2]["when"] == 'reason = "work"'


def test_a_question_does_not_move_below_what_asks_for_it(author: Any, visit: Stored) -> None:
    answer = author.post(f"{address(visit)}turn/", {"turn": "down", "at": "1"})

    assert answer.status_code == 409
    assert "“Reason” cannot stand there" in answer.content.decode()


def test_a_new_key_is_followed_by_all_that_asks_for_it(author: Any, visit: Stored) -> None:
    fields = form_at(author, visit, "at=1") | {"key": "purpose", "options.0.key": "job"}

    author.post(address(visit), fields)

    last = blocks_of(visit)[2]
    assert (last["when"], last["label"]["en"]) == ('purpose = "job"', "What about {purpose}?")


def test_the_second_of_two_keeps_what_was_typed_and_saves_it_at_the_right_block(
    author: Any, visit: Stored, client_of: Any, people: Any
) -> None:
    fields = form_at(author, visit, "at=2") | {"label.en": "Why"}
    client_of(people.administrator).post(f"{address(visit)}turn/", {"turn": "duplicate", "at": "0"})

    told = author.post(address(visit), fields)
    html = told.content.decode()
    assert told.status_code == 409
    assert "Ada changed this questionnaire" in html
    assert Fields(html).found["at"] == "3"
    assert Fields(html).found["label.en"] == "Why"

    author.post(address(visit), Fields(html).found)
    assert [block["label"]["en"] for block in blocks_of(visit)][2:] == ["Reason", "Why"]


def test_turns_of_the_list(author: Any, visit: Stored) -> None:
    def keys(turn: str, at: int, **more: str) -> list[str]:
        author.post(f"{address(visit)}turn/", {"turn": turn, "at": str(at), **more})
        return [block["key"] for block in blocks_of(visit)]

    assert keys("down", 0) == ["reason", "overall", "why"]
    assert keys("up", 1) == ["overall", "reason", "why"]
    assert keys("duplicate", 1) == ["overall", "reason", "reason-2", "why"]
    assert keys("move", 2, to="0") == ["reason-2", "overall", "reason", "why"]
    assert keys("undo", 0) == ["overall", "reason", "reason-2", "why"]
    assert keys("redo", 0) == ["reason-2", "overall", "reason", "why"]
    first = visit.revisions.order_by("pk").first()
    assert first is not None
    assert keys("go-to", 0, revision=str(first.pk)) == ["overall"]
    assert keys("remove", 0) == ["overall"]  # never without any


def test_blocks_come_from_what_is_ready(author: Any, visit: Stored) -> None:
    page = f"{address(visit)}add/"

    assert "为什么" not in author.get(page, {"q": "no such words"}).content.decode()
    found = author.get(page, {"q": "推荐 朋友"}).content.decode()
    assert "relationship-nps" in found
    author.post(page, {"take": ["bank:stay-satisfaction:1", f"own:{visit.public_id}:1"], "at": "1"})

    assert [block["key"] for block in blocks_of(visit)] == ["overall", "overall-2", "reason-2", "reason", "why"]


def test_saving_leads_on_but_only_within_the_editor(author: Any, visit: Stored) -> None:
    fields = form_at(author, visit, "at=1")

    within = author.post(address(visit), {**fields, "next": f"{address(visit)}?at=head"})
    outside = author.post(address(visit), {**form_at(author, visit, "at=1"), "next": "https://example.com/edit/"})

    assert within["Location"] == f"{address(visit)}?at=head"
    assert outside["Location"] == f"{address(visit)}?at=1"


def test_publishing_says_first_what_becomes_of_the_trends(author: Any, visit: Stored) -> None:
    actions.publish(questionnaire=visit, by=None)
    author.post(f"{address(visit)}turn/", {"turn": "remove", "at": "2"})
    author.post(f"{address(visit)}turn/", {"turn": "duplicate", "at": "0"})
    page = f"/questionnaires/{visit.public_id}/publish/"

    html = author.get(page).content.decode()

    assert "The trends of 2 questions go on." in html
    assert 'class="cap">overall-2' in html
    assert 'class="cap">why' in html
    assert author.post(page)["Location"] == f"/questionnaires/{visit.public_id}/"
    assert visit.versions.count() == 2


def test_the_preview_may_stand_in_a_frame_of_the_editor_alone(author: Any, visit: Stored) -> None:
    shown = author.get(f"/questionnaires/{visit.public_id}/preview/")
    editor = author.get(address(visit))

    assert "frame-ancestors 'self'" in shown["Content-Security-Policy"]
    assert shown["X-Frame-Options"] == "SAMEORIGIN"
    assert "frame-src 'self'" in editor["Content-Security-Policy"]
    assert "frame-ancestors 'none'" in editor["Content-Security-Policy"]


@pytest.mark.parametrize(
    ("begin", "name", "first"),
    [
        ("nothing", "spring-2026", "overall"),
        ("new:relationship-nps", "spring-2026", "recommend"),
        ("copy", "own", "overall"),
    ],
)
def test_a_new_questionnaire_opens_in_the_editor(author: Any, visit: Stored, begin: str, name: str, first: str) -> None:
    begin = f"copy:{visit.public_id}" if begin == "copy" else begin
    fields = {"begin": begin, "title_en": "Spring 2026", "name": "own" if name == "own" else ""}

    answer = author.post("/questionnaires/new/", fields)

    made = Stored.objects.get(name=name)
    assert answer["Location"] == address(made)
    assert str(made.title) == "Spring 2026"
    assert made.draft["blocks"][0].get("key") == first


def test_a_questionnaire_in_other_languages_is_edited_in_them(author: Any) -> None:
    author.post(
        "/questionnaires/new/", {"begin": "nothing", "title_en": "Stay", "languages": "ar en", "name": "stay-ar"}
    )

    made = Stored.objects.get(name="stay-ar")
    assert made.draft["languages"] == ["ar", "en"]
    assert {"text.ar", "text.en"} <= form_at(author, made, "at=0").keys()


def test_a_wrong_wish_for_a_new_questionnaire_is_told(author: Any, visit: Stored) -> None:
    html = author.post(
        "/questionnaires/new/", {"begin": "nothing", "languages": "english!", "name": "visit"}
    ).content.decode()

    for told in (
        "is not the tag of a language",
        "Enter a title in one language at least",
        "Another questionnaire is called",
    ):
        assert told in html
