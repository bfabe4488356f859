"""Making a questionnaire and publishing it; ``revisions`` changes its draft."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path

from django.db import IntegrityError, transaction

from regulars import survey
from regulars.facts.copying import publish_survey
from regulars.facts.questionnaires import load_questionnaire
from regulars.facts.questionnaires import study as template
from regulars.language import Text, message
from regulars.survey import Survey
from regulars.survey.versions import check_follows
from regulars.web.accounts.models import User
from regulars.web.audit import Event, record
from regulars.web.facts import facts
from regulars.web.research.errors import NameTakenError, NothingNewError
from regulars.web.research.models import Questionnaire, Version


def create_questionnaire(*, made_from: str, name: str, title: Text | None = None, by: User | None) -> Questionnaire:
    """A draft from one of the questionnaires that come with Regulars. ``name`` becomes the survey's name."""
    return _made(template(made_from), made_from, name, title, by)


def create_from_file(*, file: Path, name: str, title: Text | None = None, by: User | None) -> Questionnaire:
    """A draft from a file that somebody wrote. Raises ``QuestionnaireFileError`` with line and way out."""
    return _made(load_questionnaire(file), "", name, title, by)


def create_from_nothing(*, name: str, title: Text, languages: Sequence[str], by: User | None) -> Questionnaire:
    """A draft with one question, to be changed or removed: no draft is ever without any."""
    begun = load_questionnaire(Path(__file__).parents[3] / "content" / "bank" / "beginning.yaml")
    first = languages[0]
    # The first language stands in for the others, so its words are never missing, though they be another's for now.
    thanks, title = (Text({first: words.in_language(first), **words.words}) for words in (begun.thanks, title))
    return _made(replace(begun, languages=tuple(languages), heading=title, thanks=thanks), "", name, title, by)


def create_copy(*, of: Questionnaire, name: str, title: Text | None = None, by: User | None) -> Questionnaire:
    """A draft that begins as another one stands now; its answers are kept apart."""
    return _made(of.definition(), of.made_from, name, title, by)


def _made(
    definition: survey.Questionnaire, made_from: str, name: str, title: Text | None, by: User | None
) -> Questionnaire:
    named = replace(definition, name=name, version=1, **({} if title is None else {"title": title}))
    named = survey.Questionnaire.from_dict(named.to_dict())  # a name that cannot be one is told here
    try:
        with transaction.atomic():
            made = Questionnaire.objects.create(
                name=name, title=named.title, draft=named.to_dict(), made_from=made_from, by=by
            )
            record(Event.QUESTIONNAIRE_CREATED, target=made, by=by, made_from=made_from or "file")
    except IntegrityError:
        raise NameTakenError(
            message("There is already a questionnaire {name}. Choose another short name.", name=name)
        ) from None
    return made


def publish(*, questionnaire: Questionnaire, by: User | None) -> Version:
    """Freeze the draft as the next version. Studies that are open ask it from now on."""
    with transaction.atomic():
        # Two people press the button at once: the second waits here and then finds nothing new.
        questionnaire = Questionnaire.objects.select_for_update().get(pk=questionnaire.pk)
        latest = questionnaire.latest
        definition = questionnaire.definition()
        if latest is not None and replace(latest.definition, version=definition.version) == definition:
            raise NothingNewError(
                message("Version {number} is just like the draft. There is nothing to publish.", number=latest.number)
            )
        stored = _stored(questionnaire.name)
        for earlier in filter(None, (latest and latest.definition.survey(), stored)):
            check_follows(definition.survey(), earlier)
        number = max(latest.number if latest else 0, stored.version if stored else 0) + 1
        frozen = replace(definition, version=number)
        version = Version.objects.create(questionnaire=questionnaire, number=number, content=frozen.to_dict(), by=by)
        record(Event.VERSION_PUBLISHED, target=questionnaire, by=by, version=number)
        if frozen.subject is None:  # visits of a checklist never go into the facts: they are the company's own work
            # Should this be cut off, copying the first response does it again.
            transaction.on_commit(partial(publish_survey, facts(), frozen.survey()))
    return version


def _stored(name: str) -> Survey | None:
    """The survey as the facts know it: from an import, or from the version before."""
    return facts().survey(name) if name in facts().surveys() else None
