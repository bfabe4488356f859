"""The plan of the sample company: signed, its waves made, the first of them under way."""

from __future__ import annotations

from collections.abc import Iterable
from importlib import resources
from typing import Any

import yaml
from django.db import transaction
from django.utils import timezone

from regulars.web.accounts.models import User
from regulars.web.company.models import Company, Unit
from regulars.web.people.models import Customer, CustomerUnit
from regulars.web.research.fieldwork.running import step
from regulars.web.research.models import Questionnaire
from regulars.web.research.plans.actions import create_plan, make_studies, sign
from regulars.web.research.plans.models import Plan

# Of each hotel.
WITH_ADDRESS = 60


def seed(*, questionnaire: Questionnaire, hotels: Iterable[Unit], by: User) -> Plan | None:
    """A second time it is there already."""
    content = yaml.safe_load(resources.files("regulars").joinpath("content", "sample_plan.yaml").read_text("utf-8"))
    if (known := Plan.objects.filter(name=content["name"]).first()) is not None:
        return known
    with transaction.atomic():
        parts = _parts(hotels)
        if not parts:
            return None
        content["content"]["questionnaire"] = questionnaire.name
        content["population"]["strata"] = parts
        content["execution"]["first"] = timezone.localdate().isoformat()
        content["budget"]["currency"] = Company.current().currency
        plan = create_plan(content=content, by=by)
        sign(plan=plan, by=by)
        make_studies(plan=plan, by=by)
    step()
    return plan


def _parts(hotels: Iterable[Unit]) -> dict[str, Any]:
    """Each hotel with the guests that have an address."""
    found: dict[str, Any] = {}
    for number, hotel in enumerate(hotels, 1):
        if count := _with_address(hotel):
            found[f"hotel-{number}"] = {"label": dict(hotel.name.words), "count": count}
    return found


def _with_address(hotel: Unit) -> int:
    there = CustomerUnit.objects.filter(unit=hotel).values("customer")
    written = Customer.objects.filter(pk__in=there, kind="person", unit=None).exclude(email="")
    return Customer.objects.filter(pk__in=written.order_by("pk").values("pk")[:WITH_ADDRESS]).update(unit=hotel)
