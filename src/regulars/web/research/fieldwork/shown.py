"""Those who are asked, as a page shows them: in a study that knows nobody, only how they were reached."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet
from django.utils import timezone

from regulars.language import Message, message
from regulars.web.messages.models import Channel
from regulars.web.research.fieldwork.models import Asked, State
from regulars.web.research.fieldwork.models.asked import OPEN
from regulars.web.research.models import Study
from regulars.web.words import say

# What happened after the letter arrived is what a private study tells nobody.
AFTER = (State.BEGUN, State.ANSWERED, State.DECLINED, State.INELIGIBLE)
CONTACT = [state for state in State if state not in AFTER]
_LABELS = {State.ANSWERED: "ok", State.UNREACHED: "err", State.BLOCKED: "warn", State.QUEUED: "warn"}


@dataclass(frozen=True)
class Line:
    """One person of the list."""

    asked: Asked
    private: bool

    @property
    def state(self) -> State:
        """As this page may say it."""
        found = State(self.asked.state)
        return State.SENT if self.private and found in AFTER else found

    @property
    def words(self) -> Message:
        """For people."""
        return self.state.said

    @property
    def label(self) -> str:
        """How the page marks it."""
        return _LABELS.get(self.state, "")

    @property
    def channel(self) -> Message:
        """By what they are asked."""
        return Channel(self.asked.channel).said

    @property
    def reminded(self) -> int | None:
        """How often; where nobody is known it would tell who answered."""
        return None if self.private else self.asked.reminded

    @property
    def open(self) -> bool:
        """Whether the invitation can be taken back: in a private study the button must not tell who answered."""
        return self.state in (State.DRAWN, State.QUEUED) or (not self.private and self.state in OPEN)


def private(study: Study) -> bool:
    """Whether nobody may know who answered."""
    return study.privacy != "identified"


def found(study: Study, *, q: str = "", state: str = "", cell: str = "", channel: str = "") -> QuerySet[Asked]:
    """Whom a filter asks for."""
    rows = Asked.objects.filter(study=study, test=False).select_related("cell", "customer", "link__unit")
    if state == State.SENT and private(study):
        rows = rows.filter(state__in=(State.SENT, *AFTER))
    elif state:
        rows = rows.filter(state=state)
    if cell:
        rows = rows.filter(cell=cell)
    if channel:
        rows = rows.filter(channel=channel)
    return rows.filter(Q(name__icontains=q) | Q(to__icontains=q)) if q else rows


HEADS = (
    message("Name"), message("Address"), message("Channel"), message("Part"), message("Unit"), message("State"),
    message("Invited"), message("Reminders"), message("Weight"),
)  # fmt: skip


def table(study: Study, rows: QuerySet[Asked]) -> Iterator[list[Any]]:
    """The same as a file."""
    hidden = private(study)
    yield [say(words) for words in HEADS]
    for one in rows.iterator(chunk_size=2000):
        line = Line(one, hidden)
        yield [
            one.name,
            one.to,
            say(line.channel),
            one.cell.shown_label if one.cell else "",
            one.link.unit.code if one.link.unit else "",
            say(line.words),
            timezone.localtime(one.invited_at).isoformat(" ", "minutes") if one.invited_at else "",
            line.reminded,
            one.weight,
        ]
