"""A page without a script that asks only what fits: in Chromium, and as words where a browser cannot."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from regulars.survey import Questionnaire
from regulars.survey.conditions import Vocabulary, read_condition
from regulars.web.channels.link.rules import NEVER, rules, selector

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


def test_a_condition_is_a_selector_over_the_buttons() -> None:
    known = Vocabulary()
    for block in Questionnaire.from_dict({"name": "stay", **STAY}).blocks:
        known |= Vocabulary.of(block.known())

    def of(text: str) -> str | None:
        return selector(read_condition(text, known), known)

    assert of("overall = 1") == ':has([name="overall"][value="1"]:checked)'
    assert of("not contact") == ':not(:has([name="contact"][value="1"]:checked))'
    assert of("overall > 5") == NEVER
    assert of('broken contains "tap"') is None
    assert of("overall = 1 and broken is answered") is None
    assert of("overall = 1 and reason = repair") == (
        ':has([name="overall"][value="1"]:checked):has([name="reason"][value="repair"]:checked)'
    )


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
    reason, broken = page.locator("#when-3"), page.locator("#when-4")

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
