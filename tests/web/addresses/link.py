"""Addresses of the public page: the whole world, signed in or not, and nobody is asked who they are."""

from __future__ import annotations

from typing import Any

from tests.web.addresses.shape import EVERYBODY, Address


def _an_open_link(world: Any) -> dict[str, str]:
    from regulars.web.research.actions import create_links, create_questionnaire, create_study, open_study, publish

    made = create_questionnaire(made_from="after-service-ces", name="effort", by=None)
    publish(questionnaire=made, by=None)
    study = create_study(questionnaire=made, by=None)
    open_study(study=study, by=None)
    return {"address": create_links(study=study, units=[world.units.lakeside], by=None)[0].public_id}


def _somebody_who_goes_on(world: Any) -> dict[str, str]:
    from django.utils import timezone

    from regulars.web.channels.link.tokens import hashed
    from regulars.web.research.models import Link, Partial

    link = Link.objects.get(public_id=_an_open_link(world)["address"])
    now = timezone.now()
    fixed = {"study": link.study, "link": link, "version": 1, "nonce": "n", "language": "en"}
    Partial.objects.create(**fixed, key=hashed("k"), begun=now, at=now, day=now.date(), typed={"effort": "2"})
    return {"address": link.public_id, "key": "k"}


def _somebody_invited(world: Any) -> dict[str, str]:
    from regulars.web.research.fieldwork.asking import Person, ask
    from regulars.web.research.fieldwork.models import Asked, Source
    from regulars.web.research.fieldwork.tokens import token_of
    from regulars.web.research.models import Link

    study = Link.objects.get(public_id=_an_open_link(world)["address"]).study
    ask(study=study, source=Source.LIST, people=[Person("mei@example.com")], by=None)
    return {"token": token_of(Asked.objects.get().public_id)}


def _somebody_invited_who_goes_on(world: Any) -> dict[str, str]:
    from django.utils import timezone

    from regulars.web.channels.link.tokens import hashed
    from regulars.web.research.fieldwork.models import Asked
    from regulars.web.research.models import Partial

    found, now = _somebody_invited(world), timezone.now()
    link = Asked.objects.get().link
    fixed = {"study": link.study, "link": link, "version": 1, "nonce": "n", "language": "en"}
    Partial.objects.create(**fixed, key=hashed("k"), begun=now, at=now, day=now.date(), typed={"effort": "2"})
    return {**found, "key": "k"}


def _a_version(world: Any) -> dict[str, Any]:
    from regulars.web.research.actions import create_questionnaire, publish

    made = create_questionnaire(made_from="after-service-ces", name="effort", by=None)
    publish(questionnaire=made, by=None)
    return {"questionnaire": made.public_id, "version": 1}


def _a_logo(world: Any) -> dict[str, str]:
    from django.core.files.uploadedfile import SimpleUploadedFile

    from regulars.web.company.actions import change_logo

    dot = bytes.fromhex(
        "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d49444154789c63606060f80f000104010"
        "05fe5c34b0000000049454e44ae426082"
    )
    change_logo(sent=SimpleUploadedFile("logo.png", dot, "image/png"), by=world.people.administrator)
    return {"digest": "0"}


ROWS = [
    Address("link:survey", EVERYBODY, arguments=_an_open_link),
    Address("link:personal", EVERYBODY, arguments=_somebody_invited),
    Address("link:personal-on", EVERYBODY, arguments=_somebody_invited_who_goes_on),
    Address("link:personal-thanks", EVERYBODY, arguments=_somebody_invited),
    Address("link:on", EVERYBODY, arguments=_somebody_who_goes_on),
    Address("link:thanks", EVERYBODY, arguments=_an_open_link),
    Address("link:style", EVERYBODY, arguments=lambda world: {"digest": "0"}),
    Address("link:rules", EVERYBODY, arguments=_a_version),
    Address("link:logo", EVERYBODY, arguments=_a_logo),
    Address("link:lost", EVERYBODY, arguments=lambda world: {"rest": "what/is/this"}, good=(404,)),
]
