"""Sending what is due: each message exactly once, whatever dies in between.

A message is marked as being sent, with its fixed name, before the server hears of it, and that is committed. Whoever
finds it so marked later knows that it may have been sent: it is shown as such and never sent again by itself.
"""

from __future__ import annotations

import logging
import time
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import F
from django.utils import timezone

from regulars.language import message
from regulars.web.messages.blocking import BLOCKED, blocks, first_block, suppress
from regulars.web.messages.kinds import KINDS
from regulars.web.messages.lanes import Lane, lanes
from regulars.web.messages.models import Outgoing, Pause, Reason, State
from regulars.web.messages.outcomes import Answer, Outcome
from regulars.web.messages.queueing import NO_CONSENT
from regulars.web.people import consents
from regulars.web.people.models import Purpose
from regulars.web.words import stored

log = logging.getLogger(__name__)
# A round is one of every minute. Providers slow down whoever sends faster than about ten a second.
PER_ROUND = 600
LONGEST = 50.0  # seconds, shared by all ways out that have something to send
# Temporary refusals: greylisting is over after a few minutes, a full mailbox perhaps tomorrow.
WAITS = tuple(timedelta(minutes=one) for one in (5, 15, 60, 240, 720, 1440))
# A server that takes nothing is asked again ever more rarely.
RESTS = tuple(timedelta(minutes=one) for one in (1, 2, 5, 10, 20, 30))
BROKE_OFF = message(
    "The work broke off while this message was being handed over: perhaps it was sent. It is not sent again by itself."
)


@dataclass
class Round:
    """What one round did."""

    sent: int = 0
    refused: int = 0
    later: int = 0
    unsure: int = 0


def send_due(*, now: datetime | None = None) -> Round:
    """One round: the mail server, then each gateway; none of them waits for another that is dead or slow."""
    at = now or timezone.now()
    done = Round(unsure=_report_broken_off(at))
    if Pause.current().held:
        return done
    open_lanes = lanes(at)
    for lane in open_lanes:
        _run(lane, at, done, LONGEST / len(open_lanes))
    return done


def _run(lane: Lane, at: datetime, done: Round, longest: float) -> None:
    began = time.monotonic()
    try:
        # The whole round is chosen at once: what is put back during it waits for the next.
        for pk in list(lane.due.values_list("pk", flat=True)[:PER_ROUND]):
            if time.monotonic() - began > longest or not _one(pk, lane, at, done):
                break
    finally:
        lane.line.close()


def _report_broken_off(now: datetime) -> int:
    return Outgoing.objects.broken_off(now).update(state=State.UNSURE, problem=stored(BROKE_OFF), ended=now)


def _one(pk: int, lane: Lane, now: datetime, done: Round) -> bool:
    """Send one; whether the server takes more."""
    outgoing = Outgoing.objects.filter(pk=pk, state=State.WAITING).first()
    letter = outgoing and _to_be_sent(outgoing, lane, now)
    if not letter or not _claim(outgoing, lane, now):
        return True
    outcome = _handed_over(lane, letter)
    _write_down(outgoing, outcome, now, done)
    return _line_is(lane, outcome, now)


def _handed_over(lane: Lane, letter: Any) -> Outcome:
    try:
        return lane.line.hand_over(letter)
    except Exception as error:
        # By its kind alone: its words may hold the address of a gateway.
        log.error("A message broke off: %s", type(error).__name__)  # noqa: TRY400
        return Outcome(Answer.UNSURE, BROKE_OFF)


def _to_be_sent(outgoing: Outgoing, lane: Lane, now: datetime) -> Any:
    kind = KINDS.get(outgoing.kind)
    reasons = blocks([outgoing.to_hash]).get(outgoing.to_hash, ())
    block = first_block(reasons, kind) if kind else None
    why = BLOCKED[block] if block else None
    if why is None and kind and not kind.wanted and outgoing.customer_id:
        refused = consents.refused([outgoing.customer_id], Purpose.SURVEYS, outgoing.channel)
        why = NO_CONSENT if refused else None
    if kind is None or why:  # the list grew since; ``suppress`` moves only what it saw waiting
        Outgoing.objects.filter(pk=outgoing.pk, state=State.WAITING).update(
            state=State.SUPPRESSED, problem=stored(why) if why else {}, ended=now
        )
        return None
    try:
        return lane.line.prepare(outgoing)
    except (ValueError, UnicodeError) as error:
        why = message("No message can be made of this: {problem}", problem=str(error)[:200])
        Outgoing.objects.filter(pk=outgoing.pk, state=State.WAITING).update(
            state=State.REFUSED, problem=stored(why), ended=now
        )
        return None


def _claim(outgoing: Outgoing, lane: Lane, now: datetime) -> bool:
    """Mark it, on its own and committed at once: two rounds never send the same."""
    return bool(
        Outgoing.objects.filter(pk=outgoing.pk, state=State.WAITING).update(
            state=State.SENDING, claimed=max(now, timezone.now()), tries=F("tries") + 1, gateway=lane.gateway
        )
    )


def _write_down(outgoing: Outgoing, outcome: Outcome, now: datetime, done: Round) -> None:
    why, tries = stored(outcome.why) if outcome.why else {}, outgoing.tries + 1
    match outcome.answer:
        case Answer.TAKEN:
            fields: dict[str, Any] = {"state": State.SENT, "ended": timezone.now()}
            done.sent += 1
        case Answer.UNSURE:
            fields = {"state": State.UNSURE, "ended": now}
            done.unsure += 1
        case Answer.LATER | Answer.HUNG_UP if tries <= len(WAITS):
            fields = {"state": State.WAITING, "not_before": now + WAITS[tries - 1]}
            done.later += 1
        case Answer.CLOSED:  # no try of this message: the server did not look at it
            fields = {"state": State.WAITING, "tries": outgoing.tries}
            done.later += 1
        case _:
            fields = {"state": State.REFUSED, "ended": now}
            done.refused += 1
    Outgoing.objects.filter(pk=outgoing.pk, state=State.SENDING).update(problem=why, **fields)
    if outcome.answer is Answer.NOBODY:
        suppress(reason=Reason.BOUNCED, source="server", address=outgoing.to)


def _line_is(lane: Lane, outcome: Outcome, now: datetime) -> bool:
    """Whether the server still takes messages; when it does not, it is given a rest, each time a longer one."""
    rows = type(lane.rest).objects.filter(pk=lane.rest.pk)
    if outcome.answer not in (Answer.CLOSED, Answer.HUNG_UP, Answer.UNSURE):
        rows.filter(failures__gt=0).update(failures=0, until=None, problem={})
        return True
    failures = rows.values_list("failures", flat=True).first() or 0
    rest = RESTS[min(failures, len(RESTS) - 1)]
    problem = stored(outcome.why) if outcome.why else {}
    rows.update(failures=F("failures") + 1, until=now + rest, problem=problem)
    return False
