"""What is noted about a customer, laid out for the cards of their page: consent, contacts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from django.utils import timezone

from regulars.language import Day, Message, message
from regulars.web.company.models import Company
from regulars.web.people import consents, quiet
from regulars.web.people.models import Consent, Contact, Customer, CustomerScore, Purpose, Source, Way


@dataclass(frozen=True)
class Standing:
    """What holds about one purpose: for every way, and where it is otherwise. ``asked``: whether they are asked."""

    purpose: Message
    row: LedgerLine | None
    others: list[tuple[Message, LedgerLine]]
    words: Message


@dataclass(frozen=True)
class TalkLine:
    """A talk as the page says it."""

    row: Contact

    @property
    def day(self) -> Day:
        """When."""
        return Day(self.row.day)

    @property
    def way(self) -> Message:
        """By what."""
        return Way(self.row.way).said if self.row.way else message("in person")


@dataclass(frozen=True)
class LedgerLine:
    """A row of the ledger as the page says it."""

    row: Consent

    @property
    def day(self) -> Day:
        """When it was said."""
        return Day(timezone.localdate(self.row.at))

    @property
    def what(self) -> Message:
        """What was said, about what."""
        purpose, way = Purpose(self.row.purpose).said, Way(self.row.channel).said
        if self.row.given:
            return message("agreed to {purpose}: {way}", purpose=purpose, way=way)
        return message("did not agree to {purpose}: {way}", purpose=purpose, way=way)

    @property
    def source(self) -> Message:
        """How the company knows."""
        return Source(self.row.source).said


@dataclass(frozen=True)
class Agreed:
    """The card of consent: what holds, and how it came about."""

    standings: list[Standing]
    ledger: list[LedgerLine]


@dataclass(frozen=True)
class Heard:
    """The card of talks: the latest, when they last heard from us, and when they should again."""

    talks: list[TalkLine]
    last: quiet.Last | None
    every: int | None
    due: Day | None


def agreed_of(customer: Customer) -> Agreed:
    """What this customer said yes and no to."""
    states, ledger = consents.all_of(customer)
    return Agreed(_standings(states), [LedgerLine(one) for one in ledger])


def heard_by(customer: Customer) -> Heard:
    """When this customer last heard from the company."""
    talks = [TalkLine(one) for one in customer.contacts.select_related("by")[:10]]
    score = CustomerScore.objects.filter(customer=customer).first()
    last, every = quiet.last_of(customer, score, talks[0].row.day if talks else None), quiet.cadence_of(score)
    return Heard(talks, last, every, Day(last.day + timedelta(days=every)) if last and every else None)


def _standings(states: list[consents.State]) -> list[Standing]:
    found = []
    for purpose in Purpose:
        mine = {state.channel: state.row for state in states if state.purpose == purpose}
        base = mine[Way.ALL]
        others = [(way.said, LedgerLine(row)) for way, row in mine.items() if row is not None and row != base]
        shown = LedgerLine(base) if base else None
        found.append(Standing(purpose.said, shown, others, _words(base, bool(others))))
    return found


def _words(base: Consent | None, others: bool) -> Message:
    if base is not None:
        return message("agreed") if base.given else message("did not agree")
    if Company.current().consent_needed:
        return message("never asked, so not written to")
    return message("otherwise nothing was said") if others else message("nothing was said")
