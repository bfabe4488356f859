"""A report names what was planted, and nothing where nothing was: a handful of the seeds of ``prove/report_*.py``."""

from __future__ import annotations

import pytest
from prove.harness.reports import WEAK, AnswerModel, Said, alike, answers

from regulars.facts import open_facts
from regulars.insights.chapters import chapters
from regulars.insights.report import Report
from regulars.insights.scope import Scope
from regulars.language import Language, render
from regulars.simulate import Parameters, company


@pytest.mark.parametrize("seed", range(5))
def test_a_weakness_of_eight_points_comes_first(seed: int) -> None:
    said = Said.of(answers(AnswerModel(alike(8)), 300, seed), seed)

    assert said.improvements[0] == WEAK
    assert said.weakest in ([], [WEAK])


def test_nothing_is_named_where_nothing_is_planted() -> None:
    model = AnswerModel(alike())
    found = [Said.of(answers(model, 300, seed), seed) for seed in range(8)]

    assert not any(one.weakest or one.gains or one.units for one in found)
    assert sum(one.first.startswith("No attribute stands out") for one in found) >= 7
    assert sum(bool(one.changed) for one in found) <= 1


@pytest.fixture(scope="module")
def even(tmp_path_factory: pytest.TempPathFactory) -> Report:
    """The sample company, its attributes rated and mattering alike, its hotels without difference."""
    facts = open_facts(tmp_path_factory.mktemp("even") / "facts")
    company(customers=6000, seed=2026, parameters=Parameters(answering=alike())).write(facts)
    return chapters(facts, facts.surveys()[0], scope=Scope.whole(purpose="test"))


@pytest.mark.parametrize(
    ("part", "english", "chinese"),
    [
        ("chapter-needs", "There is no clear weakest attribute.", "没有明确最弱的属性。"),
        ("improvement", "No attribute would lift the index beyond chance.", ""),
        ("changed", "No attribute changed beyond chance since 2026-05.", "自2026-05以来，没有属性的变化超出偶然。"),
        ("priorities", "No attribute is important and below the line beyond chance.", ""),
    ],
)
def test_the_sample_company_with_nothing_planted_says_so(even: Report, part: str, english: str, chinese: str) -> None:
    sentence = even.section(part).sentence

    assert sentence is not None
    assert english in render(sentence, Language.ENGLISH)
    assert chinese in render(sentence, Language.CHINESE)


def test_its_first_sentence_names_no_attribute(even: Report) -> None:
    assert render(even.conclusion, Language.ENGLISH).startswith("No attribute stands out")
    assert all(row.mark == "same" for row in even.section("worst-first").table.rows)  # type: ignore[union-attr]
