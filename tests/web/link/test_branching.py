"""A page without a script that asks only what fits: in Chromium, and as words where a browser cannot."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest

from regulars.survey import Questionnaire
from regulars.survey.conditions import Vocabulary, read_condition
from regulars.web.channels.link.rules import LONGEST, NEVER, rules, selector, ways_of

BLOCKS: list[dict[str, Any]] = [
    {"kind": "number", "key": "overall", "label": "Overall", "scale": {"low": 1, "high": 5}},
    {"kind": "number", "key": "wished", "label": "Wished", "scale": {"low": 1, "high": 5}},
    {
        "kind": "choice",
        "key": "reason",
        "label": "Reason",
        "options": {"repair": "Repair", "advice": "Advice"},
        "when": "overall <= 2 or wished > overall",
    },
    {"kind": "comment", "key": "broken", "label": "What broke?", "when": "reason = repair and not overall = 2"},
    {"kind": "consent", "key": "contact", "label": "You may call me", "when": "broken is answered"},
]
STAY = {"title": "Stay", "thanks": "Thanks", "languages": ["en"], "blocks": BLOCKS}


def wanted(text: str, blocks: list[dict[str, Any]]) -> str | None:
    """The selector of a condition after these blocks."""
    known, ways = Vocabulary(), {}
    for block in Questionnaire.from_dict({"name": "stay", **STAY, "blocks": blocks}).blocks:
        known |= Vocabulary.of(block.known())
        for name, pressed, answer in ways_of(block):
            ways.setdefault(name, []).append((pressed, answer))
    return selector(read_condition(text, known), ways)


def test_a_condition_is_a_selector_over_the_buttons() -> None:
    asked_all = [{name: value for name, value in block.items() if name != "when"} for block in BLOCKS]

    def of(text: str) -> str | None:
        return wanted(text, asked_all)

    assert of("overall = 1") == ':has([name="overall"][value="1"]:checked)'
    assert of("not contact") == ':not(:has([name="contact"][value="1"]:checked))'
    assert of("overall > 5") == NEVER
    assert of('broken contains "tap"') is None
    assert of("overall = 1 and broken is answered") is None
    assert of("overall = 1 and reason = repair") == (
        ':has([name="overall"][value="1"]:checked):has([name="reason"][value="repair"]:checked)'
    )


def test_boxes_and_places_are_pressed_where_the_page_has_them() -> None:
    """A column of the facts is not a button: nobody could ever have pressed it, and the block would stay hidden."""
    options = {"pool": "Pool", "gym": "Gym"}
    parted = [
        {"kind": kind, "key": key, "label": key, "options": options}
        for kind, key in (("choices", "used"), ("ranking", "order"), ("sum", "points"))
    ]
    pool = ':has([name="used"][value="pool"]:checked)'

    assert wanted("used-pool = 1", parted) == wanted("used has pool", parted) == pool
    assert wanted("used-pool = 0", parted) == f':has([name="used"]:checked):not({pool})'
    assert wanted("order-pool = 1", parted) == ':has([name="order-pool"] [value="1"]:checked)'  # within a list
    assert wanted("points-pool = 100", parted) is None
    assert wanted("points-pool > points-gym", parted) is None


def test_what_is_hidden_does_not_count_though_it_is_still_pressed() -> None:
    when = {"kind": "comment", "key": "more", "label": "More", "when": "reason = repair"}
    sheet = rules(
        Questionnaire.from_dict(
            {"name": "stay", **STAY, "blocks": [*BLOCKS[:2], {**BLOCKS[2], "when": "overall = 1"}, when]}
        )
    )

    assert (
        b'form:not(:has([name="overall"][value="1"]:checked):has([name="reason"][value="repair"]:checked)) #_when-4'
    ) in sheet


def test_no_sheet_grows_without_end() -> None:
    many = {f"o{n}": str(n) for n in range(300)}
    choices = [{"kind": "choice", "key": f"c{n}", "label": "C", "options": many} for n in range(3)]
    chain = [
        {**choices[0], "key": f"d{n}", "options": {"a": "A", "b": "B"}, "when": f"d{n - 1} = a or d{n - 1} != a"}
        for n in range(1, 40)
    ]
    start = {**choices[0], "key": "d0", "options": {"a": "A", "b": "B"}}

    assert wanted("c0 = c1 and c1 = c2", choices) is None
    sheet = rules(Questionnaire.from_dict({"name": "stay", **STAY, "blocks": [start, *chain]}))
    assert len(sheet) < 40 * (LONGEST + 200)


def test_a_page_that_asks_everybody_everything_has_no_rules() -> None:
    assert rules(Questionnaire.from_dict({"name": "stay", **STAY, "blocks": BLOCKS[:2]})) == b""


@pytest.fixture
def asked(db: None, company: Any, units: Any, tmp_path: Path) -> Any:
    """An open link to the questionnaire above."""
    from regulars.web.research.actions import create_from_file, create_links, create_study, open_study, publish

    file = tmp_path / "stay.yaml"
    file.write_text(json.dumps({"name": "stay-why", **STAY}), "utf-8")  # JSON is YAML too
    made = create_from_file(file=file, name="stay-why", by=None)
    publish(questionnaire=made, by=None)
    study = create_study(questionnaire=made, by=None)
    open_study(study=study, by=None)
    return create_links(study=study, units=[units.lakeside], by=None)[0]


def test_conditions_stand_in_words_for_browsers_that_cannot_hide(asked: Any, client: Any) -> None:
    page = client.get(f"/s/{asked.public_id}").content.decode()

    assert "Only if “Overall” is at most 2, or “Wished” is above “Overall”:" in page
    address = page.partition('href="/s/rules-')[2].partition('"')[0]
    sheet = client.get(f"/s/rules-{address}")
    assert sheet.status_code == 200
    assert "immutable" in sheet["Cache-Control"]


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_questions_come_and_go_without_a_script(chromium: Any, live_server: Any, asked: Any) -> None:
    context = chromium.new_context(viewport={"width": 360, "height": 740}, java_script_enabled=False, has_touch=True)
    page = context.new_page()
    page.goto(f"{live_server.url}/s/{asked.public_id}")
    reason, broken = page.locator("#_when-3"), page.locator("#_when-4")

    assert not reason.is_visible()
    page.locator("#overall-1").tap()
    assert reason.is_visible()
    assert not reason.locator(".if").is_visible()
    assert not broken.is_visible()
    page.get_by_label("Repair").tap()
    assert broken.is_visible()
    page.locator("#broken").fill("The tap")
    page.locator("#overall-2").tap()
    assert reason.is_visible()
    assert not broken.is_visible()
    page.locator("#overall-3").tap()
    assert not reason.is_visible()
    page.locator("#wished-4").tap()
    assert reason.is_visible()
    page.locator("button").tap()
    page.wait_for_url("**/thanks*")
    context.close()

    from regulars.web.research.models import Response

    assert Response.objects.get().answers == {"overall": 3, "wished": 4, "reason": "repair", "broken": "The tap"}


@pytest.mark.django_db
def test_today_is_the_day_of_the_unit(
    company: Any, units: Any, client: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """At six in the morning in Shanghai it is still yesterday in UTC."""
    from regulars.web.channels.link import views
    from regulars.web.research.actions import create_from_file, create_links, create_study, open_study, publish
    from regulars.web.research.models import Response

    blocks = [
        {"kind": "day", "key": "arrived", "label": "Arrived"},
        {"kind": "comment", "key": "first", "label": "First impression", "when": "arrived = today"},
    ]
    file = tmp_path / "stay.yaml"
    file.write_text(json.dumps({"name": "stay-today", **STAY, "blocks": blocks}), "utf-8")
    made = create_from_file(file=file, name="stay-today", by=None)
    publish(questionnaire=made, by=None)
    study = create_study(questionnaire=made, by=None)
    open_study(study=study, by=None)
    address = f"/s/{create_links(study=study, units=[units.lakeside], by=None)[0].public_id}"
    form = client.get(address).content.decode().partition('name="form" value="')[2].partition('"')[0]
    monkeypatch.setattr(views, "now", lambda: datetime.now(UTC).replace(hour=22))
    here = views.door(address.removeprefix("/s/")).day(views.now()).isoformat()

    client.post(
        address,
        urlencode({"form": form, "arrived": here, "first": "Bright"}),
        content_type="application/x-www-form-urlencoded",
    )

    assert here > datetime.now(UTC).date().isoformat()
    assert Response.objects.get().answers == {"arrived": here, "first": "Bright"}
