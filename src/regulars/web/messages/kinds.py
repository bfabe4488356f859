"""Kinds of messages, as a register: what a kind is called, how often one person may get it, and when.

``cap``: which of the company's rules says how often (``models/rules.py``); empty is no limit. ``by_day``: not sent in
the quiet hours. ``wanted``: sent because of the person's own matter, so that unsubscribing from invitations does not
end it; a mailbox that does not exist ends both.
"""

from __future__ import annotations

from dataclasses import dataclass

from regulars.language import Message, message


@dataclass(frozen=True)
class Kind:
    """One kind."""

    key: str
    title: Message
    cap: str = ""
    by_day: bool = False
    wanted: bool = False


KINDS: dict[str, Kind] = {
    one.key: one
    for one in (
        Kind("invitation", message("invitation"), cap="invitation", by_day=True),
        Kind("reminder", message("reminder"), cap="reminder", by_day=True),
        Kind("trial", message("trial of an invitation")),
        Kind("notice", message("notice"), wanted=True),
    )
}
UNWANTED = tuple(one.key for one in KINDS.values() if not one.wanted)
BY_DAY = tuple(one.key for one in KINDS.values() if one.by_day)
