"""What ties a mail to a case: only what we signed or named ourselves, and only from whom we wrote to."""

from __future__ import annotations

import re
from collections.abc import Iterable
from email.utils import parseaddr

from django.conf import settings
from django.db.models import Q

from regulars.web.cases.mail.models import Mail, UnitAddress
from regulars.web.cases.mail.reading import Arrived
from regulars.web.cases.models import Case
from regulars.web.company.mail import sender
from regulars.web.company.models import Unit
from regulars.web.messages import signed
from regulars.web.messages.addresses import hashed
from regulars.web.messages.models import Outgoing

ABOUT = "reply"
_PURPOSE = "cases.mail"
_TAG = re.compile(r"\[(\d{1,12})-([0-9a-f]{10})\]", re.IGNORECASE)


def about(case: Case) -> str:
    """What letters to the customer of a case belong to."""
    return f"{ABOUT}:{case.public_id}"


def tag(case: Case) -> str:
    """What stands in the subject, so that an answer finds its case whatever a mail program does to its headers."""
    return f"[{case.pk}-{signed.signature(str(case.pk), _PURPOSE, 10)}]"


def headers(outgoing: Outgoing) -> dict[str, str]:
    """Where an answer to a letter of ours goes, and which mail it answers itself."""
    public_id = outgoing.about.partition(":")[2]
    found = {}
    if settings.REGULARS_CASES_URL:
        to = signed.signed_address(settings.REGULARS_CASES_ADDRESS, public_id, _PURPOSE, "")
        found |= {"Reply-To": to} if to else {}
    mail = Mail.objects.filter(case__public_id=public_id).exclude(message_id="").order_by("-at", "-pk").first()
    if mail is not None:
        found |= {"In-Reply-To": mail.message_id, "References": mail.message_id}
    return found


def thread_of(arrived: Arrived) -> tuple[Case | None, Case | None]:
    """The case that a mail belongs to; and the one that it names without being of it, where there is such a one.

    Named by our signature, our message, or our tag, and written by somebody whom we wrote to or who wrote in it
    before: a token that went round brings a stranger nowhere.
    """
    named = _named(arrived)
    if named is None:
        return None, None
    if _writes_in(named, arrived.sender):
        return named, None
    return None, named if named.mail_address else None  # of somebody forgotten nothing is told


def _named(arrived: Arrived) -> Case | None:
    rows = Case.objects.with_people()
    if (public_id := signed.found_in(arrived.to, _PURPOSE)) and (found := rows.filter(public_id=public_id).first()):
        return found
    if arrived.references:
        ours = Outgoing.objects.filter(message_id__in=arrived.references, about__startswith=f"{ABOUT}:")
        for one in ours.values_list("about", flat=True)[:1]:
            return rows.filter(public_id=one.partition(":")[2]).first()
    for number, given in _TAG.findall(arrived.subject):
        if signed.fits(given.lower(), number, _PURPOSE):
            return rows.filter(pk=int(number)).first()
    return None


def _writes_in(case: Case, sender: str) -> bool:
    if not sender:
        return False
    known, given = hashed(sender), case.mail_address
    return (
        (bool(given) and hashed(given) == known)
        or Mail.objects.filter(case=case, sender_hash=known).exists()
        or Outgoing.objects.filter(about=about(case), to_hash=known).exists()
    )


def own_addresses() -> set[str]:
    """Those that we write from or are written to at: a mail from one of them is none of a customer."""
    given = [parseaddr(sender())[1], settings.REGULARS_CASES_ADDRESS, settings.REGULARS_BOUNCES_ADDRESS]
    given += [parseaddr(settings.DEFAULT_FROM_EMAIL)[1], *UnitAddress.objects.values_list("address", flat=True)]
    return {_without_plus(one) for one in given if one}


def is_own(address: str) -> bool:
    """Whether an address is ours, whatever stands after its plus."""
    return bool(address) and _without_plus(address) in own_addresses()


def _without_plus(address: str) -> str:
    name, _, host = address.lower().rpartition("@")
    return f"{name.partition('+')[0]}@{host}"


def unit_of(addresses: Iterable[str]) -> Unit | None:
    """Whose address it was sent to: one of the unit's own, or ours with the code of the unit after the plus."""
    given = list(addresses)
    found = UnitAddress.objects.filter(address__in=given).select_related("unit").first()
    if found is not None:
        return found.unit
    name, _, host = settings.REGULARS_CASES_ADDRESS.lower().rpartition("@")
    codes = [one[len(name) : -len(host) - 1] for one in given if host and name.endswith("+") and _is(one, name, host)]
    wanted = Q()
    for code in codes[:10]:
        wanted |= Q(code__iexact=code)
    return Unit.objects.filter(wanted).first() if codes else None


def _is(address: str, name: str, host: str) -> bool:
    return address.startswith(name) and address.endswith(f"@{host}") and len(address) > len(name) + len(host) + 1
