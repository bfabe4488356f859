"""How long do customers stay, how loyal are they by what they do, and how did that change in a year?"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from regulars.insights.pictures import picture_of
from regulars.insights.pictures.cells import TOO_FEW, part_of, parts_of, share
from regulars.insights.report import Cell, ChartKind, Column, Figure, Report, Row, Section, Table
from regulars.insights.wording import interval_in_words
from regulars.insights.worth.analyses.lines import YEAR, Lines, nothing, read_lines, source
from regulars.insights.worth.analyses.names import OTHERS, UNSAID, words_of
from regulars.insights.worth.pages import Option, Page, Wish
from regulars.language import Count, Day, Estimate, Kind, Message, Missing, Text, message
from regulars.methods import Survival, survival
from regulars.methods.intervals import critical, wilson

if TYPE_CHECKING:
    from regulars.facts import Facts

TITLE = message("Persistency")
FEWEST, MOST_GROUPS, CONFIDENCE, WEEK = 10, 6, 0.95, 7
ASKED = (13, 26, 52, 104, 156)
BY: Mapping[str, Message] = {
    "none": message("No groups"),
    "channel": message("Channel of the first purchase"),
    "unit": message("Place of the first purchase"),
    "category": message("Product class of the first purchase"),
}
LEVELS: Mapping[str, Message] = {
    "none": message("no purchase"),
    "once": message("once"),
    "some": message("2 or 3 times"),
    "often": message("4 to 6 times"),
    "most": message("7 times and more"),
}
STAYS = """select greatest(0, case when last <= $seen then last - first else $seen - first end) // 7 as weeks,
    (last <= $seen)::integer as gone, name, count(*) as n from (
    select customer, min("day") as first, max("day") as last, {group} as name from {{lines}}
    where customer is not null and money >= 0 group by customer) where first <= $seen group by all order by all"""
FIRST = 'coalesce(arg_min("{by}", struct_pack("at", "{by}")), \'' + UNSAID + "')"
YEARS = """select old, new, fresh, count(*) as n from (select customer, min("day") >= $since_new as fresh,
    {level_new} as new, {level_old} as old from (select customer, "day",
    "day" >= $since_new as now, "day" < $since_new and "day" >= $since_old as earlier from {{lines}}
    where customer is not null and money >= 0 group by all) group by customer) group by all"""
LEVEL = """case when count(*) filter ({when}) = 0 then 'none' when count(*) filter ({when}) = 1 then 'once'
    when count(*) filter ({when}) <= 3 then 'some' when count(*) filter ({when}) <= 6 then 'often' else 'most' end"""


@dataclass(frozen=True)
class Stayed:
    """How long each lot of customers was seen, whether they left, and of which group they are."""

    weeks: NDArray[np.int64]
    gone: NDArray[np.int64]
    group: NDArray[np.str_]
    counts: NDArray[np.int64]
    seen: date
    silent: int

    @property
    def n(self) -> int:
        """How many customers."""
        return int(self.counts.sum())


def persistency(facts: Facts, wish: Wish) -> Report:
    """The report: the curve of stay, its values and groups, loyalty by deeds, and how it moved in a year."""
    lines = read_lines(facts, wish, days=None)
    if isinstance(lines, Message):
        return nothing("persistency", TITLE, lines, wish)
    by, silent = wish.word("by") or "none", int(wish.number("silent") or YEAR)
    stayed = _stayed(lines, silent, by)
    if stayed.n < FEWEST:
        why = message(
            "Too few customers have been known for {days} days or longer to tell how long they stay: {n}.",
            days=Count(silent), n=Count(stayed.n),
        )  # fmt: skip
        return nothing("persistency", TITLE, why, wish)
    if int(stayed.weeks.max()) < ASKED[0]:
        why = message(
            "The data do not reach back far enough: before the last {days} days they hold fewer than {weeks} weeks. "
            "Set fewer days of silence under “Filter”.",
            days=Count(silent), weeks=Count(ASKED[0]),
        )  # fmt: skip
        return nothing("persistency", TITLE, why, wish)
    found = survival(stayed.weeks, stayed.gone, counts=stayed.counts, at=_asked(stayed), confidence=CONFIDENCE)
    years = _years(lines)
    return Report(
        key="persistency",
        title=TITLE,
        conclusion=_conclusion(found, stayed),
        reason=message(
            "A customer has left who bought nothing for {days} days; counted to {day}, so that nobody’s silence is cut "
            "short. Of {n} customers {left} left.",
            days=Count(silent), day=Day(stayed.seen), n=Count(found.n), left=Count(found.n_left),
        ),
        figures=tuple(_figures(found, years)),
        sections=(_curve(found), _values(found), *_groups(stayed, by), *_levels(years, lines)),
        source=source(lines, found.n),
        notes=(
            *found.notes,
            message("Who bought before {day}, where the data begin, came earlier than it seems.", day=Day(lines.begin)),
            message("Cohorts, stages and how long each stage takes are on the page “Stages”."),
        ),
        scope=wish.scope.to_dict(),
    )  # fmt: skip


def _stayed(lines: Lines, silent: int, by: str) -> Stayed:
    group = "''" if by == "none" else FIRST.format(by=by)
    seen = lines.last - timedelta(days=silent)
    rows = lines.ask(STAYS.format(group=group), seen=seen)
    weeks, gone, counts = (rows[name].to_numpy().astype(np.int64) for name in ("weeks", "gone", "n"))
    return Stayed(weeks, gone, np.asarray(rows["name"].to_pylist(), dtype=np.str_), counts, seen, silent)


def _asked(stayed: Stayed) -> tuple[int, ...]:
    longest = int(stayed.weeks.max())
    return tuple(week for week in ASKED if week <= longest) or (longest,)


def _at(found: Survival, place: int) -> Cell:
    return share(found.kept[place], found.kept_low[place], found.kept_high[place])


def _conclusion(found: Survival, stayed: Stayed) -> Message:
    place = int(np.searchsorted(found.asked, 52))
    if found.too_few:
        return message("Too few customers to judge: {n}; from {least} on the curve holds.", n=Count(found.n),
                       least=found.minimum_n)  # fmt: skip
    place = min(place, len(found.asked) - 1)
    once = int(stayed.counts[(stayed.weeks == 0) & (stayed.gone == 1)].sum()) / stayed.n
    return message(
        "{kept} of the customers are still there {weeks} weeks after their first purchase; {once} left within the "
        "first week.",
        kept=_at(found, place), weeks=Count(int(found.asked[place])), once=Estimate(once, kind=Kind.SHARE, digits=0),
    )  # fmt: skip


def _figures(found: Survival, years: Mapping[tuple[str, str], int]) -> Iterator[Figure]:
    for place, week in enumerate(found.asked.tolist()):
        if week in (52, 104):
            kept = Estimate(float(found.kept[place]), float(found.kept_low[place]), float(found.kept_high[place]),
                            Kind.SHARE)  # fmt: skip
            label = message("Still there after {weeks} weeks", weeks=Count(int(week)))
            yield Figure(f"kept{int(week)}", label, kept, found.n, method=message("Kaplan–Meier"))
    before = sum(n for (old, _), n in years.items() if old not in ("none", "new"))
    if before >= FEWEST:
        again = sum(n for (old, new), n in years.items() if old not in ("none", "new") and new != "none") / before
        low, high = wilson(again, before, critical(CONFIDENCE))
        yield Figure("again", message("Bought in the year before, and again in this one"),
                     Estimate(again, low, high, Kind.SHARE), before, method=interval_in_words("wilson"))  # fmt: skip


def _curve(found: Survival) -> Section:
    picture = picture_of("survival", found)
    if np.isnan(found.median):
        said = message("Fewer than half of the customers have left within {weeks} weeks.",
                       weeks=Count(int(found.longest)))  # fmt: skip
    elif not found.median:
        said = message("Half of the customers have left within the first week.")
    else:
        low, high = (None if np.isnan(end) else float(end) for end in (found.median_low, found.median_high))
        both = low is not None and high is not None
        weeks = Estimate(found.median, low if both else None, high if both else None, digits=0)
        said = message("Half of the customers have left after {weeks} weeks.", weeks=weeks)
    return replace(picture, sentence=said, caption=message("Weeks since the first purchase."))


def _values(found: Survival) -> Section:
    columns = (
        Column("weeks", message("Weeks since the first purchase"), numeric=False),
        Column("kept", message("Still there")),
        Column("n", message("Customers watched")),
    )
    rows = tuple(
        Row(str(int(week)), Text.of(str(int(week))), (_at(found, place), Count(int(found.kept_at_risk[place]))))
        for place, week in enumerate(found.asked.tolist())
    )
    return Section(
        "values", message("Still there after"), table=Table("values", columns, rows), chart=ChartKind.BARS,
        definition=message("By Kaplan and Meier. A customer leaves on the day of the last purchase, which is known to "
                           "be the last once the silence is long enough."),
    )  # fmt: skip


def _groups(stayed: Stayed, by: str) -> Iterator[Section]:
    """Whether those who began in one way stay longer than others."""
    if by == "none":
        return
    sizes = {name: int(stayed.counts[stayed.group == name].sum()) for name in np.unique(stayed.group).tolist()}
    kept = sorted(sizes, key=lambda name: (-sizes[name], name))[:MOST_GROUPS]
    group = np.where(np.isin(stayed.group, kept), stayed.group, OTHERS)
    title = message("By {kind}", kind=BY[by])
    if len(np.unique(group)) < 2:
        yield Section("groups", title, message("There is one group only."))
        return
    found = survival(stayed.weeks, stayed.gone, groups=group, counts=stayed.counts, at=_asked(stayed)[:3])
    said = picture_of("survival", found).sentence
    columns = (
        Column("group", BY[by], numeric=False),
        *(Column(f"kept{week:g}", message("After {weeks} weeks", weeks=Count(int(week)))) for week in found.asked),
        Column("n", message("Customers")),
    )
    place = min(2, len(found.asked) - 1)
    order = sorted(found.by_group, key=lambda name: float(found.by_group[name].kept[place]))
    rows = tuple(
        Row(name, words_of(name), (
            *(_at(one, at) if not one.too_few else Missing(TOO_FEW) for at in range(len(found.asked))), Count(one.n),
        ))
        for name in order for one in (found.by_group[name],)
    )  # fmt: skip
    yield Section(
        "groups", title, said, table=Table("groups", columns, rows), chart=ChartKind.BARS,
        caption=message("Log-rank test of all groups together."),
        definition=message("Customers who began in one way differ in more than that: the way need not be the cause."),
    )  # fmt: skip


def _years(lines: Lines) -> dict[tuple[str, str], int]:
    """Customers by what they bought in the year before and in the last one; nothing where the data are shorter."""
    new, old = (lines.last - timedelta(days=YEAR * years - 1) for years in (1, 2))
    if old < lines.begin:
        return {}
    query = YEARS.format(level_new=LEVEL.format(when="now"), level_old=LEVEL.format(when="earlier"))
    found: dict[tuple[str, str], int] = {}
    for one in lines.ask(query, since_new=new, since_old=old).to_pylist():
        key = ("new" if one["fresh"] else one["old"], one["new"])
        found[key] = found.get(key, 0) + int(one["n"])
    return found


def _levels(years: Mapping[tuple[str, str], int], lines: Lines) -> Iterator[Section]:
    """Loyalty by deeds, and the changes from one year to the next."""
    title = message("Loyalty by what customers did, and how it changed")
    if not years:
        yield Section("levels", title, message("The data do not hold two whole years, so no change is told."))
        return
    loyal = [(key, n) for key, n in years.items() if key[0] not in ("none", "new")]
    order = list(LEVELS)
    n = sum(count for _, count in loyal)
    up, down = (
        sum(count for (old, new), count in loyal if sign * (order.index(new) - order.index(old)) > 0)
        for sign in (1, -1)
    )
    said = message("Too few customers bought in the year before to tell how they changed: {n}.", n=Count(n))
    if n >= FEWEST:
        said = message(
            "Of {n} customers of the year before {up} moved up a level in the year to {day}, {down} moved down "
            "or bought nothing.",
            n=Count(n), day=Day(lines.last), up=part_of(up, n),
            down=part_of(down, n),
        )  # fmt: skip
    yield Section(
        "levels",
        title,
        said,
        table=Table(
            "levels",
            (
                Column("before", message("In the year before"), numeric=False),
                Column("n", message("Customers")),
                *(Column(f"cell-{level}", words) for level, words in LEVELS.items()),
            ),
            tuple(_level(level, words, years) for level, words in (*LEVELS.items(), ("new", message("first purchase in "
                                                                                                "this year")))),
        ),
        chart=ChartKind.HEAT,
        caption=message("Days with a purchase in the year before, and, of these customers, in the last year."),
        definition=message(
            "Some of the moves are chance: who buys twice a year on average buys once in some years and three times in "
            "others."
        ),
    )  # fmt: skip


def _level(level: str, words: Message, years: Mapping[tuple[str, str], int]) -> Row:
    counts = np.array([years.get((level, new), 0) for new in LEVELS])
    return Row(level, words, (Count(int(counts.sum())), *parts_of(counts.tolist(), least=FEWEST)))


PERSISTENCY = Page(
    "persistency",
    TITLE,
    message("How long customers stay, how loyal they are by what they do, and how that changed"),
    persistency,
    options=(
        Option("silent", message("Has left after so many days without a purchase"), float(YEAR), low=30, high=1825,
               whole=True),
        Option("by", message("Compare by"), "none", choices=BY),
    ),
)  # fmt: skip
