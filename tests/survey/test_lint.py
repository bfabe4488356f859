"""What a good interviewer would say to a questionnaire before it is asked."""

from __future__ import annotations

from typing import Any

import pytest

from regulars.language import Language, render
from regulars.survey import Questionnaire
from regulars.survey.lint import lint, seconds

SCALE = {"low": 1, "high": 5, "labels": {1: "bad", 5: "good"}}


def asking(*blocks: dict[str, Any], **more: Any) -> Questionnaire:
    return Questionnaire.from_dict(
        {"name": "stay", "title": "Stay", "thanks": "Thanks", "languages": ["en"], "blocks": list(blocks), **more}
    )


def rated(*labels: Any, **more: Any) -> dict[str, Any]:
    items = {f"item-{at}": {"label": label, "role": "attribute"} for at, label in enumerate(labels)}
    return {"kind": "ratings", "heading": "How was it?", "scale": SCALE, "items": items, **more}


@pytest.mark.parametrize(
    ("block", "words"),
    [
        (rated("Price and quality"), "two things"),
        (rated({"en": "Service", "zh": "价格和质量"}), "two things"),
        (rated(*[f"Thing {at}" for at in range(13)]), "13 things"),
        (rated("A" * 61), "cut beside a bar"),
        (rated("Tea", scale={"low": 1, "high": 5, "labels": {5: "good"}}), "one end only"),
        (rated("Tea", scale={"low": 1, "high": 5, "labels": {1: "bad", 4: "good", 5: "great"}}), "one side"),
        (rated(shuffle=True, items={"tea": {"label": "Tea"}, "other": {"label": "Other"}}), "at the end"),
        ({"kind": "comment", "key": "why", "label": "Surely you liked our new rooms?"}, "leads"),
        ({"kind": "comment", "key": "why", "label": {"en": "Why?", "zh": "难道您不喜欢吗？"}}, "leads"),
        ({"kind": "comment", "key": "why", "label": "Do you not want us to never call?"}, "twice"),
        ({"kind": "comment", "key": "why", "label": " ".join(["word"] * 31)}, "long for a phone"),
    ],
)
def test_a_rule_finds_what_it_looks_for_and_says_where(block: dict[str, Any], words: str) -> None:
    (found,) = lint(asking(block))

    assert found.place[:2] == ("blocks", 0)
    assert words in str(found.said)
    assert any(
        "\u4e00" <= sign <= "\u9fff" for sign in render(found.said, Language.CHINESE).replace("难道您不喜欢吗", "")
    )


@pytest.mark.parametrize(
    "label",
    [
        "Tea",
        "Staff on hand",
        {"en": "On time", "zh": "服务及时"},
        {"en": "Working with us", "zh": "与我们合作"},
        "Not too loud",
    ],
)
def test_plain_words_are_left_alone(label: Any) -> None:
    assert lint(asking(rated(label))) == ()


def test_too_much_is_required_and_it_takes_too_long() -> None:
    ask = [{"kind": "comment", "key": f"why-{at}-x", "label": "Why?", "required": True} for at in range(45)]
    found = [
        str(one.said) for one in lint(asking(*[{**one, "key": f"c{at}"} for at, one in enumerate(ask)], minutes=1))
    ]

    assert [words.split()[0] for words in found] == ["45", "It", "It"]
    assert "guests are told 1" in found[1]
    assert seconds(asking(ask[0] | {"key": "c"})) < 60


def test_findings_stand_among_the_warnings_with_their_place() -> None:
    warnings = [str(one) for one in asking(rated("Price and quality")).warnings()]

    assert warnings[-1].startswith("blocks › 1 › items › item-0 › label: “Price and quality”")


def test_a_photo_that_nobody_may_see_is_not_asked_for() -> None:
    photo = {"kind": "photo", "key": "shot", "label": "Photo"}

    assert lint(asking(photo)) == ()
    (found,) = lint(asking(photo, privacy="confidential"))
    assert "nobody will see this file" in str(found.said)


def test_a_yes_of_nobody_is_not_asked_for() -> None:
    box = {"kind": "consent", "key": "news", "label": "Write to me about offers.", "purpose": "marketing"}

    assert lint(asking(rated("Tea"), box)) == ()
    (found,) = lint(asking(rated("Tea"), box, privacy="anonymous"))
    assert found.place == ("blocks", 1, "purpose")
    assert "nobody’s yes can be written down" in str(found.said)
    assert lint(asking(rated("Tea"), {**box, "purpose": None}, privacy="anonymous")) == ()
