"""Trying a study out before it is put before anybody: a link, a letter to oneself, a pilot; and leaving no trace of it.

What is answered so is a test: it never counts, is never copied into the facts, and goes at one press.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from statistics import median

from django.db import transaction

from regulars.language import Language, Text, message
from regulars.web.absolute import absolute
from regulars.web.accounts.models import User
from regulars.web.audit import Event, record
from regulars.web.ids import new_id
from regulars.web.messages.actions import queue_all
from regulars.web.messages.models import Channel, Outgoing
from regulars.web.messages.models import State as Sent
from regulars.web.research.fieldwork import inviting
from regulars.web.research.fieldwork.asking import Person, ask
from regulars.web.research.fieldwork.carrying import by_hand
from regulars.web.research.fieldwork.drawing import draw_people
from regulars.web.research.fieldwork.errors import FieldworkError
from regulars.web.research.fieldwork.models import Asked, Draw, Fieldwork, Source
from regulars.web.research.fieldwork.wording import INVITATION, Writer
from regulars.web.research.models import Link, Partial, Response, Study

PILOT, MOST = 10, 50
TRIAL = "trial"


@dataclass(frozen=True)
class Skipped:
    """A question, and how many of those who tried the study out to the end did not answer it."""

    text: Text
    count: int
    of: int


@dataclass(frozen=True)
class Tried:
    """What trying it out has shown. ``seconds``: the middle one of those who came to the end."""

    answers: Sequence[Response]
    begun: int
    invited: int
    seconds: int | None
    quickest: int | None
    slowest: int | None
    skipped: tuple[Skipped, ...]

    @property
    def complete(self) -> int:
        """Who came to the end."""
        return sum(one.complete for one in self.answers)

    @property
    def left(self) -> int:
        """Who left before the end, or has not come back yet."""
        return len(self.answers) - self.complete + self.begun


def test_link(study: Study) -> Link | None:
    """The address at which it is tried out."""
    return study.links.open().filter(test=True).exclude(channel="personal").order_by("pk").first()


@transaction.atomic
def make_test_link(*, study: Study, by: User | None) -> Link:
    """One for a study; it is there already, or is made."""
    if (found := test_link(study)) is not None:
        return found
    made = Link.objects.create(study=study, test=True, by=by)
    record(Event.LINK_CREATED, target=made, by=by, study=study.public_id, test=True)
    return made


def send_to_oneself(*, study: Study, by: User) -> int:
    """The invitation as it will look, in each language, to whoever asks; its link is the one for trying it out."""
    _check_published(study)
    writer = Writer(study, Fieldwork.objects.filter(study=study).first())
    link, pressed = absolute(f"/s/{make_test_link(study=study, by=by).public_id}"), new_id()
    letters = []
    for language in Language:
        one = {"to": by.email, "name": by.name, "language": language.tag, "channel": Channel.EMAIL, "customer": None}
        name = f"try:{study.public_id}:{pressed}:{language.value}"
        letter = writer.letter(INVITATION, one, nonce=name, link=f"{link}?lang={language.tag}")
        letters.append(replace(letter, kind=TRIAL))
    # The study's own words may be in one language alone: then there is one letter.
    chosen = list({(letter.language, letter.subject, letter.body): letter for letter in letters}.values())
    queue_all(letters=chosen, by=by)
    return len(chosen)


@transaction.atomic
def begin_pilot(*, study: Study, by: User | None, number: int = PILOT, staff: Sequence[User] = ()) -> Draw:
    """Invite a few to try it out: these people of the house, else customers drawn by lot. Their answers never count."""
    _check_published(study)
    fieldwork = by_hand(study=study, by=by)
    if staff:
        people = [Person(to=one.email, name=one.name, language=one.language or "") for one in staff]
        draw = ask(study=study, source=Source.LIST, people=people, by=by, pool=len(people), pilot=True)
    else:
        draw = draw_people(fieldwork=fieldwork, by=by, number=max(1, min(number, MOST)), pilot=True)
    if not draw.taken:
        raise FieldworkError(message("Nobody could be drawn: whoever could be asked is in the pilot already."))
    inviting.invite(study, fieldwork, most=MOST, test=True)
    return draw


@transaction.atomic
def forget(*, study: Study, by: User | None) -> int:
    """Delete all that came of trying it out, and take back letters that wait; how many answers went."""
    letters = Asked.objects.filter(study=study, test=True, invitation__isnull=False).values("invitation")
    Outgoing.objects.filter(pk__in=list(letters.values_list("invitation", flat=True)), state=Sent.WAITING).update(
        state=Sent.CANCELLED
    )
    answers = Response.objects.filter(study=study, test=True)
    count = answers.count()
    answers.delete()
    Partial.objects.filter(study=study, test=True).delete()
    Draw.objects.filter(study=study, pilot=True).delete()
    record(Event.TRIALS_DELETED, target=study, by=by, count=count)
    return count


def tried(study: Study) -> Tried:
    """What is there."""
    rows = list(Response.objects.filter(study=study, test=True).select_related("link").order_by("-at", "-pk"))
    seconds = sorted(one.seconds for one in rows if one.complete and one.seconds is not None)
    return Tried(
        answers=rows,
        begun=Partial.objects.filter(study=study, test=True).count(),
        invited=Asked.objects.filter(study=study, test=True).count(),
        seconds=round(median(seconds)) if seconds else None,
        quickest=seconds[0] if seconds else None,
        slowest=seconds[-1] if seconds else None,
        skipped=_skipped(study, [one for one in rows if one.complete]),
    )


def _skipped(study: Study, rows: Sequence[Response]) -> tuple[Skipped, ...]:
    """Questions that some did not answer, the most left out first."""
    if not rows or (latest := study.questionnaire.latest) is None:
        return ()
    answered = Counter(key for one in rows if one.version == latest.number for key in one.answers)
    of = sum(one.version == latest.number for one in rows)
    found = [
        Skipped(item.text or item.label, of - answered[item.key], of)
        for item in latest.definition.items
        if "why" not in item.tags and answered[item.key] < of
    ]
    return tuple(sorted(found, key=lambda one: -one.count))


def _check_published(study: Study) -> None:
    if study.questionnaire.latest is None:
        raise FieldworkError(message("Publish the questionnaire first; then it can be tried out."))
