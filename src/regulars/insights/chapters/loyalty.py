"""The second chapter: how many customers are loyal, and what one of a hundred more or fewer is worth."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from regulars.insights.chapters.blanks import LEADS, Blank, blank
from regulars.insights.chapters.worth import Worth
from regulars.insights.loyalty.answers import PROMOTERS_FROM, again_from
from regulars.insights.report import Column, Figure, Report, Row, Section, Table
from regulars.insights.satisfaction.specify import Question
from regulars.insights.value.specify import Terms
from regulars.language import Count, Estimate, Kind, Message, message
from regulars.survey import Item, Role

if TYPE_CHECKING:
    from collections.abc import Callable

KEY = "chapter-loyalty"
PARTS = ("intention", "loyalty-types", "recommendation", "intentions")


@dataclass(frozen=True)
class Loyal:
    """The share by one definition, and by which answers to which item somebody counts as loyal."""

    figure: Figure
    item: Item
    low: int


def loyal_of(question: Question, report: Report) -> Loyal | None:
    """By what they intend; where that was not asked, by recommendation."""
    figures = {figure.key: figure for figure in report.all_figures()}
    again = next((item for item in question.asked if item.role is Role.REPURCHASE and item.scale is not None), None)
    if again is not None and f"best_{again.key}" in figures:
        said = message(
            "Who gave one of the two highest answers to “{item}” counts as loyal: they intend to come back.",
            item=again.label,
        )
        return _loyal(figures[f"best_{again.key}"], again, again_from(again), said)
    told, item = next((one for one in report.sections if one.key == "recommendation"), None), question.recommend
    if told is None or told.table is None or item is None or "nps" not in figures:
        return None
    share = next(row.cells[0] for row in told.table.rows if row.key == "promoters")
    if not isinstance(share, Estimate):
        return None
    said = message("Who gave 9 or 10 on “{item}” counts as loyal: they would recommend.", item=item.label)
    return _loyal(replace(figures["nps"], estimate=share, note=None, aim=None), item, PROMOTERS_FROM, said)


def _loyal(figure: Figure, item: Item, low: int, said: Message) -> Loyal:
    return Loyal(replace(figure, key="loyal", label=message("Loyal customers"), definition=said, note=None), item, low)


def loyalty(question: Question, report: Report, worth: Callable[[Loyal | None], Worth | Message]) -> Iterator[Section]:
    """The share, its money, and what the results say of staying."""
    found = loyal_of(question, report)
    value = worth(found)
    known = {section.key: section for section in report.sections}
    yield Section(
        KEY,
        message("How many are loyal, and what that is worth"),
        _sentence(found, value),
        figures=() if found is None else (found.figure,),
        caption=None if found is None else found.figure.definition,
        opens=True,
    )
    if found is None:
        yield blank(Blank.LOYALTY)
    yield _worth(value)
    for key in PARTS:
        if key in known:
            yield known[key]


def _sentence(found: Loyal | None, value: Worth | Message) -> Message:
    share = (
        LEADS[Blank.LOYALTY]
        if found is None
        else message("{share} are loyal customers, by what they answered.", share=found.figure.estimate)
    )
    if isinstance(value, Message):
        return share if found is None else message("{one} {other}", one=share, other=_no_money(value))
    if not value.clear:
        rest = message(
            "What one percentage point more would be worth is unclear: loyal customers do not clearly bring in more."
        )
    else:
        rest = message("One point of them more or fewer is associated with {money}.", money=value.point)
    return message("{one} {other}", one=share, other=rest)


def _no_money(why: Message) -> Message:
    return message("What a point of them is worth cannot be told: see below.") if why else why


def _worth(value: Worth | Message) -> Section:
    title = message("What one percentage point more of loyal customers is worth")
    if isinstance(value, Message):
        return Section("loyal-worth", title, value)
    figure = Figure(
        "loyal_point",
        message("One percentage point of loyal customers"),
        value.point,
        value.n,
        0,
        message("Student’s t, unequal variances; as if these customers were a random draw"),
        note=message("in {weeks} weeks", weeks=value.terms.horizon),
        exact_digits=0,
    )
    clear = (
        message("Loyal customers are clearly worth more: {difference} each.", difference=value.difference)
        if value.clear
        else message(
            "Loyal customers are not clearly worth more than the others: {difference} each.",
            difference=value.difference,
        )
    )
    return Section(
        "loyal-worth",
        title,
        clear,
        figures=(figure,),
        table=Table(
            "loyal-worth",
            (Column("assumption", message("Assumption"), numeric=False), Column("value", message("Taken as"))),
            tuple(_assumptions(value)),
        ),
        caption=message("Loyal customers and others are told apart by {by}.", by=value.by),
        definition=message(
            "One in a hundred of the customers with purchases, times what a loyal one is expected to bring more than "
            "another. The difference is associated with loyalty: who would become loyal need not buy like those who "
            "are. The limits are those of the difference of the two means; the error of the forecast comes on top."
        ),
    )


def _assumptions(value: Worth) -> Iterator[Row]:
    terms: Terms = value.terms
    yield Row("customers", message("Customers with purchases"), (Count(value.customers),))
    yield Row("loyal", message("Expected from a loyal customer"), (value.loyal,))
    yield Row("other", message("Expected from another customer"), (value.other,))
    yield Row("difference", message("Difference"), (value.difference,))
    sizes = message("{loyal} and {others}", loyal=Count(value.n_loyal), others=Count(value.n - value.n_loyal))
    yield Row("n", message("Customers compared, loyal and others"), (sizes,))
    yield Row("weeks", message("Weeks ahead"), (Count(terms.horizon),))
    yield Row("margin", message("Margin, as a share of revenue"), (Estimate(terms.margin, kind=Kind.SHARE),))
    yield Row("rate", message("Discount rate a year"), (Estimate(terms.discount_rate, kind=Kind.SHARE),))
