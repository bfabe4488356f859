"""What customers and staff do about their data."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from regulars.language import message
from regulars.web.accounts.access import UnitScope
from regulars.web.audit import Event, record
from regulars.web.files.actions import keep
from regulars.web.files.models import StoredFile
from regulars.web.jobs.starting import start
from regulars.web.messages.addresses import hashed
from regulars.web.messages.blocking import unsuppress
from regulars.web.messages.models import Reason, Suppressed
from regulars.web.people import consents
from regulars.web.people.actions.customers import change_customer
from regulars.web.people.leaving import as_json, as_workbook, whole_record
from regulars.web.people.models import Customer, Purpose, Source, Way
from regulars.web.people.rights import letters
from regulars.web.people.rights.errors import RightsError
from regulars.web.people.rights.models import Claim, Origin, Policy, Sort, State

WHOLE = UnitScope(None, None)
WRITERS = {"xlsx": as_workbook, "json": as_json}
Wishes = Mapping[tuple[Purpose, Way], bool]
WAYS = tuple(way for way in Way if way is not Way.ALL)


def send_link(*, customer: Customer, by: Any = None) -> None:
    """Write to the customer where their own page is. Raises ``RightsError`` where there is no address."""
    if not customer.email:
        raise RightsError(
            message("This customer has no e-mail address; note one first, or hand over the file yourself.")
        )
    with transaction.atomic():
        letters.send_fresh(customer, by=by)
        record(Event.RIGHTS_LINK_SENT, target=customer, by=by)


def agreed(customer: Customer) -> dict[tuple[Purpose, Way], bool]:
    """What the company does now: who never said anything is written to, unless it waits for a yes."""
    unsaid = not _waits_for_a_yes()
    found = {
        (one.purpose, one.channel): unsaid if one.given is None else one.given
        for one in consents.state_of(customer)
        if one.channel is not Way.ALL
    }
    if _left(customer).exists():
        found[Purpose.SURVEYS, Way.EMAIL] = False
    return found


def _waits_for_a_yes() -> bool:
    from regulars.web.company.models import Company

    return Company.current().consent_needed


def _left(customer: Customer) -> Any:
    hashes = [hashed(customer.email)] if customer.email else []
    return Suppressed.objects.filter(address_hash__in=hashes, reason=Reason.UNSUBSCRIBED)


@transaction.atomic
def agree(*, customer: Customer, wishes: Wishes) -> int:
    """What a customer ticked on their own page: only what differs is noted."""
    before, count = agreed(customer), 0
    for purpose in Purpose:
        now = {way: wishes[purpose, way] for way in WAYS}
        if all(before[purpose, way] == now[way] for way in WAYS):
            continue
        alike = len(set(now.values())) == 1
        changed = [Way.ALL] if alike else [way for way in WAYS if before[purpose, way] != now[way]]
        for way in changed:
            note = consents.give if now[WAYS[0] if alike else way] else consents.withdraw
            count += note(customers=[customer.pk], purpose=purpose, channel=way, source=Source.LETTER)
        if purpose is Purpose.SURVEYS and now[Way.EMAIL]:
            for one in _left(customer):
                unsuppress(suppressed=one)
    return count


@transaction.atomic
def prefer(*, customer: Customer, language: str, way: str) -> bool:
    """In which language and by what they want to be reached first."""
    return bool(change_customer(customer=customer, fields={"language": language, "way": way}, by=None))


@transaction.atomic
def correct(*, customer: Customer, name: str, phone: str, email: str) -> str:
    """Name and telephone at once; a new address once it is confirmed. Returns that address, if there is one."""
    changed = change_customer(customer=customer, fields={"name": name, "phone": phone}, by=None)
    new = email if email.strip().casefold() != customer.email.casefold() else ""
    if new:
        letters.send_confirm_address(customer, new)
    if changed or new:
        record(Event.CUSTOMER_WROTE, target=customer, fields=[*changed, *(["email"] if new else [])])
    return new


@transaction.atomic
def confirm_address(*, customer: Customer, address: str) -> None:
    """Whoever reads there said yes."""
    old = customer.email
    change_customer(customer=customer, fields={"email": address}, by=None)
    if old:
        letters.send_address_changed(customer, old)


@transaction.atomic
def export(*, customer: Customer, origin: Origin, reason: str = "", by: Any = None) -> Claim:
    """The whole record as files, for some days."""
    claim = Claim.objects.create(
        customer=customer, sort=Sort.EXPORT, origin=origin, state=State.DONE, reason=reason, by=by,
        due=Policy.current().due(), ended=timezone.now(),
    )  # fmt: skip
    told = whole_record(customer, WHOLE)
    for kind, write in WRITERS.items():
        keep(write(told), name=f"my-data-{timezone.localdate():%Y-%m-%d}.{kind}", owner=claim, by=by)
    record(Event.CLAIM_MADE, target=claim, by=by, kind=claim.sort)
    record(Event.CUSTOMER_EXPORTED, target=customer, by=by, purpose=reason, kind="+".join(WRITERS))
    return claim


@transaction.atomic
def written(*, customer: Customer, kind: str, by: Any = None) -> bytes:
    """The record as one file, for a command on the server."""
    record(Event.CUSTOMER_EXPORTED, target=customer, by=by, kind=kind)
    return WRITERS[kind](whole_record(customer, WHOLE))


def files_of(claim: Claim) -> Any:
    """The files of a request that are still there."""
    return StoredFile.objects.filter(owner_type=Claim._meta.label_lower, owner_id=str(claim.pk)).order_by("name")


def ready_for(customer: Customer) -> Claim | None:
    """The last request of theirs whose files have not ended."""
    since = timezone.now() - timedelta(days=Policy.current().file_days)
    rows = Claim.objects.filter(customer=customer, sort=Sort.EXPORT, origin=Origin.CUSTOMER, at__gte=since)
    return next((one for one in rows if files_of(one).exists()), None)


def ask_erasure(
    *, customer: Customer, origin: Origin, reason: str = "", by: Any = None, now: datetime | None = None
) -> Claim:
    """Note that they are to be erased, once the days to take it back are over. Asked twice, it is one."""
    at = now or timezone.now()
    policy = Policy.current()
    try:
        with transaction.atomic():
            claim = Claim.objects.create(
                customer=customer, sort=Sort.ERASE, origin=origin, reason=reason, by=by, at=at, due=policy.due(),
                act_at=at + timedelta(days=policy.grace_days),
            )  # fmt: skip
            record(Event.CLAIM_MADE, target=claim, by=by, kind=claim.sort, days_to_take_back=policy.grace_days)
            if customer.email and origin is not Origin.RETENTION:
                letters.send_erasure(customer, claim)
            if not policy.grace_days:
                start("rights.act")
    except IntegrityError:
        return Claim.objects.open().get(customer=customer, sort=Sort.ERASE)
    return claim


def take_back(*, claim: Claim, by: Any = None) -> bool:
    """They stay after all; whether it was in time."""
    with transaction.atomic():
        now = timezone.now()
        if not Claim.objects.open().filter(pk=claim.pk).update(state=State.BACK, ended=now):
            return False
        record(Event.CLAIM_TAKEN_BACK, target=claim, by=by, kind=claim.sort)
    return True


def waiting_erasure(customer: Customer) -> Claim | None:
    """The one that waits, if any."""
    return Claim.objects.open().filter(customer=customer, sort=Sort.ERASE).first()
