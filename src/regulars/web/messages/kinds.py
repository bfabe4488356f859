"""Kinds of messages, as a register: what a kind is called, how often one person may get it, and when.

``cap``: at most so many of this kind to one address in so many days; None is no limit. ``by_day``: not sent in the
quiet hours. ``wanted``: sent because of the person's own matter, so that unsubscribing from invitations does not end
it; a mailbox that does not exist ends both.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time, timedelta

from regulars.language import Message, message
from regulars.web.jobs.clock import company_zone

# Who is asked every week answers nothing any more: two studies a month over all studies together, and as many
# reminders as a wave has by custom. Reminders are counted apart, or the first would use up the second invitation.
MONTH = timedelta(days=30)
# By the company's clock. A telephone that lights up at night is remembered longer than the question.
QUIET_FROM, QUIET_UNTIL = time(21), time(8)


@dataclass(frozen=True)
class Kind:
    """One kind."""

    key: str
    title: Message
    cap: tuple[int, timedelta] | None = None
    by_day: bool = False
    wanted: bool = False


KINDS: dict[str, Kind] = {
    one.key: one
    for one in (
        Kind("invitation", message("invitation"), cap=(2, MONTH), by_day=True),
        Kind("reminder", message("reminder"), cap=(4, MONTH), by_day=True),
        Kind("notice", message("notice"), wanted=True),
    )
}
UNWANTED = tuple(one.key for one in KINDS.values() if not one.wanted)
BY_DAY = tuple(one.key for one in KINDS.values() if one.by_day)


def is_quiet(now: datetime) -> bool:
    """Whether it is night where the company is."""
    clock = now.astimezone(company_zone()).time()
    return clock >= QUIET_FROM or clock < QUIET_UNTIL
