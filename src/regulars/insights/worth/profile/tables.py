"""The tables of the page: one a kind of trait, two groups with their difference, or several side by side."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from regulars.insights.pictures.cells import TOO_FEW
from regulars.insights.report import Cell as Shown
from regulars.insights.report import ChartKind, Column, Row, Section, Table, Whom, Words
from regulars.insights.worth.analyses.changes import SAID
from regulars.insights.worth.analyses.names import UNSAID
from regulars.insights.worth.pages import Own
from regulars.insights.worth.profile.counts import RISK, Trait
from regulars.insights.worth.profile.groups import LOOKED, NAMES, OWN, Groups
from regulars.language import Count, Estimate, Kind, Message, Missing, Text, message
from regulars.methods.comparison import Verdict

ONE_NUMBER = {
    "gap": message("Days from one purchase to the next"),
    "times": message("Purchases in these days"),
    "paid": message("Spent in a purchase"),
    "lines": message("Lines in a purchase"),
    "promoted": message("Share of lines under a promotion"),
}
WEEKDAYS = (
    message("Monday"), message("Tuesday"), message("Wednesday"), message("Thursday"), message("Friday"),
    message("Saturday"), message("Sunday"),
)  # fmt: skip
MONTHS = (
    message("January"), message("February"), message("March"), message("April"), message("May"), message("June"),
    message("July"), message("August"), message("September"), message("October"), message("November"),
    message("December"),
)  # fmt: skip
RISKS: Mapping[str, Message] = {
    "likely": message("80% or more: probably still one"),
    "open": message("20% to 80%: open"),
    "lost": message("20% or less: probably lost"),
    "untold": message("Cannot be told"),
}
OF_SCORED = message("Each share is of the customers of the group of whom it is known, by the latest scores.")
OF_NOTED = message("Each share is of the scored customers of the group of whom it is noted.")
OF_BUYERS = message("Of the customers of the group who bought in these days, which part bought of it; several may be.")
OF_EACH = message(
    "The mean over customers of each one’s own part of the purchases: who buys often counts as much as who buys once."
)
KINDS: tuple[tuple[str, tuple[str, ...], Message, Message, Message], ...] = (
    ("grade", ("tier",), message("Grade"), message("Value tier"), OF_SCORED),
    ("risk", ("risk",), message("Risk: still a customer?"), message("Chance of still being one"), OF_SCORED),
    ("loyalty", ("type",), message("Type of loyalty"), message("Type"), OF_SCORED),
    ("stage", ("stage",), message("Stage of loyalty"), message("Stage"), OF_SCORED),
    ("interests", ("category",), message("Interests: what they buy"), message("Product class"), OF_BUYERS),
    ("pace", tuple(ONE_NUMBER), message("Habits: how often and how much"), message("Habit"),
     message("Means over the customers who bought in these days; returns are left out. Days from one purchase to the "
             "next are of those who bought on two days or more.")),
    ("channel", ("channel",), message("Habits: through which channel"), message("Channel"), OF_EACH),
    ("weekday", ("weekday",), message("Habits: on which day of the week"), message("Day of the week"), OF_EACH),
    ("month", ("month",), message("Habits: in which month"), message("Month"), OF_EACH),
    ("place", ("unit",), message("Habits: at which place"), message("Place"), OF_EACH),
)  # fmt: skip
LISTED = {"tier": "tier", "risk": "alive", "type": "type", "stage": "stage"}


@dataclass(frozen=True)
class Told:
    """All that the tables tell."""

    groups: Groups
    traits: list[Trait]
    verdicts: Mapping[tuple[str, str, str], Verdict]
    currency: str
    own: Own | None = None

    def number(self, trait: Trait, value: float, low: float | None = None, high: float | None = None) -> Estimate:
        """In the unit of the trait."""
        if trait.kind == "paid":
            return Estimate(value, low, high, Kind.MONEY, self.currency, digits=0)
        if trait.kind in ("gap", "times", "lines"):
            return Estimate(value, low, high, digits=1)
        return Estimate(value, low, high, Kind.SHARE, digits=0)

    def estimate(self, trait: Trait, key: str, *, bare: bool = False) -> Shown:
        """Of one group."""
        cell = trait.cells[key]
        if cell is None:
            return Missing(TOO_FEW)
        return self.number(trait, cell.value, *(() if bare else (cell.low, cell.high)))

    def rest(self, trait: Trait, key: str) -> Shown:
        """Of all the others together: what the group has, less the difference."""
        cell, apart = trait.cells[key], trait.apart.get(key)
        return Missing(TOO_FEW) if cell is None or apart is None else self.number(trait, cell.value - apart.value)

    def strength(self, trait: Trait, key: str) -> float:
        """How many half lengths of its interval a difference is long."""
        apart = trait.apart[key]
        reach = 0.0 if apart is None else apart.high - apart.low
        return abs(apart.value) / reach if apart is not None and reach else 0.0


def name_of(trait: Trait) -> Words:
    """A trait as people read it."""
    if trait.words is not None:
        return trait.words
    if trait.name == UNSAID:
        return message("not given")
    match trait.kind:
        case "weekday":
            return WEEKDAYS[int(trait.name) - 1]
        case "month":
            return MONTHS[int(trait.name) - 1]
        case "risk":
            return RISKS[trait.name]
        case "tier" | "type" | "stage":
            return NAMES[trait.kind].get(trait.name) or Text.of(trait.name)
    return ONE_NUMBER.get(trait.kind) or Text.of(trait.name)


def said_of(trait: Trait, own: Own | None = None) -> Words:
    """A trait outside of its table: with the head of it."""
    if trait.kind == OWN and own is not None:
        return message("{head}: {name}", head=own.name, name=name_of(trait))
    head = next((head for _, kinds, _, head, _ in KINDS if trait.kind in kinds), None)
    if head is None or trait.kind in ONE_NUMBER:
        return name_of(trait)
    return message("{head}: {name}", head=head, name=name_of(trait))


def sections(told: Told) -> Iterator[Section]:
    """Those of which anything is known; the field of the company's own, which somebody asked for, before all."""
    mine = [one for one in told.traits if one.kind == OWN]
    if told.own is not None and any(cell for one in mine for cell in one.cells.values()):
        title = message("Field of your own: {field}", field=told.own.name)
        yield _section(told, OWN, title, told.own.name, OF_NOTED, mine)
    for key, kinds, title, head, said in KINDS:
        mine = [one for kind in kinds for one in told.traits if one.kind == kind]
        if kinds[0] in LISTED:
            order = [*RISK, "untold"] if key == "risk" else list(NAMES[kinds[0]])
            mine = [one for name in order for one in mine if one.name == name]
        if any(cell for one in mine for cell in one.cells.values()):
            yield _section(told, key, title, head, said, mine)


def _section(told: Told, key: str, title: Message, head: Words, said: Message, mine: list[Trait]) -> Section:
    keys = told.groups.keys
    mixed = len({one.kind for one in mine}) > 1
    first = Column("name", head, numeric=False)
    if len(keys) == 1:
        columns: tuple[Column, ...] = (
            first,
            Column("value", message("All customers")),
            Column("n", message("Customers")),
            Column("of", message("Out of")),
        )
        rows = tuple(_alone(told, one) for one in mine)
        chart = None if mixed else ChartKind.BARS
    elif len(keys) == 2 and told.groups.by == "others":
        columns = (
            first, Column("own", told.groups.name(LOOKED)), Column("rest", told.groups.name(keys[1])),
            Column("apart", message("Difference")), Column("verdict", message("Verdict"), numeric=False),
            Column("n", message("Customers")), Column("of", message("Out of")),
        )  # fmt: skip
        rows = tuple(_against(told, one) for one in mine)
        chart = None if mixed else ChartKind.BARS
    else:
        columns = (
            first, *(Column(f"cell-{one}", told.groups.name(one)) for one in keys),
            Column("verdict", message("Apart from all the others"), numeric=False),
        )  # fmt: skip
        rows = tuple(_beside(told, one) for one in mine)
        chart = None if mixed else ChartKind.HEAT
    many = message(
        "A verdict allows for all comparisons of the page at once (Benjamini–Hochberg). What sets customers apart need "
        "not be why they are as they are."
    )
    definition = message("{said} {many}", said=said, many=many) if told.groups.compared else said
    return Section(key, title, table=Table(key, columns, rows), chart=chart, definition=definition)


def _alone(told: Told, trait: Trait) -> Row:
    (key,) = told.groups.keys
    cells = (told.estimate(trait, key), *_counts(trait, key))
    # Who was never scored has no chance either.
    listed = None if trait.name == "untold" else LISTED.get(trait.kind)
    # The list of customers knows no days and no units: only of everybody does it have as many.
    whom = Whom.of(**{listed: trait.name}) if listed and trait.hits and not told.groups.bound else None
    return Row(_key(trait), name_of(trait), cells, whom=whom)


def _against(told: Told, trait: Trait) -> Row:
    apart, verdict = trait.apart[LOOKED], told.verdicts[trait.kind, trait.name, LOOKED]
    change: Shown = Missing(TOO_FEW)
    if apart is not None:
        change = told.number(trait, apart.value, apart.low, apart.high)
    other = told.groups.keys[1]
    cells = (
        told.estimate(trait, LOOKED), told.estimate(trait, other), change, SAID[verdict], *_counts(trait, LOOKED),
    )  # fmt: skip
    return Row(_key(trait), name_of(trait), cells, _mark(verdict))


def _beside(told: Told, trait: Trait) -> Row:
    """With the groups that stand apart, in words."""
    found = [
        message("{group}: {verdict}", group=told.groups.name(key), verdict=SAID[verdict])
        for key in told.groups.keys
        if (verdict := told.verdicts[trait.kind, trait.name, key]) in (Verdict.HIGHER, Verdict.LOWER)
    ]
    said = message("{some}", some=tuple(found)) if found else SAID[Verdict.UNCLEAR]
    return Row(_key(trait), name_of(trait), (*(told.estimate(trait, key) for key in told.groups.keys), said))


def _counts(trait: Trait, key: str) -> tuple[Shown, Shown]:
    """How many did so, and out of how many; of a mean both are those that it is of."""
    cell = trait.cells[key]
    of = cell.n if cell else 0
    return Count(trait.hits.get(key, of)), Count(of)


def _key(trait: Trait) -> str:
    return trait.name or trait.kind


def _mark(verdict: Verdict) -> str:
    return {Verdict.HIGHER: "above", Verdict.LOWER: "below"}.get(verdict, "")
