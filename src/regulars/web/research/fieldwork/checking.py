"""What should be done before a study is opened, each with the place where it is mended."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from django.urls import reverse
from django.utils import timezone

from regulars.language import Count, Language, Message, message
from regulars.web.company.models import Company
from regulars.web.messages.models import Outgoing, Pause
from regulars.web.messages.models import State as Sent
from regulars.web.research.fieldwork.models import Asked, Fieldwork
from regulars.web.research.models import Channel, Response, Study

LATELY = timedelta(days=7)


@dataclass(frozen=True)
class Point:
    """One thing: done or not, and where."""

    done: bool
    words: Message
    step: Message
    address: str


def points(study: Study) -> list[Point]:
    """All of them, in the order in which they are done. Mail matters only where people are invited."""
    fieldwork = Fieldwork.objects.filter(study=study).first()
    invites = fieldwork is not None or Asked.objects.filter(study=study, test=False).exists()
    return [
        _published(study),
        *_languages(study),
        *([_sender(), _mail(study)] if invites else []),
        _ways_in(study, fieldwork),
        _answered(study),
    ]


def _published(study: Study) -> Point:
    latest = study.questionnaire.latest
    words = message("The questionnaire is published") if latest else message("The questionnaire is not published yet")
    address = reverse("research:questionnaire", args=[study.questionnaire.public_id])
    return Point(latest is not None, words, message("Publish it"), address)


def _languages(study: Study) -> list[Point]:
    has = {Language.parse(tag) for tag in study.questionnaire.definition().languages}
    missing = [one for one in Language if one not in has]
    words = message("It asks in one language only") if missing else message("It asks in both languages")
    address = reverse("research:questionnaire-texts", args=[study.questionnaire.public_id])
    return [Point(not missing, words, message("Translate it"), address)]


def _sender() -> Point:
    found = Company.current().sender_address
    words = message("Letters come from {sender}", sender=found) if found else message("The company has no sender yet")
    return Point(bool(found), words, message("Set it"), reverse("company:settings"))


def _mail(study: Study) -> Point:
    now, pause = timezone.now(), Pause.current()
    resting = pause.held or (pause.until is not None and pause.until > now)
    lately = Outgoing.objects.filter(state=Sent.SENT, ended__gt=now - LATELY).exists()
    if resting:
        words = message("The mail server takes nothing now, or all is held back")
        return Point(False, words, message("Look at the messages"), reverse("messages:messages"))
    words = message("The mail server answers") if lately else message("No letter went out in the last seven days")
    return Point(lately, words, message("Send one to yourself"), reverse("fieldwork:trying", args=[study.public_id]))


def _ways_in(study: Study, fieldwork: Fieldwork | None) -> Point:
    links = study.links.open().filter(test=False).exclude(channel=Channel.PERSONAL).count()
    drawn = Asked.objects.filter(study=study, test=False).count()
    address = reverse("research:links", args=[study.public_id])
    if drawn:
        return Point(True, message("{n} people are drawn", n=Count(drawn)), message("See them"), address)
    if fieldwork is not None and fieldwork.auto:
        return Point(True, message("It draws its people by itself"), message("See it"), address)
    words = message("{n} links are made", n=Count(links)) if links else message("Nobody can come to it: no links yet")
    return Point(bool(links), words, message("Make links"), address)


def _answered(study: Study) -> Point:
    count = Response.objects.filter(study=study, test=True, complete=True).count()
    words = message("{n} tried it to the end", n=Count(count)) if count else message("Nobody has tried it to the end")
    return Point(bool(count), words, message("Try it"), reverse("fieldwork:trying", args=[study.public_id]))
