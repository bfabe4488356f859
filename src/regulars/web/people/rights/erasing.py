"""Erasing people everywhere, each with the certificate of it; many cost hardly more than one.

The order is: facts (no import lets them in again); rows of others that name them, each by itself, so that nobody has to
wait for a long transaction; in one transaction the customers with all that hangs on them, and the certificates; then
files; then the search, one for all of them. If the process dies before the transaction ends, the customers are still
there and the same is done again; after it, only the search is missing, and the certificates say so.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Count
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
from regulars.web.people.rights.crowd import Crowd
from regulars.web.people.rights.files import is_mail, named_in_file
from regulars.web.people.rights.models import Certificate, Claim, Origin, Policy, Sort, State
from regulars.web.people.rights.models.claim import digest_of
from regulars.web.people.rights.redacting import redact
from regulars.web.people.rights.tracing import Traces, settle, traces_of_each
from regulars.web.people.rights.words import Words, words_of_each

MAIL = "mail"
TOGETHER = 100  # more are done in several runs: a transaction must not take long
OPEN = (Stage.SENT, Stage.MAPPED, Stage.CHECKED, Stage.FAILED)


@dataclass
class Person:
    """Somebody who is to be erased. ``claim``: why; else a command on the server, or ``by``."""

    numbers: list[str]
    claim: Claim | None = None
    by: Any = None
    customer: Customer | None = None
    words: Words = field(default_factory=Words)
    held: Counter[str] = field(default_factory=Counter)
    contents: set[str] = field(default_factory=set)


def erase(number: str, *, claim: Claim | None = None, by: Any = None, progress: Progress | None = None) -> Certificate:
    """Erase whoever has this number, and search for what is left."""
    return erase_together([Person(numbers_of(number), claim, by)], progress=progress)[0]


def erase_all(numbers: Iterable[str], *, progress: Progress | None = None) -> list[Certificate]:
    """Erase whoever has one of these numbers; somebody who is named twice is one person."""
    people: list[Person] = []
    known: set[str] = set()
    for number in numbers:
        if (canonical_customer(number) or number) not in known:
            people.append(Person(numbers_of(number)))
            known.update(people[-1].numbers)
    return [
        certificate
        for start in range(0, len(people), TOGETHER)
        for certificate in erase_together(people[start : start + TOGETHER], progress=progress)
    ]


def erase_together(people: Sequence[Person], *, progress: Progress | None = None) -> list[Certificate]:
    """Erase them all; a certificate for each, in the same order."""
    _meet(people)
    crowd, customers = Crowd([one.words for one in people]), [one.customer for one in people if one.customer]
    _tell(progress, message("Erasing in the facts"))
    in_facts = facts().erase_customers(number for one in people for number in one.numbers)
    _tell(progress, message("Erasing in the tables"))
    _take_files(people, customers)
    changed = redact(crowd, customers)
    with transaction.atomic():
        claims = [one.claim or _command(one.customer, one.by) for one in people]
        _count(people, customers)
        for by, numbers in _by(people).items():
            erase_people(numbers, by=by)
        done = [one.pk for one in claims]
        Claim.objects.filter(pk__in=done).update(state=State.DONE, ended=timezone.now(), reason="", customer=None)
        Claim.objects.filter(customer__isnull=True).exclude(reason="").update(reason="")
        certificates = [
            _certified(claim, one, in_facts.of(one.numbers), struck)
            for claim, one, struck in zip(claims, people, changed, strict=True)
        ]
        for claim, one, certificate in zip(claims, people, certificates, strict=True):
            record(Event.CLAIM_DONE, target=certificate, by=one.by, kind=claim.sort)
    _tell(progress, message("Erasing files"))
    gone = _forget_files(crowd, [one.contents for one in people])
    settle()
    found = traces_of_each(crowd, progress)
    for one, certificate, files, left in zip(people, certificates, gone, found, strict=True):
        certificate.report["files"] = files
        _note(certificate, left)
        certificate.in_facts = in_facts.of(one.numbers)  # for whoever tells it at once
    return certificates


def _meet(people: Sequence[Person]) -> None:
    """Who they are, and by which words they are recognised."""
    numbers = {number: one for one in people for number in one.numbers}
    for customer in Customer.objects.filter(number__in=list(numbers)):
        numbers[customer.number].customer = customer
    for one, words in zip(people, words_of_each([(one.customer, one.numbers) for one in people]), strict=True):
        one.words = words


def _by(people: Sequence[Person]) -> dict[Any, list[str]]:
    """The numbers, by whoever wished it."""
    found: dict[Any, list[str]] = defaultdict(list)
    for one in people:
        found[one.by] += one.numbers
    return found


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


def _count(people: Sequence[Person], customers: Sequence[Customer]) -> None:
    """How many rows of each table hang on each of them."""
    by_key = {one.customer.pk: one for one in people if one.customer is not None}
    for one in by_key.values():
        one.held["people.Customer"] = 1
    for holding in holdings():
        if by_key and holding.model is not Claim:
            rows = holding.of(*customers).order_by().values_list(holding.column)
            for pk, count in rows.annotate(n=Count("pk")):
                by_key[pk].held[holding.key] = count


def _take_files(people: Sequence[Person], customers: Sequence[Customer]) -> None:
    """Note the contents on the disk that belong to rows of theirs, and take the rows of those that stay otherwise."""
    by_key = {one.customer.pk: one for one in people if one.customer is not None}
    _take("people.customer", {str(pk): one for pk, one in by_key.items()}, drop=True)
    kinds = set(StoredFile.objects.values_list("owner_type", flat=True).distinct())
    for holding in holdings():
        kind = holding.model._meta.label_lower
        if by_key and kind in kinds:
            rows = holding.of(*customers).values_list("pk", holding.column)
            owners = {str(pk): by_key[customer] for pk, customer in rows}
            _take(kind, owners, drop=not holding.gone.startswith("CASCADE"))


def _take(kind: str, owners: dict[str, Person], *, drop: bool) -> None:
    names = list(owners)
    for start in range(0, len(names), 500):
        some = names[start : start + 500]
        files = StoredFile.objects.filter(owner_type=kind, owner_id__in=some)
        for owner, digest in files.values_list("owner_id", "digest"):
            owners[owner].contents.add(digest)
        if drop:
            files.delete()


def _forget_files(crowd: Crowd, contents: Sequence[set[str]]) -> list[dict[str, int]]:
    """Contents, uploads that wait to be imported and name them, mails of the server for trying out; of each person."""
    done = [Counter[str]() for _ in contents]
    for digest in sorted(set().union(*contents)):
        if not StoredFile.objects.filter(digest=digest).exists() and place_of(digest).exists():
            place_of(digest).unlink()
            for counts, own in zip(done, contents, strict=True):
                counts["files"] += digest in own
    for upload in Upload.objects.filter(stage__in=OPEN):
        folder = storing.folder_of(upload)
        named = set().union(*(named_in_file(path, crowd) for path in _files(folder.glob("*"))))
        if named:
            left_out = Upload.objects.filter(pk=upload.pk, stage__in=OPEN)
            if left_out.update(stage=Stage.DISCARDED, ended=timezone.now(), problem={}, report={}):
                storing.drop(upload)
                _more(done, named, "uploads")
    for path in _files((settings.HOME / MAIL).glob("*/*")):
        if is_mail(path) and (named := named_in_file(path, crowd)):
            path.unlink()
            _more(done, named, "mails")
    return [{name: count for name, count in counts.items() if count} for counts in done]


def _files(paths: Iterable[Path]) -> list[Path]:
    return [path for path in sorted(paths) if path.is_file()]


def _more(done: list[Counter[str]], people: set[int], what: str) -> None:
    for person in people:
        done[person][what] += 1


def _certified(claim: Claim, one: Person, in_facts: ErasureReport, changed: dict[str, int]) -> Certificate:
    made = Certificate(claim=claim)
    made.digest = digest_of(one.numbers[0], made.public_id)
    made.report = {
        "also": [digest_of(number, made.public_id) for number in one.numbers[1:]],
        "tables": dict(one.held),
        "responses": one.held.get("research.Response.customer", 0),
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
