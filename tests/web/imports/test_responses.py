"""Answers to a survey by the page: items guessed, corrected, imported; the definition stands beside the facts."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

pytestmark = pytest.mark.django_db
ANSWERS = "id,date,hotel,overall,recommend,comment\n1,2026-01-02,lakeside,4,9,good\n2,2026-01-03,harbour,2,3,bad\n"


def test_items_are_guessed_and_go_in(desk):
    from regulars.web.facts import facts

    desk.send("answers.csv", ANSWERS, kind="responses")
    page = desk.check(
        survey="guests-2026", response="id", unit="hotel", kind_3="rating", low_3="1", high_3="5", kind_5="text",
        role_3="overall", label_zh_3="总体",
    )  # fmt: skip
    assert "2 rows would go in" in page.content.decode()
    result = desk.run()

    survey = facts().survey("guests-2026")
    assert result.context["report"]["n"]["new"] == 2
    assert survey.item("overall").label.words["zh"] == "总体"
    assert {item.key for item in survey.items} == {"overall", "recommend", "comment"}


def test_a_mapping_file_of_the_command_line_is_taken(desk):
    from regulars.web.facts import facts

    yaml = b"""
survey: {name: guests, title: {en: Guests, zh: guests}, sample: census}
response: id
at: date
items:
  overall: {role: overall, scale: {low: 1, high: 5}, labels: {1: poor, 5: good}}
  NPS: {column: recommend, kind: nps, missing: [99]}
"""
    desk.send("answers.csv", ANSWERS, kind="responses", mapping=SimpleUploadedFile("m.yaml", yaml))
    desk.check()
    desk.run()

    survey = facts().survey("guests")
    assert [item.key for item in survey.items] == ["overall", "NPS"]
    assert str(survey.item("overall").scale.labels[5]) == "good"
    assert survey.sample == "census"


def test_the_scale_of_the_mapping_is_that_of_its_ratings_alone(desk):
    from regulars.web.facts import facts

    yaml = b"""
survey: {name: guests, title: {en: Guests}}
response: id
at: date
scale: {low: 1, high: 5, missing: [0]}
items:
  overall: {role: overall}
  recommend: {kind: nps}
"""
    desk.send("answers.csv", ANSWERS, kind="responses", mapping=SimpleUploadedFile("m.yaml", yaml))
    desk.check()
    result = desk.run()

    survey = facts().survey("guests")
    assert (survey.item("overall").scale.high, survey.item("overall").scale.missing) == (5, ("0",))
    assert (survey.item("recommend").scale.low, survey.item("recommend").scale.high) == (0, 10)
    assert result.context["report"]["n"]["n_bad_values"] == 0


def test_without_a_name_the_form_asks_for_one(desk):
    desk.send("answers.csv", ANSWERS, kind="responses")

    page = desk.check(survey="")

    assert page.status_code == 400
    assert "survey" in page.context["form"].errors
