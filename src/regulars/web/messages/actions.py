"""Putting messages into the outbox, taking them back, and the list of whom not to write to."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Count
from django.utils import timezone

from regulars.language import Message, message
from regulars.web.audit import Event, record
from regulars.web.ids import new_ids
from regulars.web.messages.addresses import LONGEST, hashed, is_address, tidied
from regulars.web.messages.errors import OutboxError
from regulars.web.messages.kinds import KINDS, UNWANTED, Kind
from regulars.web.messages.models import Channel, Outgoing, Pause, Reason, State, Suppressed
from regulars.web.messages.models.outgoing import REACHED
from regulars.web.messages.writing import Frames, Letter, domain
from regulars.web.people import consents
from regulars.web.people.models import Customer, Purpose, Source
from regulars.web.words import stored

ROWS = 500
NO_ADDRESS = message("This is no e-mail address. Correct it where it came from, and send anew.")
BLOCKED = {
    Reason.UNSUBSCRIBED: message("Whoever reads there wants no more invitations."),
    Reason.BOUNCED: message("The mailbox does not exist."),
    Reason.COMPLAINED: message("Whoever reads there called a message spam."),
}
NO_CONSENT = message("This customer did not agree to be asked.")


@dataclass(frozen=True)
class Queued:
    """What came of a batch. ``known``: queued before; the rest says who is not written to, and why."""

    waiting: int = 0
    known: int = 0
    suppressed: int = 0
    no_consent: int = 0
    capped: int = 0
    no_address: int = 0


def queue(*, letter: Letter, by: Any = None) -> Outgoing:
    """Put one message into the outbox; its row says what becomes of it. Queued twice, it is one."""
    queue_all(letters=[letter], by=by)
    return Outgoing.objects.get(nonce=letter.nonce)


@transaction.atomic
def queue_all(*, letters: Iterable[Letter], by: Any = None) -> Queued:
    """Put messages into the outbox: whom one must not write to has a row too, which says why nothing was sent."""
    wanted = list({one.nonce: one for one in letters}.values())
    frames, found = Frames(), Counter()
    for start in range(0, len(wanted), ROWS):
        found += _queue(wanted[start : start + ROWS], frames, by)
    if new := sum(count for name, count in found.items() if name != "known"):
        record(
            Event.MESSAGES_QUEUED,
            by=by,
            count=new,
            kind=sorted({one.kind for one in wanted}),
            set_aside=new - found["waiting"],
        )
    return Queued(**found)


def _queue(letters: Sequence[Letter], frames: Frames, by: Any) -> Counter[str]:
    known = set(Outgoing.objects.filter(nonce__in=[one.nonce for one in letters]).values_list("nonce", flat=True))
    fresh = [one for one in letters if one.nonce not in known]
    hashes = [hashed(one.to) for one in fresh]
    blocked, had, refused = blocks(hashes), _had(fresh, hashes), _refused(fresh)
    now, host, rows, found = timezone.now(), domain(), [], Counter(known=len(letters) - len(fresh))
    for letter, address_hash, public_id in zip(fresh, hashes, new_ids(len(fresh)), strict=True):
        kind = KINDS[letter.kind]
        outcome, why = _verdict(letter, blocked.get(address_hash, ()), had[address_hash, kind.key], kind, refused)
        if outcome == "waiting":
            had[address_hash, kind.key] += 1
        found[outcome] += 1
        rows.append(_row(letter, address_hash, public_id, frames, why, outcome, now, host, by))
    Outgoing.objects.bulk_create(rows, ignore_conflicts=True)  # somebody else queued the same just now
    return found


def _refused(letters: Sequence[Letter]) -> set[str]:
    """The nonces of those that go to customers who did not agree to be asked by this channel."""
    asked: dict[str, dict[str, int]] = {}
    for one in letters:
        if one.customer is not None and not KINDS[one.kind].wanted:
            asked.setdefault(str(getattr(one, "channel", Channel.EMAIL)), {})[one.nonce] = one.customer.pk
    found: set[str] = set()
    for channel, people in asked.items():
        refused = consents.refused(people.values(), Purpose.SURVEYS, channel)
        found |= {nonce for nonce, customer in people.items() if customer in refused}
    return found


def _verdict(
    letter: Letter, reasons: Iterable[Reason], had: int, kind: Kind, refused: set[str]
) -> tuple[str, Message | None]:
    if not is_address(tidied(letter.to)):
        return "no_address", NO_ADDRESS
    if reason := first_block(reasons, kind):
        return "suppressed", BLOCKED[reason]
    if letter.nonce in refused:
        return "no_consent", NO_CONSENT
    if kind.cap and had >= kind.cap[0]:
        return "capped", message(
            "This address had {count} of this kind in {days} days; nobody is asked more often.",
            count=kind.cap[0],
            days=kind.cap[1].days,
        )
    return "waiting", None


def _row(
    letter: Letter,
    address_hash: str,
    public_id: str,
    frames: Frames,
    why: Message | None,
    outcome: str,
    now: datetime,
    host: str,
    by: Any,
) -> Outgoing:
    text, html = frames.write(letter, address_hash)
    state = {"waiting": State.WAITING, "no_address": State.REFUSED}.get(outcome, State.SUPPRESSED)
    return Outgoing(
        public_id=public_id,
        kind=letter.kind,
        to=tidied(letter.to).replace("\0", "")[:LONGEST],
        to_hash=address_hash,
        customer=letter.customer,
        language=letter.language.value,
        subject=" ".join(letter.subject.split())[:250],
        text=text,
        html=html,
        about=letter.about,
        nonce=letter.nonce,
        message_id=f"<{public_id}@{host}>",
        state=state,
        problem=stored(why) if why else {},
        not_before=letter.not_before or now,
        created=now,
        ended=None if state == State.WAITING else now,
        by=by,
    )


def blocks(hashes: Iterable[str]) -> dict[str, list[Reason]]:
    """Why these addresses are not written to, where there is a reason."""
    found: dict[str, list[Reason]] = {}
    rows = Suppressed.objects.filter(address_hash__in=set(hashes)).values_list("address_hash", "reason")
    for address_hash, reason in rows.order_by("reason"):
        found.setdefault(address_hash, []).append(Reason(reason))
    return found


def first_block(reasons: Iterable[Reason], kind: Kind) -> Reason | None:
    """The reason that holds for this kind: who wants no more invitations still hears about their own matters."""
    return next((one for one in reasons if not (kind.wanted and one is Reason.UNSUBSCRIBED)), None)


def _had(letters: Sequence[Letter], hashes: Sequence[str]) -> Counter[tuple[str, str]]:
    """How many of each kind went, or may yet go, to these addresses within the days of its cap."""
    found: Counter[tuple[str, str]] = Counter()
    for key in {one.kind for one in letters}:
        if cap := KINDS[key].cap:
            rows = Outgoing.objects.filter(
                kind=key, to_hash__in=set(hashes), state__in=REACHED, created__gt=timezone.now() - cap[1]
            ).order_by()
            for address_hash, count in rows.values_list("to_hash").annotate(n=Count("pk")):
                found[address_hash, key] = count
    return found


@transaction.atomic
def cancel(*, outgoing: Outgoing, by: Any) -> None:
    """Take it back while it waits."""
    waiting = Outgoing.objects.filter(pk=outgoing.pk, state=State.WAITING)
    if not waiting.update(state=State.CANCELLED, ended=timezone.now()):
        raise OutboxError(message("This message waits no more: it was sent, or it is being sent now."))
    record(Event.MESSAGE_CANCELLED, target=outgoing, by=by)


def cancel_all(*, about: str, by: Any = None) -> int:
    """Take back whatever waits and belongs to this, as when a study closes."""
    with transaction.atomic():
        count = Outgoing.objects.filter(about=about, state=State.WAITING).update(
            state=State.CANCELLED, ended=timezone.now()
        )
        if count:
            record(Event.MESSAGE_CANCELLED, by=by, count=count)
    return count


@transaction.atomic
def send_again(*, outgoing: Outgoing, by: Any) -> None:
    """Somebody decided that it should go once more: it keeps its name, so that a mailbox may know the second."""
    rows = Outgoing.objects.filter(pk=outgoing.pk, state__in=[State.UNSURE, State.REFUSED])
    if not is_address(outgoing.to):
        raise OutboxError(NO_ADDRESS)
    if not rows.update(state=State.WAITING, tries=0, not_before=timezone.now(), ended=None, problem={}):
        raise OutboxError(message("Only what was refused or perhaps sent can be sent again."))
    record(Event.MESSAGE_SENT_AGAIN, target=outgoing, by=by)


@transaction.atomic
def count_as_sent(*, outgoing: Outgoing, by: Any) -> None:
    """Somebody looked: it arrived."""
    if Outgoing.objects.filter(pk=outgoing.pk, state=State.UNSURE).update(state=State.SENT, problem={}):
        record(Event.MESSAGE_SETTLED, target=outgoing, by=by)


@transaction.atomic
def hold(*, held: bool, by: Any) -> None:
    """Let nothing go out, or everything again; a server that was given a rest is asked at once."""
    pause = Pause.current()
    fields = {"held": held} if held else {"held": False, "until": None, "failures": 0, "problem": {}}
    Pause.objects.filter(pk=pause.pk).update(**fields)
    record(Event.SENDING_HELD if held else Event.SENDING_RESUMED, target=pause, by=by)


@transaction.atomic
def suppress(
    *, reason: Reason, source: str, address: str = "", address_hash: str = "", by: Any = None
) -> Suppressed | None:
    """Never write there again, also not what waits already. By the address, or by its hash alone."""
    key = address_hash or hashed(address)
    row, fresh = Suppressed.objects.get_or_create(
        address_hash=key,
        reason=reason,
        defaults={"address": tidied(address)[:LONGEST] if address else _address_of(key), "source": source, "by": by},
    )
    waiting = Outgoing.objects.filter(to_hash=key, state=State.WAITING)
    if reason == Reason.UNSUBSCRIBED:
        waiting = waiting.filter(kind__in=UNWANTED)
    waiting.update(state=State.SUPPRESSED, problem=stored(BLOCKED[reason]), ended=timezone.now())
    if fresh:
        record(Event.ADDRESS_SUPPRESSED, target=row, by=by, reason=reason.value, method=source)
    if reason == Reason.UNSUBSCRIBED and source == "letter":
        _say_no(row)
    return row


def _say_no(row: Suppressed) -> None:
    """Whoever leaves by the link in a message says no to surveys."""
    known, channel = _known_at(row)
    said = consents.said(known, Purpose.SURVEYS, channel)
    fresh = [one for one in known if said.get(one) is not False]
    consents.withdraw(customers=fresh, purpose=Purpose.SURVEYS, channel=channel, source=Source.LETTER)


def _say_yes(row: Suppressed) -> None:
    """The way back takes back the no that was said by the link, and no other."""
    known, channel = _known_at(row)
    said = [one for one in known if consents.last_source(one, Purpose.SURVEYS, channel) == Source.LETTER]
    consents.give(customers=said, purpose=Purpose.SURVEYS, channel=channel, source=Source.LETTER)


def _known_at(row: Suppressed) -> tuple[set[int], str]:
    """The customers who were written to there, or who have the address now; and by what channel."""
    sent = Outgoing.objects.filter(to_hash=row.address_hash, customer__isnull=False)
    channel = sent.values_list("channel", flat=True).first() or Channel.EMAIL
    known = set(sent.order_by().values_list("customer_id", flat=True).distinct())
    return known | set(Customer.objects.written_at(row.address).values_list("pk", flat=True)), channel


def _address_of(address_hash: str) -> str:
    """As it stands on the last message to it, for the page."""
    return Outgoing.objects.filter(to_hash=address_hash).values_list("to", flat=True).first() or ""


@transaction.atomic
def unsuppress(*, suppressed: Suppressed, by: Any = None) -> None:
    """Write there again from now on; what was not sent meanwhile stays unsent. ``by`` None: its reader wants it."""
    if by is None and suppressed.reason == Reason.UNSUBSCRIBED:
        _say_yes(suppressed)
    record(Event.ADDRESS_ALLOWED, target=suppressed, by=by, reason=suppressed.reason)
    Suppressed.objects.filter(pk=suppressed.pk).delete()
