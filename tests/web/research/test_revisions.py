"""The history of a draft: taken back, made again, and never overwritten in silence."""

from __future__ import annotations

from copy import deepcopy
from typing import Any

import pytest
from django.db import Error, connection, transaction

from regulars.web.research import actions
from regulars.web.research.actions import revisions
from regulars.web.research.errors import ChangedMeanwhileError, NothingNewError
from regulars.web.research.models import Questionnaire, Version

pytestmark = pytest.mark.django_db


@pytest.fixture
def effort(people: Any) -> Any:
    """A draft."""
    return actions.create_questionnaire(made_from="after-service-ces", name="effort", by=people.analyst)


def titled(one: Any, words: str) -> dict[str, Any]:
    """The draft under another title."""
    return {**one.draft, "title": {"en": words}}


def test_a_change_is_taken_back_and_made_again(effort: Any, people: Any) -> None:
    before = deepcopy(effort.draft)
    actions.change_draft(questionnaire=effort, draft=titled(effort, "New"), by=people.analyst)

    undone = actions.undo(questionnaire=effort, by=people.administrator)
    assert (effort.draft, undone.by) == (before, people.analyst)
    with pytest.raises(NothingNewError, match="no change to take back"):
        actions.undo(questionnaire=effort, by=None)

    actions.redo(questionnaire=effort, by=None)
    assert str(effort.title) == "New"
    with pytest.raises(NothingNewError, match="no change to make again"):
        actions.redo(questionnaire=effort, by=None)


def test_a_change_after_undoing_ends_what_could_be_made_again(effort: Any) -> None:
    actions.change_draft(questionnaire=effort, draft=titled(effort, "One"), by=None)
    actions.undo(questionnaire=effort, by=None)
    actions.change_draft(questionnaire=effort, draft=titled(effort, "Two"), by=None)

    assert revisions.after(effort) is None
    actions.undo(questionnaire=effort, by=None)
    assert str(effort.title) not in ("One", "Two")


def test_the_second_of_two_is_told(effort: Any, people: Any) -> None:
    other = Questionnaire.objects.get(pk=effort.pk)
    actions.change_draft(questionnaire=effort, draft=titled(effort, "Mine"), by=people.analyst)

    with pytest.raises(ChangedMeanwhileError, match=r"Ana changed this questionnaire at .*after you opened it"):
        actions.change_draft(questionnaire=other, draft=titled(other, "Yours"), by=None)
    with pytest.raises(ChangedMeanwhileError):
        actions.change_draft(questionnaire=effort, draft=titled(effort, "Again"), by=None, seen=0)

    other.refresh_from_db()
    assert str(other.title) == "Mine"


def test_the_last_hundred_are_kept(effort: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(revisions, "KEPT", 3)
    for number in range(5):
        actions.change_draft(questionnaire=effort, draft=titled(effort, f"Title {number}"), by=None)

    assert [str(one.draft["title"]["en"]) for one in effort.revisions.all()] == ["Title 4", "Title 3", "Title 2"]


def change(effort: Any, blocks: list[Any]) -> str:
    """What the history says of these blocks."""
    actions.change_draft(questionnaire=effort, draft={**effort.draft, "blocks": blocks}, by=None)
    return str(effort.revision.words)


def test_the_history_says_what_was_done(effort: Any) -> None:
    blocks = deepcopy(effort.draft["blocks"])
    added = {"kind": "comment", "key": "wish", "label": {"en": "A wish", "zh": "愿望"}}
    first = blocks[0]
    name = revisions.what_changed({"blocks": []}, {"blocks": [first]}).values["title"]

    assert change(effort, [*blocks, added]) == "“A wish” was added"
    assert change(effort, [*blocks[1:], first, added]) == f"“{name}” was moved"
    assert change(effort, [*blocks[1:], first, {**added, "longest": 90}]) == "“A wish” was changed"
    assert change(effort, [*blocks[1:], first]) == "“A wish” was removed"


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE research_version SET content = '{}'",
        "UPDATE research_version SET number = 7, by_id = NULL",
        "DELETE FROM research_version",
    ],
)
def test_no_road_leads_to_a_published_version(effort: Any, people: Any, statement: str) -> None:
    version = actions.publish(questionnaire=effort, by=people.analyst)

    for road in (
        lambda: Version.objects.update(number=9),
        lambda: Version.objects.bulk_update([version], ["content"]),
        lambda: Version.objects.all().delete(),
        version.delete,
        version.save,
    ):
        with pytest.raises(RuntimeError, match="a published version is never changed"):
            road()
    with pytest.raises(Error, match="a published version is never changed"), transaction.atomic():
        connection.cursor().execute(statement)

    people.analyst.delete()  # the one change that there is
    assert Version.objects.get().by is None


def test_rows_keep_their_order_in_every_database(effort: Any) -> None:
    """PostgreSQL's own JSON would sort the keys."""
    options = {key: {"en": key} for key in ("zebra", "b", "middle", "a")}
    block = {"kind": "choice", "key": "animal", "label": {"en": "Animal"}, "options": options}
    actions.change_draft(questionnaire=effort, draft={**effort.draft, "blocks": [block]}, by=None)
    version = actions.publish(questionnaire=effort, by=None)

    for one in (Questionnaire.objects.get().draft, Version.objects.get(pk=version.pk).content):
        assert list(one["blocks"][0]["options"]) == list(options)
