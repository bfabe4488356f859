"""Our own score of a place beside its customers': do they agree, and where do the two part?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from regulars.insights.pictures.service import quality_agreement as picture
from regulars.insights.report import Report, Row, Section, Source, Table
from regulars.insights.scope import Scope
from regulars.language import Count, Estimate, Message, Text, message
from regulars.methods import QualityAgreement, quality_agreement

INDEX = (0, 100)


@dataclass(frozen=True)
class Pair:
    """A visit: our ``internal`` score, and the mean ``customer`` rating of the same unit around that day, 0 to 100."""

    unit: str
    day: date
    internal: float
    customer: float


def agreement(
    pairs: Sequence[Pair], *, alone: int, days: int, names: Mapping[str, Text], last: date, scope: Scope, seed: int = 1
) -> Report:
    """Where our own score says something else than the customers.

    Parameters:
        pairs: visits with what customers said of the same unit.
        alone: visits of units of which too few customers said anything at the time.
        days: how many days before and after a visit customers' ratings count.
        names: of the units.
        last: the last day looked at.
        scope: units, privacy class and purpose of the question.
        seed: of the resampling.
    """
    found = None
    if len(pairs) >= QualityAgreement.minimum_n:
        found = quality_agreement(
            [one.internal for one in pairs],
            [one.customer for one in pairs],
            [one.unit for one in pairs],
            scale=INDEX,
            seed=seed,
        )
    return Report(
        key="agreement",
        title=message("Our own score and the customers’"),
        conclusion=_conclusion(found, len(pairs)),
        reason=None if found is None or not found.notes else found.notes[0],
        figures=(),
        sections=() if found is None else (_named(picture(found), names), _summary(found)),
        source=Source("visits, ratings", len(pairs), as_of=last),
        notes=_notes(len(pairs), alone, days),
        scope=scope.to_dict(),
    )


def _conclusion(found: QualityAgreement | None, n: int) -> Message:
    if found is None:
        return message(
            "Too few visits with a customers’ score beside them: {n}. It takes {needed}.",
            n=Count(n),
            needed=Count(QualityAgreement.minimum_n),
        )
    if found.difference_low > 0:
        return message(
            "Our own score is kinder than the customers’, by {gap} points of 100.",
            gap=Estimate(found.difference, found.difference_low, found.difference_high, digits=1),
        )
    if found.difference_high < 0:
        return message(
            "Our own score is stricter than the customers’, by {gap} points of 100.",
            gap=Estimate(-found.difference, -found.difference_high, -found.difference_low, digits=1),
        )
    return message("No clear difference between our own score and the customers’ on the whole.")


def _named(section: Section, names: Mapping[str, Text]) -> Section:
    table = section.table
    if table is None:
        return section
    rows = tuple(replace(row, name=names.get(row.key, row.name)) for row in table.rows)
    return replace(section, title=message("Where the two part"), table=replace(table, rows=rows))


def _summary(found: QualityAgreement) -> Section:
    """The two coefficients, as the method shows them without units."""
    whole = picture(replace(found, names=()))
    rows: tuple[Row, ...] = whole.table.rows if whole.table else ()
    table = None if whole.table is None else Table("agreement", whole.table.columns, rows)
    return replace(whole, key="agreement", title=message("How far they agree"), table=table)


def _notes(n: int, alone: int, days: int) -> tuple[Message, ...]:
    said = [
        message(
            "A visit stands beside the mean of what customers said of the same unit from {days} days before it to "
            "{days} days after.",
            days=days,
        )
    ]
    if alone:
        said.append(
            message("{alone} visits are left out: too few customers said anything at the time.", alone=Count(alone))
        )
    return (*said, message("{n} visits are compared.", n=Count(n)))
