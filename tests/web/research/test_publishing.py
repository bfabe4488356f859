"""Making a questionnaire, changing its draft, publishing it; what is published never changes."""

from __future__ import annotations

from copy import deepcopy
from typing import Any

import pytest

from regulars.language import Text
from regulars.survey.errors import DefinitionError, EntryError
from regulars.web.audit.models import Entry
from regulars.web.facts import facts
from regulars.web.research import actions
from regulars.web.research.errors import NameTakenError, NothingNewError
from regulars.web.research.models import Version

pytestmark = pytest.mark.django_db


@pytest.fixture
def stay(people: Any) -> Any:
    """A draft of the stay."""
    return actions.create_questionnaire(
        made_from="stay-satisfaction", name="guests", title=Text({"en": "Guests", "zh": "住客"}), by=people.analyst
    )


def test_a_questionnaire_is_made_from_one_that_comes_with_regulars(stay: Any, people: Any) -> None:
    assert stay.definition().name == "guests"
    assert stay.title == Text({"en": "Guests", "zh": "住客"})
    assert stay.latest is None
    entry = Entry.objects.get(event="questionnaire-created")
    assert (entry.by, entry.target_id) == (people.analyst, stay.public_id)


def test_two_questionnaires_have_two_names(stay: Any) -> None:
    with pytest.raises(NameTakenError, match=r"There is already a questionnaire guests."):
        actions.create_questionnaire(made_from="after-service-ces", name="guests", by=None)


@pytest.mark.parametrize("name", ["", "../up", "a b", ".x", "x" * 65])
def test_a_name_that_cannot_be_one_is_refused(name: str, db: None) -> None:
    with pytest.raises(EntryError, match=r"cannot be the name of a survey|is missing"):
        actions.create_questionnaire(made_from="after-service-ces", name=name, by=None)


def test_publishing_writes_version_trail_and_facts(
    stay: Any, people: Any, django_capture_on_commit_callbacks: Any
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        version = actions.publish(questionnaire=stay, by=people.analyst)

    assert (version.number, version.definition.version, version.by) == (1, 1, people.analyst)
    survey = facts().survey("guests")
    assert survey.version == 1
    assert survey.tree is not None
    assert set(survey.tree.item_weights()) == {item.key for item in version.definition.attributes}
    assert Entry.objects.get(event="version-published").details == {"version": 1}


def test_what_is_published_never_changes(stay: Any) -> None:
    version = actions.publish(questionnaire=stay, by=None)

    version.content = {}
    with pytest.raises(RuntimeError, match="a published version is never changed"):
        version.save()


def test_a_draft_that_is_not_ahead_is_not_published_again(stay: Any) -> None:
    actions.publish(questionnaire=stay, by=None)

    with pytest.raises(NothingNewError, match=r"Version 1 is just like the draft."):
        actions.publish(questionnaire=stay, by=None)


def test_a_changed_draft_is_the_next_version(stay: Any, django_capture_on_commit_callbacks: Any) -> None:
    actions.publish(questionnaire=stay, by=None)
    draft = {**stay.draft, "title": {"en": "Guests of the house", "zh": "住客"}}

    actions.change_draft(questionnaire=stay, draft=draft, by=None)
    with django_capture_on_commit_callbacks(execute=True):
        actions.publish(questionnaire=stay, by=None)

    numbers = [(one.number, one.content["title"]["en"]) for one in Version.objects.order_by("number")]
    assert numbers == [(1, "Guests"), (2, "Guests of the house")]
    assert str(facts().survey("guests").title) == "Guests of the house"
    assert Entry.objects.get(event="questionnaire-changed").details == {"changed": ["title"]}


def test_a_survey_that_was_imported_goes_on_with_the_next_number(
    stay: Any, django_capture_on_commit_callbacks: Any
) -> None:
    """The sample company's history and the live page are one trend."""
    from dataclasses import replace

    from regulars.facts.copying import publish_survey

    publish_survey(facts(), replace(stay.definition().survey(), version=4))

    version = actions.publish(questionnaire=stay, by=None)

    assert version.number == 5


def test_a_key_keeps_its_meaning(stay: Any) -> None:
    actions.publish(questionnaire=stay, by=None)
    draft = deepcopy(stay.draft)
    overall = next(block for block in draft["blocks"] if block.get("key") == "overall")
    overall["scale"] = {"low": 0, "high": 10}
    actions.change_draft(questionnaire=stay, draft=draft, by=None)

    with pytest.raises(DefinitionError, match="The answers to “overall” would no longer mean what they meant"):
        actions.publish(questionnaire=stay, by=None)

    assert stay.versions.count() == 1


def test_the_name_stays(stay: Any) -> None:
    actions.change_draft(questionnaire=stay, draft={**stay.draft, "name": "other"}, by=None)

    stay.refresh_from_db()
    assert stay.definition().name == "guests"


def test_a_draft_that_contradicts_itself_is_refused_whole(stay: Any) -> None:
    before = deepcopy(stay.draft)

    with pytest.raises(EntryError):
        actions.change_draft(questionnaire=stay, draft={**stay.draft, "blocks": []}, by=None)

    stay.refresh_from_db()
    assert stay.draft == before
