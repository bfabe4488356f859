"""The one definition of the figures on the quality of records: page, command and file show the same object.

A figure is what a check found, of the records in which it could be found. Complete data: no interval.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.apps import apps
from django.db.models import Count, Q
from django.utils import timezone

from regulars.insights.report import Column, Figure, Report, Row, Section, Source, Table
from regulars.language import Count as Number
from regulars.language import Day, Estimate, Kind, Message, message, plural
from regulars.web.accounts.access import UnitScope
from regulars.web.people.models import Customer
from regulars.web.people.quality.catalogue import DIMENSIONS, STEPS, Check, Dimension, checks
from regulars.web.people.quality.measuring import FILLED
from regulars.web.people.quality.models import Finding, Measurement
from regulars.web.personal import Personal

SHOWN_TREND = 8
KINDS_OF_DATA: dict[Personal, Message] = {
    Personal.NAME: message("says who somebody is"),
    Personal.FACT: message("says something about somebody"),
    Personal.KEY: message("points to somebody"),
}
FIELDS: dict[str, Message] = {
    "number": message("Customer number"),
    "name": message("Name"),
    "email": message("E-mail"),
    "phone": message("Telephone"),
    "language": message("Language"),
    "unit": message("Belongs to the unit"),
    "kind": message("Person or organisation"),
}


@dataclass(frozen=True)
class Line:
    """One check: found in ``found`` of ``of`` records; ``before``: the share when it was measured last."""

    check: Check
    found: int
    of: int
    before: float | None = None

    @property
    def share(self) -> Estimate:
        """Of those in which it could be found."""
        return Estimate(self.found / self.of if self.of else 0.0, kind=Kind.SHARE, digits=1)

    @property
    def counted(self) -> tuple[Number, Number]:
        """Count of count."""
        return Number(self.found), Number(self.of)

    @property
    def earlier(self) -> Estimate | None:
        """When it was measured the time before."""
        return None if self.before is None else Estimate(self.before, kind=Kind.SHARE, digits=1)


@dataclass(frozen=True)
class Filled:
    """One field: what kind of data it is, and in how many records it is filled in."""

    name: Message
    kind: Message
    found: Number
    of: Number
    share: Estimate


@dataclass(frozen=True)
class Quality:
    """Weakest first. ``flawed``: records with any fault; ``at``: when the records were last looked through."""

    lines: tuple[Line, ...]
    customers: int
    flawed: int
    fields: tuple[Filled, ...]
    kinds: tuple[tuple[Message, Number], ...]
    at: datetime | None
    trend: tuple[Measurement, ...] = ()
    duplicates: int | None = None

    @property
    def weakest(self) -> Line | None:
        """The fault that most records have."""
        faults = [one for one in self.lines if one.found and one.check.fault]
        return max(faults, key=lambda one: one.found / one.of, default=None)

    @property
    def sound(self) -> Estimate:
        """The share of records without any fault."""
        return Estimate((1 - self.flawed / self.customers) if self.customers else 0.0, kind=Kind.SHARE, digits=1)

    @property
    def sentence(self) -> Message:
        """What a manager wants to know."""
        if self.at is None:
            return message("Nobody has looked through the records yet.")
        if not self.flawed:
            return plural("{count} record, and no fault was found.", "{count} records, and no fault was found.",
                self.customers)  # fmt: skip
        return plural(
            "{count} of {all} records has a fault ({share}).", "{count} of {all} records have a fault ({share}).",
            self.flawed, all=Number(self.customers), share=Estimate(1 - self.sound.value, kind=Kind.SHARE, digits=1),
        )  # fmt: skip

    @property
    def reason(self) -> Message | None:
        """The weakest point."""
        if (weakest := self.weakest) is None:
            return None
        return message(
            "Most often: {title}, {found} of {of} ({share}).",
            title=weakest.check.title, found=weakest.counted[0], of=weakest.counted[1], share=weakest.share,
        )  # fmt: skip


def quality(scope: UnitScope) -> Quality:
    """What is found now among the customers of a scope: what was repaired since the last look counts no more."""
    known = checks()
    people, findings = Customer.objects.within(scope), Finding.objects.within(scope)
    totals = people.aggregate(
        all=Count("pk"),
        organisations=Count("pk", filter=Q(kind="organisation")),
        unit=Count("pk", filter=Q(unit__isnull=False)),
        **{name: Count("pk", filter=~Q(**{name: ""})) for name in FILLED},
    )
    found = dict(findings.order_by().values_list("about").annotate(n=Count("pk")))
    measured = list(Measurement.objects.all()[:SHOWN_TREND])
    earlier = measured[1].counts if scope.whole and len(measured) > 1 else {}
    lines = tuple(
        Line(one, found.get(key, 0), totals[one.of] if one.of else totals["all"], _share(earlier.get(key)))
        for key, one in known.items()
    )
    faults = [key for key, one in known.items() if one.fault]
    flawed = findings.filter(about__in=faults).aggregate(n=Count("customer", distinct=True))["n"]
    return Quality(
        lines=tuple(sorted(lines, key=lambda one: (-(one.found / one.of if one.of else 0), not one.check.fault))),
        customers=totals["all"],
        flawed=flawed,
        fields=_fields(totals),
        kinds=(
            (message("Persons"), Number(totals["all"] - totals["organisations"])),
            (message("Organisations"), Number(totals["organisations"])),
        ),
        at=measured[0].at if measured else None,
        trend=tuple(measured) if scope.whole else (),
        duplicates=_duplicates() if scope.whole else None,
    )


def _share(pair: Any) -> float | None:
    return pair[0] / pair[1] if pair and pair[1] else None


def _fields(totals: dict[str, int]) -> tuple[Filled, ...]:
    from regulars.web.people.personal import FIELDS as CLASSES

    found = []
    for name, label in FIELDS.items():
        n = totals["all"] if name in ("number", "kind") else totals[name]
        share = Estimate(n / totals["all"] if totals["all"] else 0.0, kind=Kind.SHARE, digits=1)
        kind = KINDS_OF_DATA[CLASSES[f"Customer.{name}"]]
        found.append(Filled(label, kind, Number(n), Number(totals["all"]), share))
    return tuple(found)


def _duplicates() -> int | None:
    """Pairs that may be one customer, as the page of duplicates counts them; None where nobody looks for them."""
    if not apps.is_installed("regulars.web.people.duplicates"):
        return None
    from regulars.web.people.duplicates.models import Pair
    from regulars.web.people.duplicates.queries import found

    return int(found(Pair.objects.all(), "open").count())


def report_of(found: Quality) -> Report:
    """The same as a report, for the command line and its files."""
    columns = (
        Column("check", message("Check")),
        Column("dimension", message("Dimension"), numeric=False),
        Column("found", message("Found")),
        Column("of", message("Of")),
        Column("share", message("Share")),
    )
    sections = tuple(
        Section(
            step.value,
            title,
            table=Table(
                step.value,
                columns,
                tuple(
                    Row(one.check.key, one.check.title, (one.check.dimension.said, *one.counted, one.share))
                    for one in found.lines
                    if one.check.step is step
                ),
            ),
        )
        for step, title in STEPS.items()
    )
    figures = [
        Figure(
            "customers", message("Records"), Estimate(found.customers, kind=Kind.NUMBER, digits=0), None, exact_digits=0
        ),
        Figure(
            "flawed", message("With a fault"), Estimate(found.flawed, kind=Kind.NUMBER, digits=0), None, exact_digits=0
        ),
        Figure("sound", message("Without any fault"), found.sound, found.customers),
    ]
    if found.duplicates is not None:
        pairs = Estimate(found.duplicates, kind=Kind.NUMBER, digits=0)
        figures.append(Figure("duplicates", message("Pairs that may be one customer"), pairs, None, exact_digits=0))
    day = timezone.localtime(found.at).date() if found.at else None
    return Report(
        key="quality",
        title=message("Quality of the records"),
        conclusion=found.sentence,
        reason=found.reason,
        figures=tuple(figures),
        sections=sections,
        source=Source("customers", found.customers, as_of=day, at=found.at),
        notes=tuple(
            message("{dimension}: {meaning}", dimension=name, meaning=meaning)
            for name, meaning in (DIMENSIONS[one] for one in Dimension)
        ),
    )


def trend_of(found: Quality) -> list[tuple[Day, Number, Number, Estimate]]:
    """Measurements, latest first: day, records, records with a fault, share without any."""
    return [
        (
            Day(timezone.localtime(one.at).date()),
            Number(one.customers),
            Number(one.flawed),
            Estimate(1 - one.flawed / one.customers if one.customers else 0.0, kind=Kind.SHARE, digits=1),
        )
        for one in found.trend
    ]
