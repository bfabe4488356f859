"""Cases with a gesture beside those without, cases solved without asking beside those where somebody was asked."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from datetime import date
from decimal import Decimal

from regulars.insights.report import Cell, Column, Report, Row, Section, Source, Table
from regulars.language import Count, Estimate, Kind, Message, Missing, Money, message, plural
from regulars.methods import Comparison, ShareInterval, share_interval
from regulars.methods.comparison.difference import Verdict as Judged
from regulars.web.cases.advice.effects import DAYS, Ended, again, compared, hours, satisfied
from regulars.web.cases.advice.models import ChoiceQuerySet, Gesture, Stand
from regulars.web.company.models import Company

Side = Callable[[Ended], "bool | None"]
Measure = Callable[[Ended], "float | None"]
LEAST = ShareInterval.minimum_n
FEW = Missing(message("too few to judge"))
MEASURES: tuple[tuple[str, Message, Measure], ...] = (
    ("satisfied", message("Satisfied with the answer"), satisfied),
    ("again", message("Bought again within {days} days", days=DAYS), again),
    ("hours", message("Hours until closed"), hours),
)
NOTE = message(
    "Associated with, not proven: nobody drew lots for who got a gesture, and staff give more where more went wrong. A "
    "difference may come from that."
)
_SAID = {
    Judged.HIGHER: message("clearly more"),
    Judged.LOWER: message("clearly less"),
    Judged.UNCLEAR: message("no clear difference"),
    Judged.SAME: message("clearly about the same"),
}


def report(rows: Sequence[Ended], choices: ChoiceQuerySet, day: date) -> Report:
    """Of the closed cases in sight."""
    bare = [one for one in rows if not one.given or one.more]  # mended alone is neither
    sections = (
        _section(
            "gesture", message("With a gesture, and without"), bare, lambda one: one.more,
            message("With a gesture"), message("With none"),
        ),
        _section(
            "empowered", message("Solved without asking, and after asking"), rows, lambda one: one.empowered,
            message("Without asking"), message("Somebody had to approve"),
        ),
        _each(rows, choices),
    )  # fmt: skip
    return Report(
        key="gestures",
        title=message("Effect of gestures"),
        conclusion=_conclusion(bare),
        reason=NOTE,
        figures=(),
        sections=tuple(one for one in sections if one is not None),
        source=Source("cases", len(rows), as_of=day),
    )


def _conclusion(rows: Sequence[Ended]) -> Message:
    """The one sentence: of the verdict, where that can be told."""
    found = compared(rows, lambda one: one.more, satisfied)
    if found is None:
        n = sum(one.more and one.verdict is not None for one in rows)
        return plural(
            "Too few to tell: {count} case with a gesture has a verdict.",
            "Too few to tell: {count} cases with a gesture have a verdict.",
            n,
        )
    if found.verdict[0] is Judged.HIGHER:
        return message(
            "Customers who got a gesture are more often satisfied: a difference of {points} percentage points.",
            points=_points(found),
        )
    if found.verdict[0] is Judged.LOWER:
        return message(
            "Customers who got a gesture are less often satisfied: a difference of {points} percentage points.",
            points=_points(found),
        )
    return message("Whether customers with a gesture are more often satisfied cannot be told: no clear difference.")


def _points(found: Comparison) -> Estimate:
    known = _difference(found)
    return Estimate(100 * known.value, 100 * (known.low or 0), 100 * (known.high or 0), digits=0)


def _section(
    key: str, title: Message, rows: Sequence[Ended], side: Side, first: Message, second: Message
) -> Section:  # fmt: skip
    """One row for each side and one for the difference; one column for each measure, with how many it speaks of."""
    columns = [Column("group", message("Cases"), numeric=False), Column("n", message("How many"))]
    lines: dict[str, list[Cell]] = {"first": [], "second": [], "difference": []}
    parts = {"first": [one for one in rows if side(one) is True], "second": [one for one in rows if side(one) is False]}
    for name, part in parts.items():
        lines[name].append(Count(len(part)))
    lines["difference"].append(Missing(message("–")))
    said: list[Message] = []
    for name, words, measure in MEASURES:
        found = compared(rows, side, measure)
        columns += [Column(f"{name}-n", message("Known of")), Column(name, words)]
        said.append(message("{what}: {verdict}", what=words, verdict=_SAID[found.verdict[0]] if found else FEW.reason))
        for place, (line, part) in enumerate(parts.items()):
            lines[line] += [Count(sum(measure(one) is not None for one in part)), _of(found, place, name)]
        lines["difference"] += [
            Missing(message("–")),
            _difference(found, number=name == "hours") if found else FEW,
        ]
    names = {"first": first, "second": second, "difference": message("Difference")}
    table = Table(key, tuple(columns), tuple(Row(name, names[name], tuple(lines[name])) for name in lines))
    return Section(
        key,
        title,
        message("{first}; {second}; {third}.", first=said[0], second=said[1], third=said[2]),
        table=table,
        definition=message(
            "Closed cases of the last two years; no complaints and cases that belong to another do not count. The "
            "ranges are 95 % intervals; a difference is clear where its range leaves out zero. Below {least} "
            "cases on a side nothing is said. Who bought again is known once {days} days have passed.",
            least=Comparison.minimum_n,
            days=DAYS,
        ),
    )


def _of(found: Comparison | None, place: int, name: str) -> Cell:
    if found is None:
        return FEW
    value, low, high = (float(one[place]) for one in (found.value, found.low, found.high))
    return Estimate(value, low, high, kind=Kind.NUMBER if name == "hours" else Kind.SHARE, digits=0)


def _difference(found: Comparison, *, number: bool = False) -> Estimate:
    value, low, high = (float(one[0]) for one in (found.difference, found.difference_low, found.difference_high))
    return Estimate(value, low, high, kind=Kind.NUMBER if number else Kind.SHARE, digits=0)


def _each(rows: Sequence[Ended], choices: ChoiceQuerySet) -> Section | None:
    """Each gesture: how often chosen, given, not used; its money; how its cases ended."""
    stands: dict[int, Counter[str]] = {}
    spent: Counter[int] = Counter()
    for gesture, stand, amount in choices.values_list("gesture", "stand", "amount"):
        stands.setdefault(gesture, Counter())[stand] += 1
        spent[gesture] += amount if stand == Stand.GIVEN else 0
    if not stands:
        return None
    currency = Company.current().currency
    lines = []
    for one in Gesture.objects.filter(pk__in=stands):
        told = [value for row in rows if one.pk in row.given and (value := satisfied(row)) is not None]
        cells = (
            Count(sum(stands[one.pk].values())),
            Count(stands[one.pk][Stand.GIVEN]),
            Count(stands[one.pk][Stand.DROPPED]),
            Money(Decimal(spent[one.pk]), currency),
            Count(len(told)),
            _share(told),
        )
        lines.append(Row(one.public_id, one.name, cells))
    columns = (
        Column("gesture", message("Gesture"), numeric=False),
        Column("chosen", message("Chosen or asked for")),
        Column("given", message("Given")),
        Column("dropped", message("Not used")),
        Column("spent", message("Spent")),
        Column("verdicts", message("Verdicts")),
        Column("satisfied", message("Satisfied with the answer")),
    )
    return Section("each", message("Each gesture"), table=Table("each", columns, tuple(lines)))


def _share(told: Sequence[float]) -> Cell:
    if len(told) < LEAST:
        return FEW
    found = share_interval(int(sum(told)), len(told))
    return Estimate(found.share, found.low, found.high, kind=Kind.SHARE, digits=0)
