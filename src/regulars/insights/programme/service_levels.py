"""Was kept what each tier is promised: answers in time, care, ways, callers; and are complaints answered alike?"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from regulars.insights.pictures.cells import TOO_FEW, part_of
from regulars.insights.report import Cell, ChartKind, Column, Report, Row, Section, Source, Table, Words
from regulars.insights.scope import Scope
from regulars.language import Count, Day, Estimate, Kind, Message, Missing, message, plural
from regulars.methods import ShareInterval, compare
from regulars.methods.comparison import Verdict

LEAST = ShareInterval.minimum_n  # fewer are counted, not rated
TITLE = message("Promised and kept")
SAME = message("Every tier has the same standard; here is whether it also gets the same.")
COMPLAINTS, ANSWERS, CARE, WAYS, CALLERS = "complaints", "answers", "care", "ways", "callers"
ALIKE = {
    Verdict.HIGHER: message("clearly more often in time than the others"),
    Verdict.LOWER: message("clearly less often in time than the others"),
    Verdict.SAME: message("about the same as the others"),
    Verdict.UNCLEAR: message("no clear difference from the others"),
    Verdict.TOO_FEW: TOO_FEW,
}


@dataclass(frozen=True)
class Kept:
    """Of what one level was promised: ``kept`` of ``n``; ``waiting`` can still be kept. ``promised``: what, in words.

    ``mean``: how much there was of it, where it can be counted. ``least``: fewer are not rated.
    """

    level: str
    name: Words
    promised: Words | tuple[Words, ...]
    kept: int
    n: int
    waiting: int = 0
    mean: float | None = None

    @property
    def share(self) -> Estimate | Missing:
        """Kept, of all that could be told."""
        return part_of(self.kept, self.n, least=LEAST)


@dataclass(frozen=True)
class Audit:
    """What was counted from ``first`` to ``last``, a list of levels for each promise.

    ``too_short``: levels whose promise of care is for more days than were asked for, or than it holds. ``moved``:
    customers who changed level within the days of care. ``known_from``: the first day on which levels were known.
    """

    complaints: Sequence[Kept]
    answers: Sequence[Kept]
    care: Sequence[Kept]
    ways: Sequence[Kept]
    callers: Sequence[Kept]
    too_short: Sequence[Words]
    first: date
    last: date
    days_of_care: int
    moved: int = 0
    known_from: date | None = None

    @property
    def parts(self) -> dict[str, Sequence[Kept]]:
        """Key -> levels, of those promises that there are."""
        named = {COMPLAINTS: self.complaints, ANSWERS: self.answers, CARE: self.care, WAYS: self.ways,
                 CALLERS: self.callers}  # fmt: skip
        return {key: rows for key, rows in named.items() if rows}


def service_levels(found: Audit, *, scope: Scope) -> Report:
    """One page on what was promised and what was delivered; shares have Wilson's interval [wilson1927].

    Whether complaints are answered alike is tested level against the others, allowing for how many are tested.
    """
    verdicts = _alike(found.complaints)
    sections = tuple(_sections(found, verdicts))
    return Report(
        key="service-levels",
        title=TITLE,
        conclusion=_conclusion(found, verdicts),
        reason=_reason(verdicts),
        figures=(),
        sections=sections,
        source=Source("cases, contacts", sum(one.n for rows in found.parts.values() for one in rows), as_of=found.last),
        notes=tuple(_notes(found)),
        scope=scope.to_dict(),
    )


def _alike(rows: Sequence[Kept]) -> dict[str, Verdict]:
    """Each level against all others, of those with answers enough."""
    told = [one for one in rows if one.n >= LEAST]
    verdicts = {one.level: Verdict.TOO_FEW for one in rows}
    if len(told) < 2:
        return verdicts
    values = [value for _ in told for value in (1, 0)]
    groups = [one.level for one in told for _ in range(2)]
    counts = [count for one in told for count in (one.kept, one.n - one.kept)]
    if len({one.kept / one.n for one in told}) == 1:  # nothing differs, and nothing is left to test
        return verdicts | {one.level: Verdict.UNCLEAR for one in told}
    result = compare(values, groups, measure="share", scale=(0, 1), top=1, against="rest", counts=counts)
    return verdicts | dict(zip(result.first, result.verdict, strict=True))


def _conclusion(found: Audit, verdicts: dict[str, Verdict]) -> Message:
    """A guard that failed before the promise that is kept least."""
    names = {one.level: one for one in found.complaints}
    if slow := [level for level, verdict in verdicts.items() if verdict is Verdict.LOWER]:
        worst = min((names[level] for level in slow), key=lambda one: one.kept / one.n)
        return message(
            "Complaints of “{level}” are answered in time clearly less often than those of the others: {share}.",
            level=worst.name,
            share=worst.share,
        )
    least = _least(found)
    if least is not None:
        what, one = least
        return message(
            "“{what}” is kept least, at level “{level}”: {share}, n {n}.",
            what=TITLES[what], level=one.name, share=one.share, n=Count(one.n),
        )  # fmt: skip
    if found.parts:
        return message("Too few to judge: from {least} on a share is told.", least=LEAST)
    return message("Nothing that was promised fell due in this time.")


def _least(found: Audit) -> tuple[str, Kept] | None:
    told = [(key, one) for key, rows in found.parts.items() for one in rows if one.n >= LEAST]
    return min(told, key=lambda pair: pair[1].kept / pair[1].n, default=None)


def _reason(verdicts: dict[str, Verdict]) -> Message | None:
    told = {verdict for verdict in verdicts.values() if verdict is not Verdict.TOO_FEW}
    if not verdicts or Verdict.LOWER in told:
        return None
    if not told:
        return message("Whether complaints of all tiers are answered alike cannot be told from so few.")
    return message("Complaints: no tier waits clearly longer than the others.")


TITLES: dict[str, Message] = {
    COMPLAINTS: message("Complaints answered in time"),
    ANSWERS: message("Other matters answered in time"),
    CARE: message("As many care contacts as promised"),
    WAYS: message("In touch by a way that was promised"),
    CALLERS: message("Called by a manager where that is promised"),
}
_MEANT: dict[str, Message] = {
    COMPLAINTS: message(
        "First answers to complaints, within the business hours that were due when the case was opened: the same for "
        "every tier. A case that is open and whose time has not run out waits. Levels are those of the day on which "
        "the case was opened."
    ),
    ANSWERS: message(
        "First answers in cases that are no complaint, such as calls to customers who may leave. Levels are those of "
        "the day on which the case was opened."
    ),
    CARE: message(
        "Of the customers who bought before these days, those whom somebody of the company spoke with or wrote to by "
        "hand at least as often as these days promise, rounded down. Who changed level is promised a part of each and "
        "stands with the level that promises most of it. Surveys and letters about a customer’s own matter do not "
        "count."
    ),
    WAYS: message("Of the talks that were noted, by the level of the customer on their day, those by a promised way."),
    CALLERS: message("Of the telephone calls that were noted, those by somebody who is a manager or administrator."),
}
_OF: dict[str, Message] = {
    COMPLAINTS: message("Cases"),
    ANSWERS: message("Cases"),
    CARE: message("Customers"),
    WAYS: message("Talks"),
    CALLERS: message("Calls"),
}


def _sections(found: Audit, verdicts: dict[str, Verdict]) -> Iterator[Section]:
    for key, rows in found.parts.items():
        extra = list(_extra(key, verdicts, rows))
        columns = (
            Column("level", message("Service level"), numeric=False),
            Column("share", message("Kept")),
            Column("kept", message("Number kept")),
            Column("n", _OF[key]),
            *(column for column, _ in extra),
            Column("promised", message("What was promised"), numeric=False),
        )
        lines = tuple(
            Row(
                one.level,
                one.name,
                (one.share, Count(one.kept), Count(one.n), *(cell(one) for _, cell in extra), _words(one.promised)),
                "weakest" if key == COMPLAINTS and verdicts.get(one.level) is Verdict.LOWER else "same",
            )
            for one in rows
        )
        yield Section(
            key=key,
            title=TITLES[key],
            sentence=SAME if key == COMPLAINTS else None,
            table=Table(key, columns, lines),
            chart=ChartKind.BARS if any(one.n >= LEAST for one in rows) else None,
            definition=_MEANT[key],
        )


Extra = tuple[Column, Callable[[Kept], Cell]]


def _extra(key: str, verdicts: dict[str, Verdict], rows: Sequence[Kept]) -> Iterator[Extra]:
    if key in (COMPLAINTS, ANSWERS):
        yield Column("waiting", message("Still in time")), lambda one: Count(one.waiting)
    if key == COMPLAINTS:
        column = Column("alike", message("Against the other levels"), numeric=False)
        yield column, lambda one: ALIKE[verdicts[one.level]]
    if key == CARE and any(one.mean is not None for one in rows):
        yield Column("mean", message("Contacts a customer and year")), _mean


def _mean(one: Kept) -> Cell:
    return Missing(TOO_FEW) if one.mean is None else Estimate(one.mean, kind=Kind.NUMBER, digits=1)


def _words(promised: Words | tuple[Words, ...]) -> Cell:
    return message("{ways}", ways=promised) if isinstance(promised, tuple) else promised


def _notes(found: Audit) -> Iterator[Message]:
    yield message("Counted from {first} to {last}.", first=Day(found.first), last=Day(found.last))
    if found.care:
        yield message("Care is counted over {days} days: not before it was promised so.", days=found.days_of_care)
    if found.too_short:
        yield message("Too short for the promise of care: {levels}.", levels=tuple(found.too_short))
    if found.care or found.ways or found.callers:
        yield message("Each is judged by the level that the customer had then, not by the level of today.")
    if found.moved:
        yield plural(
            "{count} customer changed level in these days: of each level’s care contacts a part was due, by its days.",
            "{count} customers changed level in these days: of each level’s care contacts a part was due, by its days.",
            found.moved,
        )
    if found.known_from is not None and found.known_from >= found.first:
        yield message(
            "Levels are known from {day} on. Of the days before, the first known one counts.", day=Day(found.known_from)
        )
    yield message("A tier may decide who is visited, never how a complaint is answered.")
