"""Into the outbox: once, not too often, and not to whom wants none."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import islice
from typing import Any

from django.db import connection, transaction
from django.utils import timezone

from regulars.language import Message, message
from regulars.web.audit import Event, record
from regulars.web.ids import new_ids
from regulars.web.messages.addresses import LONGEST, hash_of, hashed, is_address, is_number, tidied
from regulars.web.messages.blocking import BLOCKED, blocks, first_block
from regulars.web.messages.frequency import Had
from regulars.web.messages.kinds import KINDS, Kind
from regulars.web.messages.models import Channel, Gateway, Outgoing, Reason, Rules, State
from regulars.web.messages.writing import Frames, Letter, domain
from regulars.web.people import consents
from regulars.web.people.bulk import write_rows
from regulars.web.people.models import Purpose
from regulars.web.words import stored

ROWS = 500  # of one query
AT_ONCE = 5000  # of one transaction: about a second
OWN = (
    *("public_id", "kind", "channel", "to", "to_hash", "customer_id", "language", "subject", "text", "html", "about"),
    *("nonce", "message_id", "state", "problem"),
)
_REST = ("gateway_id", "not_before", "created", "claimed", "ended", "by_id", "tries")
_STATES = {"waiting": State.WAITING, "no_address": State.REFUSED}
Verdict = tuple[str, Message | None]
NO_ADDRESS = message("This is no e-mail address. Correct it where it came from, and send anew.")
NO_NUMBER = message("This is no telephone number. Correct it where it came from, and send anew.")
NO_GATEWAY = message("There is no such messenger any more. Add it again, and send anew.")
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


def queue_all(*, letters: Iterable[Letter], by: Any = None, now: datetime | None = None) -> Queued:
    """Put messages into the outbox: whom one must not write to has a row too, which says why nothing was sent.

    A hundred thousand take seconds, in which others want to write as well: they go in by the thousand, each batch for
    good, with its own line in the trail. Cut off in the middle, queue the same again: what is known stays one. Letters
    are taken as they come and never all held at once. ``now``: the moment of a round that has its own.
    """
    frames, rules, found = Frames(), Rules.current(), Counter[str]()
    for some in _batches(letters, AT_ONCE):
        found += _noted(some, frames, rules, by, now)
    return Queued(**found)


@transaction.atomic
def _noted(letters: Sequence[Letter], frames: Frames, rules: Rules, by: Any, now: datetime | None) -> Counter[str]:
    found = Counter[str]()
    for some in _batches(letters, ROWS):
        once = list({one.nonce: one for one in some}.values())
        found += _queue(once, frames, rules, by, now or timezone.now())
    if new := sum(count for name, count in found.items() if name != "known"):
        kinds, set_aside = sorted({one.kind for one in letters}), new - found["waiting"]
        record(Event.MESSAGES_QUEUED, by=by, count=new, kind=kinds, set_aside=set_aside)
    return found


def _batches(letters: Iterable[Letter], size: int) -> Iterator[list[Letter]]:
    rest = iter(letters)
    while some := list(islice(rest, size)):
        yield some


def _queue(letters: Sequence[Letter], frames: Frames, rules: Rules, by: Any, at: datetime) -> Counter[str]:
    known = set(Outgoing.objects.filter(nonce__in=[one.nonce for one in letters]).values_list("nonce", flat=True))
    fresh = [_Addressed.of(one) for one in letters if one.nonce not in known]
    blocked, had, refused = blocks(one.hash for one in fresh), Had.of(fresh, rules, at), _refused(fresh)
    gateways = _gateways(fresh)
    host, rows, found = domain(), [], Counter(known=len(letters) - len(fresh))
    now = _moment(at)
    author = None if by is None else by.pk
    for one, public_id in zip(fresh, new_ids(len(fresh)), strict=True):
        kind, gateway = KINDS[one.kind], gateways.get(one.to)
        cap, letter = rules.cap(kind.cap), one.letter
        outcome, why = (
            no_address(letter.channel, one.to, gateway)
            or _blocked(blocked.get(one.hash, ()), kind)
            or (("no_consent", NO_CONSENT) if letter.nonce in refused else None)
            or _capped(had.count(one), cap)
            or ("waiting", None)
        )
        if outcome == "waiting":
            had.add(one)
        found[outcome] += 1
        words = frames.write(letter, one.hash, public_id)
        begins = _moment(letter.not_before) if letter.not_before else now
        ended = None if outcome == "waiting" else now
        own = _row(one, public_id, words, why, outcome, host)
        rows.append((*own, gateway, begins, now, None, ended, author, 0))
    # By the thousand and without the ORM's objects, which would take twice as long. Whatever somebody else queued in
    # this very moment stays one.
    write_rows(Outgoing, (*OWN, *_REST), rows, "on conflict do nothing")
    return found


@dataclass(frozen=True)
class _Addressed:
    """A letter with its address as it is compared."""

    letter: Letter
    to: str
    hash: str

    @classmethod
    def of(cls, letter: Letter) -> _Addressed:
        if letter.channel == Channel.TEAM:
            return cls(letter, letter.to, hashed(f"team:{letter.to}"))
        to = tidied(letter.to)
        return cls(letter, to, hash_of(to))

    @property
    def kind(self) -> str:
        """Its kind."""
        return self.letter.kind

    @property
    def customer(self) -> int | None:
        """Who it is for, where that is known."""
        return None if self.letter.customer is None else self.letter.customer.pk


def _gateways(letters: Iterable[_Addressed]) -> dict[str, int]:
    teams = {one.letter.to for one in letters if one.letter.channel == Channel.TEAM}
    if not teams:
        return {}
    rows = Gateway.objects.filter(public_id__in=teams, channel=Channel.TEAM, removed=None)
    return dict(rows.values_list("public_id", "pk"))


def _refused(letters: Sequence[_Addressed]) -> set[str]:
    """The nonces of those that go to customers who did not agree to be asked by this channel."""
    asked: dict[str, dict[str, int]] = {}
    for one in letters:
        if one.customer is not None and not KINDS[one.kind].wanted:
            asked.setdefault(one.letter.channel, {})[one.letter.nonce] = one.customer
    found: set[str] = set()
    for channel, people in asked.items():
        refused = consents.refused(people.values(), Purpose.SURVEYS, channel)
        found |= {nonce for nonce, customer in people.items() if customer in refused}
    return found


def no_address(channel: Channel, to: str, gateway: int | None) -> Verdict | None:
    """Why it can go nowhere, if so."""
    fine, why = {
        Channel.TEAM: (lambda: gateway is not None, NO_GATEWAY),
        Channel.SMS: (lambda: is_number(to), NO_NUMBER),
        Channel.EMAIL: (lambda: is_address(to), NO_ADDRESS),
    }[channel]
    return None if fine() else ("no_address", why)


def _blocked(reasons: Iterable[Reason], kind: Kind) -> Verdict | None:
    reason = first_block(reasons, kind)
    return ("suppressed", BLOCKED[reason]) if reason else None


def _capped(had: int, cap: tuple[int, timedelta] | None) -> Verdict | None:
    if not cap or had < cap[0]:
        return None
    return "capped", message(
        "This person had {count} of this kind in {days} days; nobody is asked more often.",
        count=cap[0],
        days=cap[1].days,
    )


def _row(
    one: _Addressed, public_id: str, words: tuple[str, str], why: Message | None, outcome: str, host: str
) -> tuple[Any, ...]:
    """In the order of ``OWN``."""
    letter = one.letter
    return (
        public_id,
        letter.kind,
        letter.channel.value,
        one.to.replace("\0", "")[:LONGEST],
        one.hash,
        one.customer,
        letter.language.value,
        " ".join(letter.subject.replace("\0", "").split())[:250],
        *words,
        letter.about,
        letter.nonce,
        f"<{public_id}@{host}>",
        _STATES.get(outcome, State.SUPPRESSED).value,
        json.dumps(stored(why) if why else {}),
    )


def _moment(value: datetime) -> Any:
    return connection.ops.adapt_datetimefield_value(value)
