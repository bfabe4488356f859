"""What does a study need, what does it cost, and what will its result be able to tell? A plan as a document."""

from __future__ import annotations

from itertools import pairwise

from regulars.insights.planning.sections import figures, sections
from regulars.insights.planning.units import difference
from regulars.insights.report import Report, Source
from regulars.language import Count, Day, Message, Money, message
from regulars.survey.plans import Event, Plan, Reckoned, reckon, waves

__all__ = ["planned"]


def planned(plan: Plan) -> Report:
    """The nine fields of a plan with what follows from them, ready to be signed."""
    found = reckon(plan)
    return Report(
        key="plan",
        title=plan.title,
        conclusion=_conclusion(plan, found),
        reason=message(
            "A difference between two waves shows in eight of ten cases from {difference} on.",
            difference=difference(plan, found.detectable),
        ),
        figures=figures(plan, found),
        sections=sections(plan, found),
        source=Source(plan.name, None),
        notes=_notes(plan, found),
    )


def _conclusion(plan: Plan, found: Reckoned) -> Message:
    n, people = Count(found.n), Count(found.invitations)
    if not plan.currency:
        return message("{n} answers a wave are expected from {people} people.", n=n, people=people)
    total = Money(found.total, plan.currency)
    if found.left is not None and found.left < 0:
        over = Money(-found.left, plan.currency)
        return message(
            "{n} answers a wave from {people} people cost {total} in all: {over} more than there is.",
            n=n,
            people=people,
            total=total,
            over=over,
        )
    return message("{n} answers a wave from {people} people cost {total} in all.", n=n, people=people, total=total)


def _notes(plan: Plan, found: Reckoned) -> tuple[Message, ...]:
    notes = []
    if not found.enough:
        notes.append(
            message(
                "The margin asked for needs {wanted} answers; everybody asked at these response rates gives {n}.",
                wanted=Count(found.wanted),
                n=Count(found.n),
            )
        )
    few = [cell.stratum.label for cell in found.cells if cell.n < plan.least]
    if few:
        notes.append(
            message(
                "Too few answers are to be expected in: {parts}. Ask more of them, or judge them together.",
                parts=tuple(few),
            )
        )
    made = waves(plan)
    for one, after in pairwise(made):
        if one.last >= after.first:
            notes.append(
                message(
                    "Wave {number} is still open when the next begins on {day}: people would be asked twice.",
                    number=one.number,
                    day=Day(after.first),
                )
            )
            break
    if isinstance(plan.frequency, Event):
        notes.append(message("Asked after events, answers come day by day; the figures are for as many as one wave."))
    return tuple(notes)
