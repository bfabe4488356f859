"""Erasing somebody everywhere, and the certificate of it.

The order is: facts (no import lets them in again); rows of others that name them, each by itself, so that nobody has to
wait for a long transaction; in one transaction the customer with all that hangs on them, and the certificate; then
files; then the search. If the process dies before the transaction ends, the customer is still there and the same is
done again; after it, only the search is missing, and the certificate says so.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import asdict
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from regulars.facts.erasure import ErasureReport
from regulars.facts.keys import canonical_customer
from regulars.language import message
from regulars.web.audit import Event, record
from regulars.web.facts import facts
from regulars.web.files.models import StoredFile, place_of
from regulars.web.imports import storing
from regulars.web.imports.models import Stage, Upload
from regulars.web.jobs.registry import Progress
from regulars.web.people.duplicates.known_as import all_numbers
from regulars.web.people.erasure import erase_people
from regulars.web.people.holdings import holdings
from regulars.web.people.models import Customer
from regulars.web.people.rights.models import Certificate, Claim, Origin, Policy, Sort, State
from regulars.web.people.rights.models.claim import digest_of
from regulars.web.people.rights.redacting import redact
from regulars.web.people.rights.tracing import Traces, is_mail, mail_names, settle, traces
from regulars.web.people.rights.words import Words, words_of

MAIL = "mail"
OPEN = (Stage.SENT, Stage.MAPPED, Stage.CHECKED, Stage.FAILED)


def erase(number: str, *, claim: Claim | None = None, by: Any = None, progress: Progress | None = None) -> Certificate:
    """Erase whoever has this number, and search for what is left. ``claim``: why; else a command on the server."""
    numbers = numbers_of(number)
    customer = Customer.objects.filter(number__in=numbers).first()
    words = words_of(*([customer] if customer else []), also=numbers)
    _tell(progress, message("Erasing in the facts"))
    in_facts = facts().erase_customers(numbers)
    _tell(progress, message("Erasing in the tables"))
    digests, changed = _contents(customer), redact(words, customer)
    with transaction.atomic():
        claim = claim or _command(customer, by)
        held = _counted(customer)
        done = erase_people(numbers, by=by)
        Claim.objects.filter(pk=claim.pk).update(state=State.DONE, ended=timezone.now(), reason="", customer=None)
        Claim.objects.filter(customer__isnull=True).exclude(reason="").update(reason="")
        certificate = _certified(claim, numbers, in_facts, held | {"": done["responses"]}, changed)
        record(Event.CLAIM_DONE, target=certificate, by=by, kind=claim.sort)
    _tell(progress, message("Erasing files"))
    certificate.report["files"] = _forget_files(words, digests)
    settle()
    _note(certificate, traces(words, progress))
    certificate.in_facts = in_facts  # for whoever tells it at once
    return certificate


def numbers_of(number: str) -> list[str]:
    """All numbers under which this person is or was known; the one that was asked for first."""
    own = canonical_customer(number) or number
    return [own, *sorted(all_numbers([own]) - {own})]


def _tell(progress: Progress | None, words: Any) -> None:
    if progress is not None:
        progress(words)


def _command(customer: Customer | None, by: Any) -> Claim:
    """What nobody asked for on a page."""
    waiting = Claim.objects.open().filter(customer=customer, sort=Sort.ERASE).first() if customer else None
    if waiting is not None:
        return waiting
    origin = Origin.COMMAND if by is None else Origin.STAFF
    return Claim.objects.create(customer=customer, sort=Sort.ERASE, origin=origin, due=Policy.current().due(), by=by)


def _counted(customer: Customer | None) -> dict[str, int]:
    """How many rows of each table hang on them."""
    if customer is None:
        return {}
    found = {one.key: one.of(customer).count() for one in holdings() if one.model is not Claim}
    return {"people.Customer": 1, **{key: count for key, count in found.items() if count}}


def _contents(customer: Customer | None) -> set[str]:
    """The contents on the disk that belong to rows of theirs."""
    found: set[str] = set()
    if customer is not None:
        own = StoredFile.objects.filter(owner_type="people.customer", owner_id=str(customer.pk))
        found |= set(own.values_list("digest", flat=True))
        own.delete()
        for one in holdings():
            owners = [str(pk) for pk in one.of(customer).values_list("pk", flat=True)]
            for start in range(0, len(owners), 500):
                files = StoredFile.objects.filter(owner_type=one.model._meta.label_lower)
                some = files.filter(owner_id__in=owners[start : start + 500])
                found |= set(some.values_list("digest", flat=True))
                if not one.gone.startswith("CASCADE"):
                    some.delete()
    return found


def _forget_files(words: Words, digests: Iterable[str]) -> dict[str, int]:
    """Contents, uploads that wait to be imported and name them, mails of the server for trying out."""
    done: Counter[str] = Counter()
    for digest in digests:
        if not StoredFile.objects.filter(digest=digest).exists() and place_of(digest).exists():
            place_of(digest).unlink()
            done["files"] += 1
    for upload in Upload.objects.filter(stage__in=OPEN):
        folder = storing.folder_of(upload)
        if folder.is_dir() and any(names(path, words) for path in folder.iterdir()):
            left_out = Upload.objects.filter(pk=upload.pk, stage__in=OPEN)
            if left_out.update(stage=Stage.DISCARDED, ended=timezone.now(), problem={}, report={}):
                storing.drop(upload)
                done["uploads"] += 1
    for path in sorted((settings.HOME / MAIL).glob("*/*")):
        if path.is_file() and is_mail(path) and (names(path, words) or mail_names(path, words)):
            path.unlink()
            done["mails"] += 1
    return dict(done)


def names(path: Path, words: Words) -> bool:
    """Whether a file names them."""
    from regulars.web.people.rights.tracing import in_one_file

    return path.is_file() and in_one_file(path, words) > 0


def _certified(
    claim: Claim, numbers: list[str], in_facts: ErasureReport, held: dict[str, int], changed: dict[str, int]
) -> Certificate:
    made = Certificate(claim=claim)
    made.digest = digest_of(numbers[0], made.public_id)
    made.report = {
        "also": [digest_of(one, made.public_id) for one in numbers[1:]],
        "tables": {name: count for name, count in held.items() if name and count},
        "responses": held.get("", 0),
        "facts": {name: count for name, count in in_facts.rows.items() if count},
        "set_aside": in_facts.set_aside,
        "struck": changed,
    }
    made.save()
    return made


def _note(certificate: Certificate, found: Traces) -> None:
    plain = asdict(found)
    plain["found"] = [asdict(one) for one in found.found]
    certificate.report["search"] = plain
    certificate.checked = timezone.now()
    certificate.save(update_fields=["report", "checked"])
