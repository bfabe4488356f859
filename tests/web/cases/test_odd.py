"""What sounds absurd is tried before it is dismissed."""

from __future__ import annotations

from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest

from regulars.web.cases import actions
from regulars.web.cases.errors import CaseError, MeanwhileError
from regulars.web.cases.models import Case
from regulars.web.cases.states import Outcome, State, Step
from regulars.web.cases.verdicts.models import Reproduction
from regulars.web.cases.verdicts.odd import note_trials, similar, sounds_odd

Open = Callable[..., Any]
ICE = "My car will not start whenever I buy vanilla ice cream; with strawberry it does."
WHOLE = {"conditions": "Hot engine", "times": "Daily", "conclusion": "other", "words": "Vapour lock"}
TRIALS = [
    {"what": "vanilla", "control": False, "seen": True, "day": "2026-11-01"},
    {"what": "strawberry", "control": True, "seen": False, "day": ""},
]


def dismiss(case: Any, people: Any, **fields: Any) -> None:
    """As no complaint."""
    actions.step(case=case, step=Step.DISMISS, by=people.agent, words="Nonsense", **fields)


@pytest.mark.parametrize("left_out", ["conditions", "times", "conclusion", "control", "attempt", "seen", ""])
def test_the_absurd_is_dismissed_only_after_an_honest_attempt(
    opened: Open, people: SimpleNamespace, left_out: str
) -> None:
    case = opened(odd=True, words=ICE)
    with pytest.raises(CaseError, match="conditions"):
        dismiss(case, people)
    trials = [
        {**one, "seen": None} if left_out == "seen" else one
        for one in TRIALS
        if not (left_out == "control" and one["control"]) and not (left_out == "attempt" and not one["control"])
    ]
    fields = {name: "" if name == left_out else value for name, value in WHOLE.items()}
    note_trials(case=case, fields=fields, trials=trials, by=people.agent)

    if left_out:
        with pytest.raises(CaseError, match="Missing"):
            dismiss(case, people)
    else:
        dismiss(case, people)
        assert (case.state, case.outcome) == (State.CLOSED, Outcome.INVALID)


def test_what_belongs_to_another_case_needs_no_attempt(opened: Open, people: SimpleNamespace) -> None:
    first, second = opened(odd=True), opened(odd=True)

    dismiss(second, people, same_as=first)

    assert second.outcome == Outcome.DUPLICATE


def test_rows_are_typed_without_a_script(opened: Open, client_of: Any, people: SimpleNamespace) -> None:
    case = opened(odd=True, words=ICE)
    browser, address = client_of(people.agent), f"/cases/{case.public_id}/reproduction/"
    typed = {
        "seen": str(case.revision), "record-conditions": "Hot", "record-times": "Daily", "record-conclusion": "seen",
        "trial-TOTAL_FORMS": "2", "trial-INITIAL_FORMS": "0",
        "trial-0-what": "vanilla", "trial-0-seen": "1", "trial-0-day": "2026-11-01",
        "trial-1-what": "strawberry", "trial-1-control": "1", "trial-1-seen": "0",
    }  # fmt: skip

    more = browser.post(address, {**typed, "do": "more"}).content.decode()
    assert more.count('-what"') // 2 >= 6 or more.count('name="trial-') >= 24
    assert "strawberry" in more
    assert not Reproduction.objects.exists()
    assert browser.post(address, {**typed, "trial-0-day": "soon"}).status_code == 400
    assert browser.post(address, {**typed, "trial-TOTAL_FORMS": "99999"}).status_code in (302, 400)
    Reproduction.objects.all().delete()
    case.refresh_from_db()
    typed["seen"] = str(case.revision)
    assert browser.post(address, {**typed, "do": "keep"}).status_code == 302
    assert Reproduction.objects.get().missing == []
    # Somebody who still has the old page loses nothing of others'.
    late = browser.post(address, {**typed, "trial-0-what": "lemon", "do": "keep"})
    assert late.status_code == 400
    assert "lemon" in late.content.decode()
    assert Reproduction.objects.get().trials[0]["what"] == "vanilla"


def test_two_records_at_once_keep_one(opened: Open, people: SimpleNamespace) -> None:
    first = opened(odd=True)
    second = Case.objects.get(pk=first.pk)
    note_trials(case=first, fields=WHOLE, trials=TRIALS, by=people.agent)

    with pytest.raises(MeanwhileError):
        note_trials(case=second, fields=WHOLE, trials=[], by=people.manager)


def test_only_a_manager_takes_the_mark_away(opened: Open, client_of: Any, people: SimpleNamespace) -> None:
    """Else whoever wants to dismiss it would take the mark away first."""
    case = opened()
    address = f"/cases/{case.public_id}/odd/"
    assert client_of(people.agent).post(address, {"odd-odd": "on"}).status_code == 302
    assert client_of(people.agent).post(address, {"odd-words": "dull"}).status_code == 400
    assert client_of(people.manager).post(address, {}).status_code == 400
    assert client_of(people.manager).post(address, {"odd-words": "a slip"}).status_code == 302

    case.refresh_from_db()
    assert not case.odd


@pytest.mark.parametrize(
    ("words", "odd"),
    [(ICE, True), ("每次买香草冰淇淋，车就打不着", True), ("The eggs were cold.", False), ("早餐是凉的", False)],
)
def test_words_that_may_sound_absurd(opened: Open, words: str, odd: bool) -> None:
    assert sounds_odd(opened(words=words)) is odd


def test_similar_absurd_ones_are_found(opened: Open, people: SimpleNamespace) -> None:
    case = opened(odd=True, title="car", words=ICE)
    near = opened(odd=True, title="ice", words="The engine of my car dies after vanilla ice cream")
    opened(odd=True, title="lift", words="A ghost pushes every button at midnight")
    opened(title="ice", words=ICE)

    assert [one.pk for one in similar(case, Case.objects.all())] == [near.pk]
