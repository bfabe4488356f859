"""The sample company in the application: settings, units, people, touchpoints, its survey with a link for each hotel.

Everything is asked first whether it is there already, so that a second run, or one after a crash, only adds what is
missing. What somebody changed meanwhile stays as it was changed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.urls import reverse

from regulars.language import Language, Message, Text, message
from regulars.simulate.content import content, words
from regulars.simulate.export import CURRENCY
from regulars.simulate.questionnaire import ZONE
from regulars.web.accounts.adding import add_account
from regulars.web.accounts.models import User
from regulars.web.cases import sample as unhappy
from regulars.web.cases.advice import sample as advised
from regulars.web.company.models import Calendar, Company, Unit, UnitMembership
from regulars.web.facts import facts
from regulars.web.people import sample as guests
from regulars.web.people.levels import sample as levels
from regulars.web.people.models import CustomerScore
from regulars.web.people.promises.models import today
from regulars.web.people.quality.measuring import measure
from regulars.web.people.quality.models import Measurement
from regulars.web.people.work import score
from regulars.web.research.actions import create_links, create_questionnaire, create_study, open_study, publish
from regulars.web.research.models import Link, Questionnaire, State, Study
from regulars.web.research.plans import sample as planned
from regulars.web.research.touchpoints.actions import begin
from regulars.web.research.touchpoints.models import Stage
from regulars.web.results.landmarks import sample as aimed
from regulars.web.worth.falls.finding import look

Progress = Callable[[Message, int, int | None], Any]
MADE_FROM = "stay-satisfaction"


@dataclass(frozen=True)
class Sample:
    """What the demo tells: who signs in, and where guests answer (hotel, path)."""

    administrator: User
    people: tuple[User, ...]
    links: tuple[tuple[Text, str], ...]


def set_up(language: Language, progress: Progress | None = None) -> Sample:
    """Bring the company of the facts into the application."""
    tell = progress or _nobody
    tell(message("Units and people"), 0, None)
    with transaction.atomic():
        _company()
        hotels = _units(language)
        people = _people(hotels, language)
    tell(message("Survey and links"), 0, None)
    links = _survey(people[0], [hotels[key] for key in content().units])
    if not Stage.objects.exists():
        begin(start="hotel", by=people[0])  # the items of the survey name its touchpoints by their tags
    if not CustomerScore.objects.exclude(day=None).exists():
        score(lambda step, done=0, total=None: tell(step, done, total))
    tell(message("Names and promises"), 0, None)
    guests.seed(by=people[0], language=language)
    tell(message("Plan and invitations"), 0, None)
    asked = Questionnaire.objects.get(name=content().survey["name"])
    planned.seed(questionnaire=asked, hotels=[hotels[key] for key in content().units], by=people[0])
    tell(message("Cases"), 0, None)
    unhappy.seed(hotels=[hotels[key] for key in content().units], language=language)
    advised.seed(by=people[0])
    levels.seed(people=people, language=language)
    look(facts(), today())
    aimed.seed(hotels=hotels, by=people[0], language=language)
    if not Measurement.objects.exists():
        measure(lambda step, done=0, total=None: tell(step, done, total))
    return Sample(people[0], tuple(people), tuple((link.unit.name, _path(link)) for link in links))


def _nobody(*_: Any) -> None:
    """No terminal listens."""


def _company() -> None:
    if Company.objects.filter(pk=1).exists():
        return
    said = words()
    Company(
        name=content().company,
        zone=ZONE,
        currency=CURRENCY,
        sender_name=said["company"]["en"],
        privacy_text=Text.of(said["privacy"]),
    ).save()


def _units(language: Language) -> dict[str, Unit]:
    """Key -> unit. Hotels have the code by which the exports of the company name them."""
    said = words()
    kinds = {key: Text.of(kind).in_language(language.tag) for key, kind in said["kinds"].items()}
    made = {"group": _unit(said["group"]["code"], Text.of(said["group"]["name"]), kinds["group"])}
    _calendar(made["group"], said["calendar"], language)
    for key, region in said["regions"].items():
        made[key] = _unit(key, Text.of(region["name"]), kinds["region"], made["group"])
        for hotel in region["units"]:
            name = content().units[hotel]
            made[hotel] = _unit(name.in_language(language.tag), name, kinds["hotel"], made[key])
    return made


def _calendar(group: Unit, said: Mapping[str, Any], language: Language) -> None:
    """One for all hotels, at the top of the tree."""
    if group.calendar is None and not Calendar.objects.exists():
        name = Text.of(said["name"]).in_language(language.tag)
        group.calendar = Calendar.objects.create(name=name, zone=ZONE, hours=[[said["hours"]]] * 7)
        group.save(update_fields=["calendar"])


def _unit(code: str, name: Text, kind: str, parent: Unit | None = None) -> Unit:
    # The company may have been made in the other language, with codes in it.
    known = Unit.objects.filter(code__in=[code, *name.words.values()]).first()
    if known is not None:
        return known
    unit = Unit.objects.create(code=code, name=name, kind=kind)
    if parent is not None:
        UnitMembership.objects.create(unit=unit, parent=parent)
    return unit


def _people(units: dict[str, Unit], language: Language) -> list[User]:
    found = []
    for one in words()["people"]:
        user = User.objects.filter(email=one["email"]).first()
        if user is None:
            unit = units[one["unit"]].code if "unit" in one else None
            name = Text.of(one["name"]).in_language(language.tag)
            user = add_account(email=one["email"], name=name, role=one["role"], unit_code=unit)
        found.append(user)
    return found


def _survey(by: User, hotels: Iterable[Unit]) -> list[Link]:
    """The questionnaire whose answers of three years lie in the facts already: the next ones join them."""
    name = content().survey["name"]
    questionnaire = Questionnaire.objects.filter(name=name).first() or create_questionnaire(
        made_from=MADE_FROM, name=name, title=Text.of(content().survey["title"]), by=by
    )
    if questionnaire.latest is None:
        publish(questionnaire=questionnaire, by=by)
    study = Study.objects.filter(questionnaire=questionnaire, planned=None).order_by("pk").first() or create_study(
        questionnaire=questionnaire, by=by
    )
    if study.state == State.DRAFT:
        open_study(study=study, by=by)
    create_links(study=study, units=hotels, by=by)
    return list(study.links.open().select_related("unit").exclude(unit=None))


def _path(link: Link) -> str:
    return reverse("link:survey", args=[link.public_id])
