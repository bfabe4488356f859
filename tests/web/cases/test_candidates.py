"""What sounds like a complaint, measured on marked answers; the queue and its decisions."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
import yaml
from django.urls import reverse
from django.utils import timezone
from tests.web.addresses.inbox import _response

from regulars.methods import share_interval
from regulars.web.cases.candidates import actions
from regulars.web.cases.candidates.errors import CandidateError
from regulars.web.cases.candidates.finding import find
from regulars.web.cases.candidates.judging import judge
from regulars.web.cases.candidates.models import Candidate
from regulars.web.cases.candidates.queries import lines
from regulars.web.cases.models import Case
from regulars.web.research.models import Response, Study

MARKED = yaml.safe_load((Path(__file__).parent / "marked.yaml").read_text("utf-8"))


def quiet(*_: Any) -> None:
    """Nobody listens."""


@pytest.mark.parametrize("tag", ["en", "zh"])
def test_precision_and_share_found_on_marked_answers(tag: str) -> None:
    """Without a rating, as the words alone. Most proposals are complaints; most complaints are found."""
    judged = [(bool(mark), judge([words], None).proposed) for mark, words in MARKED[tag]]

    right = sum(mark for mark, proposed in judged if proposed)
    precision = share_interval(right, sum(proposed for _, proposed in judged))
    recall = right / sum(mark for mark, _ in judged)

    assert precision.low > 0.7, [words for (mark, words) in MARKED[tag] if judge([words], None).proposed and not mark]
    assert recall >= 0.6, [words for (mark, words) in MARKED[tag] if mark and not judge([words], None).proposed]


@pytest.mark.parametrize(
    ("words", "score", "proposed"),
    [
        ("It was cold.", None, False),
        ("It was cold.", 20, True),  # a low rating counts too
        ("It was cold.", 95, False),
        ("", 0, False),
        ("没有问题", 10, False),
        ("No refund needed", 100, False),
        ("I don’t want to complain", 90, False),
        ("😡" * 2000 + "refund", None, True),
    ],
)
def test_words_and_rating_together(words: str, score: int | None, proposed: bool) -> None:
    assert judge([words], score).proposed is proposed


@pytest.mark.django_db
def test_proposed_once_and_decided_once(people: SimpleNamespace, units: SimpleNamespace) -> None:
    one = _response(SimpleNamespace(people=people, units=units))
    key = next(iter(item.key for item in one.study.questionnaire.latest.definition.items if item.kind == "text"))
    one.answers = {**one.answers, key: "Dirty room, rude staff, I want a refund"}
    one.save()

    assert (find(quiet), find(quiet)) == (1, 0)
    candidate = Candidate.objects.get()
    actions.dismiss(candidate=candidate, by=people.agent)
    with pytest.raises(CandidateError, match="already"):
        actions.accept(candidate=candidate, by=people.manager)
    actions.think_again(candidate=candidate, by=people.agent)
    case = actions.accept(candidate=candidate, by=people.agent)

    assert (case.response, case.unit, case.severity) == (one, one.unit, 3)
    assert Case.objects.count() == 1
    with pytest.raises(CandidateError, match="close it there"):
        actions.think_again(candidate=candidate, by=people.agent)


@pytest.fixture
def proposed(people: SimpleNamespace, units: SimpleNamespace) -> Candidate:
    """One that waits."""
    one = _response(SimpleNamespace(people=people, units=units))
    key = next(iter(item.key for item in one.study.questionnaire.latest.definition.items if item.kind == "text"))
    one.answers = {**one.answers, key: "Dirty room, rude staff, I want a refund"}
    one.save()
    find(quiet)
    return Candidate.objects.get()


def test_words_that_were_put_out_of_sight_meanwhile_stand_in_no_case(
    proposed: Candidate, people: SimpleNamespace
) -> None:
    Response.objects.update(hidden_at=timezone.now(), hidden_reason="insult")
    found = Candidate.objects.select_related("response__study__questionnaire").get()

    case = actions.accept(candidate=found, by=people.agent)

    assert lines([found])[0].why == ""
    assert "Dirty" not in f"{case.title} {case.words}"


def test_a_study_that_promises_more_meanwhile_shows_no_single_answer(
    proposed: Candidate, people: SimpleNamespace, client_of: Any
) -> None:
    Study.objects.update(privacy="confidential")
    client = client_of(people.agent)

    assert "Dirty" not in client.get(reverse("candidates:candidates")).content.decode()
    address = reverse("candidates:decide", args=[proposed.public_id])
    assert client.post(address, {"do": "open"}).status_code == 404
    assert not Case.objects.exists()
