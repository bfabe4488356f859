"""What administrators change about the company. Each change stands in the trail with the names of its fields."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from regulars.facts import Facts, Rate
from regulars.facts.rates import RatesChanged
from regulars.language import Text
from regulars.web.accounts.models import User
from regulars.web.audit import Event, record
from regulars.web.company.models import Calendar, Company
from regulars.web.facts import facts
from regulars.web.files import actions as files
from regulars.web.files.kinds import PICTURES
from regulars.web.files.models import StoredFile

LOGO_LIMIT = 512 * 1024
PATIENCE = 3.0  # seconds


@transaction.atomic
def change_company(*, fields: Mapping[str, Any], by: User) -> list[str]:
    """Set these fields; returns the names of those that changed. The facts learn of a new currency with it."""
    company = Company.objects.select_for_update().filter(pk=1).first()
    if company is None:
        company = Company(name=Text({}), privacy_text=Text({}))
        company.save()
    changed = [name for name, value in fields.items() if getattr(company, name) != value]
    if not changed:
        return []
    for name in changed:
        setattr(company, name, fields[name])
    company.save(update_fields=[*changed, "changed"])
    record(Event.COMPANY_CHANGED, target=company, by=by, fields=changed)
    if "currency" in changed and company.currency:
        with _patient() as found:
            found.set_currency(company.currency)  # last: what fails here takes the change back
    return changed


@contextmanager
def _patient() -> Iterator[Facts]:
    """An import may hold the facts for minutes: nobody's page, and no other write here, waits that long."""
    found = facts()
    before, found.wait_seconds = found.wait_seconds, PATIENCE
    try:
        yield found
    finally:
        found.wait_seconds = before


@transaction.atomic
def change_logo(*, sent: UploadedFile | None, by: User) -> None:
    """Put a picture in the place of the logo, or take the logo away."""
    company = Company.objects.filter(pk=1).first()
    if company is None:
        company = Company(name=Text({}), privacy_text=Text({}))
        company.save()
    before = list(logos(company))
    if sent is not None:
        files.keep(sent.read(), name=sent.name or "logo", owner=company, by=by, accept=PICTURES, limit=LOGO_LIMIT)
    for one in before:
        files.remove(file=one, by=by)
    company.save(update_fields=["changed"])
    record(Event.COMPANY_CHANGED, target=company, by=by, fields=["logo"])


def logos(company: Company) -> Any:
    """The files that belong to the company: its logo, the latest first."""
    return StoredFile.objects.filter(owner_type="company.company", owner_id=str(company.pk)).order_by("-pk")


@transaction.atomic
def add_rates(*, rates: Sequence[Rate], by: User) -> RatesChanged:
    """Rates from their days on, in the place of those of the same days. They lie with the facts, as amounts do."""
    if len(rates) == 1:
        one = rates[0]
        record(Event.RATE_ADDED, by=by, currency=one.currency, day=one.day.isoformat(), rate=str(one.rate))
    else:
        record(Event.RATES_IMPORTED, by=by, rows=len(rates))
    own = Company.current().currency
    with _patient() as found:  # last: what fails here takes the entry back
        if own and found.own_currency != own:
            found.set_currency(own)
        return found.add_rates(rates)


@transaction.atomic
def remove_rate(*, currency: str, day: date, by: User) -> None:
    """Without it the rate before holds on. Removed twice is removed."""
    with _patient() as found:
        one = next((one for one in found.rates() if (one.currency, one.day) == (currency, day)), None)
        if one is not None:
            record(Event.RATE_REMOVED, by=by, currency=currency, day=day.isoformat(), rate=str(one.rate))
            found.remove_rates([(currency, day)])


@transaction.atomic
def save_calendar(*, calendar: Calendar, by: User) -> None:
    """Store a calendar that a form has filled."""
    calendar.save()
    record(Event.CALENDAR_CHANGED, target=calendar, by=by, name=calendar.name)


@transaction.atomic
def copy_calendar(*, calendar: Calendar, by: User) -> Calendar:
    """Another one with the same hours, to be changed."""
    taken = set(Calendar.objects.values_list("name", flat=True))
    names = (f"{calendar.name[:70]} ({number})" for number in range(2, len(taken) + 3))
    made = Calendar(
        name=next(name for name in names if name not in taken),
        zone=calendar.zone,
        hours=calendar.hours,
        days_off=calendar.days_off,
        days_on=calendar.days_on,
    )
    save_calendar(calendar=made, by=by)
    return made


@transaction.atomic
def remove_calendar(*, calendar: Calendar, by: User) -> None:
    """Units that used it have none afterwards."""
    record(Event.CALENDAR_REMOVED, target=calendar, by=by, name=calendar.name)
    calendar.delete()
