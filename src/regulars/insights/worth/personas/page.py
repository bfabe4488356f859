"""The page: one cloud or groups, how sure, who is in them, and where they buy."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from regulars.insights.pictures.cells import estimate
from regulars.insights.report import Figure, Report, Source
from regulars.insights.worth.pages import Option, Page, Wish
from regulars.insights.worth.personas.groups import Groups, groups_of
from regulars.insights.worth.personas.tables import marks, means, mix, people, tried
from regulars.language import Count, Estimate, Kind, Message, message
from regulars.methods.patterns.customer_clusters import Structure

if TYPE_CHECKING:
    from regulars.facts import Facts

TITLE = message("Personas")


def personas(facts: Facts, wish: Wish) -> Report:
    """The report. “Not more than one cloud” is an answer: then the customers are described as one."""
    groups = groups_of(facts, wish)
    if not isinstance(groups, Groups):
        why = groups or message(
            "Nobody here is scored yet: score the customers first, at night or by “regulars score”."
        )
        return Report("personas", TITLE, why, None, (), (), Source("scores", 0), scope=wish.scope.to_dict())
    parts = (
        marks(groups),
        people(groups),
        means(groups),
        mix(
            facts,
            groups,
            "channel",
            message("Where they buy"),
            message("Of the customers of each group, which part ever bought through the channel."),
        ),
        mix(
            facts,
            groups,
            "category",
            message("What they buy"),
            message("Of the customers of each group, which part ever bought of the product class."),
        ),
        tried(groups),
    )
    return Report(
        key="personas",
        title=TITLE,
        conclusion=_conclusion(groups),
        reason=_reason(groups),
        figures=tuple(_figures(groups)),
        sections=tuple(one for one in parts if one is not None),
        source=Source("scores", groups.found.n, groups.day),
        notes=(*_advice(groups), groups.found.notes[-1]),
        scope=wish.scope.to_dict(),
    )


def _conclusion(groups: Groups) -> Message:
    found = groups.found
    if found.too_few:
        return message(
            "Too few customers to judge: {n}; from {least} on groups can be told.",
            n=Count(found.n),
            least=found.minimum_n,
        )
    structure = Structure(found.structure)
    if groups.own_size and structure is Structure.NONE:
        return message(
            "{count} groups as you asked, but the customers form one cloud: the cuts through it are drawn, not found.",
            count=found.size,
        )
    if groups.own_size and structure is Structure.UNSTABLE:
        return message(
            "{count} groups as you asked, but they are cuts of your own: customers drawn again would be grouped "
            "otherwise.",
            count=found.size,
        )
    if structure is Structure.STABLE:
        return message(
            "The customers form {count} groups that would be found again; the largest has {part} of them.",
            count=found.size,
            part=Estimate(
                float(found.group_share[0]),
                float(found.group_share_low[0]),
                float(found.group_share_high[0]),
                Kind.SHARE,
                digits=0,
            ),
        )
    if structure is Structure.UNSTABLE:
        return message("No grouping of the customers is stable.")
    return message("Not more than one cloud: the customers form no groups.")


def _reason(groups: Groups) -> Message:
    found = groups.found
    if "satisfaction" in found.names:
        return message(
            "By recency, purchases, revenue and satisfaction of {n} customers; {missing} without an answer stay out.",
            n=Count(found.n),
            missing=Count(found.n_missing),
        )
    return message("By recency, purchases and revenue of {n} customers.", n=Count(found.n))


def _advice(groups: Groups) -> tuple[Message, ...]:
    """What to do where there are no groups to be found."""
    if groups.found.size > 1:
        return ()
    return (message("Work with segments of your own, by rules that you can say."),)


def _figures(groups: Groups) -> Iterator[Figure]:
    found = groups.found
    yield Figure(
        "customers",
        message("Customers looked at"),
        Estimate(float(found.n), digits=0),
        n_missing=found.n_missing,
        definition=message("Of more than 1,000, 1,000 drawn ones serve to look for groups; all are then given one."),
    )
    yield Figure("groups", message("Groups"), Estimate(float(found.size), digits=0), found.n)
    again = estimate(found.stability_of_size, found.stability_of_size_low, found.stability_of_size_high)
    if isinstance(again, Estimate):
        yield Figure(
            "stability",
            message("Found again, 0 to 1"),
            again,
            found.n,
            method=message("adjusted Rand index of {pairs} pairs of resamples", pairs=found.n_resamples),
        )


PERSONAS = Page(
    "personas",
    TITLE,
    message("Which customers are alike, whether the groups would be found again, and where they buy"),
    personas,
    options=(
        Option("satisfaction", message("Satisfaction"), "without",
               choices={"without": message("all customers, without satisfaction"),
                        "with": message("only those who answered, with satisfaction")}),
        Option("size", message("Number of groups, instead of the one found"), low=2, high=9, whole=True),
    ),
)  # fmt: skip
