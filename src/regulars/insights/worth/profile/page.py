"""The page: grade, risk, interests, habits, each group beside the others."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from regulars.insights.report import Figure, Report
from regulars.insights.worth.analyses.choices import NARROWED
from regulars.insights.worth.analyses.lines import Lines, nothing, read_lines, source
from regulars.insights.worth.pages import Option, Own, Page, Wish
from regulars.insights.worth.profile.counts import clear, traits_of_lines, traits_of_own, traits_of_scores
from regulars.insights.worth.profile.groups import OWN, Groups, groups_of
from regulars.insights.worth.profile.tables import Told, said_of, sections
from regulars.language import Count, Day, Estimate, Kind, Message, message
from regulars.methods.comparison import Verdict

if TYPE_CHECKING:
    from regulars.facts import Facts

TITLE = message("Profile of customers")
AGAINST: Mapping[str, Message] = {
    "others": message("those looked at against all others"),
    "tier": message("value tiers side by side"),
    "type": message("types of loyalty side by side"),
    "stage": message("stages of loyalty side by side"),
    "own": message("values of a field of your own side by side"),
}
CHOSEN = message("Choose a segment or units to hold these customers against all the others, or groups side by side.")
MADE, OF_PURCHASES = ("tier", "stage"), ("tier", "stage", "risk", "gap", "times", "paid", "month")
BY_DESIGN = message(
    "Tiers and stages are made of how much, how often and how lately customers buy: that they "
    "differ in this is no finding."
)
LEFT_OUT = message(
    "Fields of your own, such as age or trade, stand in the record of the customer and not in the facts: in the "
    "application one of them can be chosen. Free words and days are left out."
)
CHOOSE = message("Choose a field of your own, in the application, to see its values side by side.")


def profile(facts: Facts, wish: Wish) -> Report:
    """The report. Everybody in sight is read; whoever is not looked at stands among the others."""
    groups = groups_of(facts, wish)
    asked = replace(wish, among=None, units=None)
    lines = read_lines(facts, asked)
    if isinstance(lines, Message):
        return nothing("profile", TITLE, lines, wish)
    if not groups.keys and groups.by == OWN:
        why = CHOOSE if wish.own is None else message("It is noted of none of these customers.")
        return nothing("profile", TITLE, why, wish)
    if not groups.keys:
        why = message("No customer has such a grade yet: score them first, at night or by “regulars score”.")
        return nothing("profile", TITLE, why, wish)
    lines = lines.narrowed(category=wish.word("category"), channel=wish.word("channel"))
    bought, buyers = traits_of_lines(lines, groups)
    traits = [*traits_of_scores(groups), *traits_of_own(groups, wish.own), *bought]
    if not any(cell for one in traits for cell in one.cells.values()):
        n = sum(buyers.values())
        return nothing("profile", TITLE, message("Too few customers to judge: {n}.", n=Count(n)), wish)
    told = Told(groups, traits, clear(traits), lines.currency, wish.own)
    return Report(
        key="profile",
        title=TITLE,
        conclusion=_conclusion(told, wish),
        reason=_reason(told, lines),
        figures=tuple(_figures(told, buyers)),
        sections=tuple(sections(told)),
        source=source(lines, sum(buyers.values())),
        notes=tuple(_notes(groups, wish.own)),
        scope=wish.scope.to_dict(),
    )


def _notes(groups: Groups, own: Own | None) -> Iterator[Message]:
    if groups.by in MADE:
        yield BY_DESIGN
    if own is None:
        yield LEFT_OUT
    elif own.sensitive:
        yield message(
            "“{field}” is marked as sensitive. Look at people by it only where law and your privacy text allow.",
            field=own.name,
        )


def _conclusion(told: Told, wish: Wish) -> Message:
    if not told.groups.compared:
        return _one(told)
    tested = [key for key, verdict in told.verdicts.items() if verdict is not Verdict.TOO_FEW]
    found = [key for key in tested if told.verdicts[key] in (Verdict.HIGHER, Verdict.LOWER)]
    if not tested:
        return message("Too few customers stand on one of the two sides to say how they differ.")
    if not found:
        return message("In none of {all} comparisons do they differ clearly.", all=Count(len(tested)))
    by_key = {(one.kind, one.name): one for one in told.traits}
    # What the groups are made of is no finding.
    made = OF_PURCHASES if told.groups.by in MADE else () if wish.units is None else ("unit",)
    new = [key for key in found if key[0] not in made] or found
    most = max(new, key=lambda key: told.strength(by_key[key[:2]], key[2]))
    trait = by_key[most[:2]]
    return message(
        "{clear} of {all} comparisons differ clearly, most of all “{trait}”: {group} {own}, all others {rest}.",
        clear=Count(len(found)), all=Count(len(tested)), trait=said_of(trait, told.own),
        group=told.groups.name(most[2]),
        own=told.estimate(trait, most[2], bare=True), rest=told.rest(trait, most[2]),
    )  # fmt: skip


def _one(told: Told) -> Message:
    """Without a comparison: how many stay."""
    cells = {one.name: one.cells[key] for key in told.groups.keys for one in told.traits if one.kind == "risk"}
    likely, lost = cells.get("likely"), cells.get("lost")
    if likely is None or lost is None:
        return message("These are all customers: there is nobody to hold them against.")
    return message(
        "Of {n} customers {likely} are probably still customers and {lost} are probably lost.",
        n=Count(likely.n), likely=Estimate(likely.value, kind=Kind.SHARE, digits=0),
        lost=Estimate(lost.value, kind=Kind.SHARE, digits=0),
    )  # fmt: skip


def _reason(told: Told, lines: Lines) -> Message:
    days = message("Habits and interests by purchases from {first} to {last}.", first=Day(lines.first),
                   last=Day(lines.last))  # fmt: skip
    return days if told.groups.compared else message("{days} {how}", days=days, how=CHOSEN)


def _figures(told: Told, buyers: Mapping[str, int]) -> Iterator[Figure]:
    for key in told.groups.keys:
        yield Figure(
            f"buyers-{key}",
            told.groups.name(key) if told.groups.compared else message("Bought in these days"),
            Estimate(float(buyers.get(key, 0)), digits=0),
            note=message("customers who bought in these days") if told.groups.compared else None,
            exact_digits=0,
        )


PROFILE = Page(
    "profile",
    TITLE,
    message("Grade, risk, interests and habits of customers, and what sets them apart from the others"),
    profile,
    options=(
        Option("against", message("Compare"), "others", choices=AGAINST),
        *NARROWED,
    ),
    by_days=True,
    by_own=True,
)
