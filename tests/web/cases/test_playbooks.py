"""Cards are offered where they apply; what was done of them is kept."""

from __future__ import annotations

from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest

from regulars.language import Language
from regulars.web.cases.errors import CaseError
from regulars.web.cases.models import Case
from regulars.web.cases.playbooks.actions import tick
from regulars.web.cases.playbooks.following import followed
from regulars.web.cases.playbooks.models import Done
from regulars.web.cases.playbooks.reading import cards, offered
from regulars.web.cases.states import Verdict

Open = Callable[..., Any]


def test_every_card_is_whole_in_both_languages() -> None:
    for one in cards().values():
        for words in (one.name, one.about, one.avoid, one.evidence, *one.steps):
            assert words.in_language(Language.ENGLISH.tag) != words.in_language(Language.CHINESE.tag)
    assert len(cards()) >= 14


@pytest.mark.parametrize(
    ("fields", "card"),
    [
        ({"odd": True}, "absurd-complaint"),
        ({"kind": "low-score"}, "silent-low-score"),
        ({"severity": 4}, "in-person-today"),
        ({"kind": "review", "channel": "review"}, "public-review"),
    ],
)
def test_the_card_for_such_a_case_stands_first(opened: Open, fields: dict[str, Any], card: str) -> None:
    assert next(iter(offered(opened(**fields)))).key == card
    assert card not in [one.key for one in offered(opened())]


def test_steps_are_kept_and_taken_back(opened: Open, people: SimpleNamespace) -> None:
    case = opened()

    assert tick(case=case, card="listen-first", steps=[0, 2, 77], by=people.agent) == 2
    assert tick(case=case, card="listen-first", steps=[2], by=people.agent) == 0
    with pytest.raises(CaseError, match="no such"):
        tick(case=case, card="nothing", steps=[0], by=people.agent)

    assert list(Done.objects.values_list("step", flat=True)) == [2]
    assert case.entries.filter(sort="playbook").count() == 2


def test_how_it_went_here_needs_enough_verdicts(opened: Open, people: SimpleNamespace) -> None:
    for number in range(40):
        case = opened()
        Case.objects.filter(pk=case.pk).update(verdict=Verdict.YES if number % 4 else Verdict.NO)
        if number < 35:
            tick(case=case, card="listen-first", steps=range(6), by=people.agent)

    found = followed(Case.objects.all(), cards()["listen-first"])

    assert found.cases == 35
    assert getattr(found.satisfied, "value", None) == pytest.approx(26 / 35)
    assert "too few" in str(getattr(found.others, "why", found.others))
