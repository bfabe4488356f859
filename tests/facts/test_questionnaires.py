"""Questionnaire files: those that come with Regulars are whole in both languages, and a slip is named by line."""

from __future__ import annotations

from pathlib import Path

import pytest

from regulars.facts.errors import QuestionnaireFileError
from regulars.facts.questionnaires import checklists, load_questionnaire, registers, studies, study
from regulars.simulate import company
from regulars.survey import Questionnaire, Role
from regulars.survey.lint import lint
from regulars.survey.tags import expectations
from regulars.survey.touchpoints import Register

FOLDER = Path(__file__).parent.parent.parent / "src" / "regulars" / "content" / "studies"
GOOD = """\
name: short
title: {en: Short, zh: 简短}
blocks:
  - kind: comment
    key: comment
    label: {en: Your words, zh: 您的意见}
thanks: {en: Thank you., zh: 谢谢。}
"""


CONTENT = (*studies(), *checklists())


@pytest.mark.parametrize("one", CONTENT, ids=lambda one: one.name)
def test_every_study_is_whole_in_both_languages(one: Questionnaire) -> None:
    assert one.languages == ("en", "zh")
    assert one.gaps() == ()
    for place, text in one.texts():
        assert set(text.words) == {"en", "zh"}, place


@pytest.mark.parametrize(
    "file", [*FOLDER.glob("*.yaml"), *FOLDER.with_name("checklists").glob("*.yaml")], ids=lambda file: file.stem
)
def test_a_study_is_called_as_its_file(file: Path) -> None:
    assert load_questionnaire(file).name == file.stem


def test_what_each_study_is_made_to_measure() -> None:
    for name, roles in {
        "relationship-nps": {Role.RECOMMEND, Role.OVERALL, Role.ATTRIBUTE},
        "stay-satisfaction": {Role.RECOMMEND, Role.OVERALL, Role.ATTRIBUTE, Role.REPURCHASE},
        "after-service-ces": {Role.EFFORT},
        "purchase-csat": {Role.OVERALL},
        "consumer-satisfaction": {Role.OVERALL, Role.ATTRIBUTE, Role.REPURCHASE, Role.RECOMMEND},
        "dealer-satisfaction": {Role.OVERALL, Role.ATTRIBUTE, Role.REPURCHASE, Role.RECOMMEND},
        "loyalty": {Role.OVERALL, Role.REPURCHASE, Role.RECOMMEND},
        "exit-interview": {Role.OVERALL, Role.REPURCHASE},
    }.items():
        assert {item.role for item in study(name).items} >= roles


@pytest.mark.parametrize("one", CONTENT, ids=lambda one: one.name)
def test_a_study_that_measures_a_construct_names_its_source(one: Questionnaire) -> None:
    assert one.source is not None or one.name == "stay-satisfaction"


@pytest.mark.parametrize("one", CONTENT, ids=lambda one: one.name)
def test_a_study_keeps_our_own_rules(one: Questionnaire) -> None:
    # The key and the words of the sample company's years stay as they are.
    assert [str(found.said)[:24] for found in lint(one) if "check-out" not in found.place] == []


def test_the_gaps_have_an_expectation_for_each_statement() -> None:
    gaps, performance = study("service-quality-gaps").survey(), study("service-performance").survey()

    assert len(expectations(gaps.items)) == 22
    assert [item.key for item in gaps.with_role(Role.ATTRIBUTE)] == [
        item.key for item in performance.with_role(Role.ATTRIBUTE)
    ]


def test_layers_and_employees_are_what_their_results_need() -> None:
    layers = study("three-layers").survey().with_role(Role.ATTRIBUTE)

    assert [sum(layer in item.tags for item in layers) for layer in ("material", "spiritual", "social")] == [4, 4, 4]
    assert study("employee-pulse").privacy == "confidential"


@pytest.mark.parametrize("one", checklists(), ids=lambda one: one.name)
def test_a_checklist_has_seven_areas_each_with_standard_measure_and_threshold(one: Questionnaire) -> None:
    rated = [item for item in one.items if item.rated]

    assert one.subject in ("unit", "team")
    assert one.tree is not None
    assert [len(area.attributes) for area in one.tree.dimensions] == [2] * 7
    assert list(one.tree.items) == [item.key for item in rated]
    for item in rated:
        assert item.standard is not None
        assert item.measure is not None
        assert item.threshold is not None
    assert Questionnaire.from_dict(one.to_dict()) == one


def test_the_stay_carries_on_the_trend_of_the_sample_company() -> None:
    """Same keys, kinds, roles and scales: the demo's history and a live page are one survey."""
    sample = company(seed=1, customers=50).survey
    stay = study("stay-satisfaction").survey()

    for item in sample.items:
        ours = stay.item(item.key)
        assert (ours.kind, ours.role, ours.label) == (item.kind, item.role, item.label)
        assert ours.scale is not None
        assert item.scale is not None
        assert (ours.scale.low, ours.scale.high) == (item.scale.low, item.scale.high)


def test_the_index_of_the_stay_weighs_its_ten_attributes() -> None:
    stay = study("stay-satisfaction")

    assert stay.tree is not None
    weights = stay.tree.item_weights()
    assert set(weights) == {item.key for item in stay.attributes}
    assert sum(weights.values()) == pytest.approx(1)


def test_an_unknown_study_is_named_with_those_there_are() -> None:
    with pytest.raises(QuestionnaireFileError, match=r"no questionnaire guests.*after-service-ces.*relationship-nps"):
        study("guests")


def test_a_file_is_read(tmp_path: Path) -> None:
    file = tmp_path / "short.yaml"
    file.write_text("\ufeff" + GOOD, "utf-8")

    assert load_questionnaire(file).name == "short"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (GOOD.replace("key: comment", "kye: comment"), "q.yaml, line 5: blocks › 1 › kye: there is no entry"),
        (GOOD.replace("Your words", "''"), "q.yaml, line 6: blocks › 1 › label › en: words are missing here."),
        (GOOD.replace("    key: comment\n", ""), "q.yaml, line 4: blocks › 1: “key” is missing. Add it"),
        (GOOD.replace("thanks: ", "thanks:"), "q.yaml, line 7: this cannot be read"),
        (GOOD.replace("Short,", "How? Well: fine,"), "q.yaml, line 2: this cannot be read"),
        (GOOD.replace("name: short\n", ""), "q.yaml, line 1: “name” is missing. Add it, such as name: stay"),
        ("just words", "q.yaml holds no questionnaire: it needs lines such as"),
        ("", "q.yaml holds no questionnaire"),
        ("a: &x [1]\nb: *x", "q.yaml uses “*” to repeat a part."),
        ("- a\n- b", "q.yaml holds no questionnaire"),
        ("[" * 5000, "q.yaml cannot be read: nested too deep."),
        ("- " * 300_000, "q.yaml cannot be read: nested too deep."),
        ("{a: " * 200_000, "q.yaml cannot be read: nested too deep."),
    ],
)  # fmt: skip
def test_a_slip_is_named_with_file_line_and_way_out(text: str, said: str, tmp_path: Path) -> None:
    file = tmp_path / "q.yaml"
    file.write_text(text, "utf-8")

    with pytest.raises(QuestionnaireFileError) as caught:
        load_questionnaire(file)

    assert said in str(caught.value)


def test_other_files_are_told_apart(tmp_path: Path) -> None:
    latin, large = tmp_path / "latin.yaml", tmp_path / "large.yaml"
    latin.write_bytes("name: Gäste".encode("latin-1"))
    large.write_bytes(b"#" * (1024 * 1024 + 1))

    for file, said in ((latin, "is not UTF-8"), (large, "too large"), (tmp_path / "none.yaml", "cannot be opened")):
        with pytest.raises(QuestionnaireFileError, match=said):
            load_questionnaire(file)


def test_the_example_of_the_page_is_a_questionnaire(tmp_path: Path) -> None:
    """docs/questionnaires.md shows a whole file."""
    page = (FOLDER.parents[3] / "docs" / "questionnaires.md").read_text("utf-8")
    file = tmp_path / "example.yaml"
    file.write_text(page.partition("```yaml\n")[2].partition("```")[0], "utf-8")

    example = load_questionnaire(file)

    assert example.warnings() == ()
    assert {block.kind for block in example.blocks} == {"ratings", "number", "choice", "comment", "consent"}


@pytest.mark.parametrize("one", registers(), ids=lambda one: one.name)
def test_every_register_of_touchpoints_is_whole_in_both_languages(one: Register) -> None:
    assert one.title is not None
    assert {tuple(sorted(text.words)) for text in one.texts()} == {("en", "zh")}
    assert len(one.stages) == 6
    assert {point.stage for point in one.touchpoints} == (
        {stage.key for stage in one.stages} if one.touchpoints else set()
    )
    assert len({point.kind for point in one.touchpoints}) == (3 if one.touchpoints else 0)
