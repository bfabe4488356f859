"""Addresses of intake: rules for the whole company, the open form for everybody, cases of answers and findings."""

from __future__ import annotations

from typing import Any

from tests.web.addresses.cases import case_of
from tests.web.addresses.shape import EVERYBODY, Address

WORK = ("administrator", "manager", "agent")
OTHER = ("colleague",)


def _rule(world: Any) -> dict[str, str]:
    from regulars.web.cases.intake.rules import all_rules

    return {"public_id": all_rules()[0].public_id}


def _unit(world: Any) -> dict[str, str]:
    return {"public_id": world.units.lakeside.public_id}


def _response(world: Any) -> dict[str, str]:
    from django.utils import timezone

    from regulars.web.research.actions import create_questionnaire, create_study, open_study, publish
    from regulars.web.research.models import Response

    made = create_questionnaire(made_from="stay-satisfaction", name="stay", by=None)
    publish(questionnaire=made, by=None)
    study = create_study(questionnaire=made, by=None)
    open_study(study=study, by=None)
    one = Response.objects.create(
        study=study, version=1, unit=world.units.lakeside, nonce="n1", at=timezone.now(), day=timezone.localdate(),
        language="en", answers={"overall": 1}, score=0,
    )  # fmt: skip
    return {"public_id": one.public_id}


def _finding(world: Any) -> dict[str, str]:
    from tests.web.addresses.service import _finding as made

    from regulars.web.service.models import Finding

    given = made(world)
    Finding.objects.filter(public_id=given["public_id"]).update(answer=1, threshold=4)
    return given


def _signed(world: Any) -> dict[str, str]:
    from django.core.signing import Signer

    return {"signed": Signer(salt="regulars.help").sign(str(case_of(world).pk))}


RULES = ("administrator",)
ROWS = [
    Address("intake:rules", RULES),
    Address("intake:add", RULES),
    Address("intake:rule", RULES, (), _rule),
    Address("intake:trial", RULES, (), _rule),
    Address("intake:act", RULES, (), _rule, method="post", data=lambda world: {"do": "off"}, good=(302,)),
    Address("intake:places", RULES),
    Address("intake:code", RULES, (), _unit),
    Address("intake:of-response", WORK, OTHER, _response),
    Address(
        "intake:of-finding", ("administrator", "manager"), ("colleague", "agent"), _finding, method="post", good=(302,)
    ),
    Address("help:tell", EVERYBODY),
    Address("help:tell", EVERYBODY, method="post", data=lambda world: {"words": "Cold."}, good=(302,)),
    Address("help:tell-unit", EVERYBODY, arguments=lambda world: {"unit": world.units.lakeside.public_id}),
    Address("help:thanks", EVERYBODY, arguments=_signed),
    Address("rest:cases", EVERYBODY, good=(401,)),
    Address("rest:cases", EVERYBODY, method="post", good=(401,)),
    Address("rest:case", EVERYBODY, arguments=lambda world: {"case": "1"}, good=(401,)),
]
