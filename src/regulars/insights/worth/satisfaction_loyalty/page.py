"""The page: curve, units, leavers, path; each part says what it lacks."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from regulars.insights.loyalty.answers import Latest, nobody
from regulars.insights.pictures import picture_of
from regulars.insights.report import Figure, Report, Section, Source
from regulars.insights.wording import interval_in_words
from regulars.insights.worth.pages import Option, Page, Wish
from regulars.insights.worth.reading import last_said
from regulars.insights.worth.satisfaction_loyalty import curve, leaving
from regulars.insights.worth.satisfaction_loyalty.path import path_section
from regulars.insights.worth.satisfaction_loyalty.ratings import (
    INACTIVE,
    UNLIKELY,
    Rated,
    gone_of,
    rated_surveys,
    ratings_of,
    titles,
)
from regulars.language import Estimate, Kind, Message, message
from regulars.methods import LoyaltyCurve

if TYPE_CHECKING:
    from regulars.facts import Facts

KEY = "satisfaction-loyalty"
TITLE = message("Satisfaction and loyalty")


def satisfaction_loyalty(facts: Facts, wish: Wish) -> Report:
    """The report on one survey: the one asked for, or where most customers answered both questions."""
    found = _survey(facts, wish)
    if found is None:
        return _empty(wish)
    rated, said = found
    curved, parts = _curve(rated, said, wish)
    left, more, figures = _leavers(facts, rated, wish)
    way = () if rated.pair is None else (path_section(facts, rated.pair, wish),)
    return Report(
        key=KEY,
        title=TITLE,
        conclusion=message("{one} {other}", one=curved[0], other=left),
        reason=_reason(rated),
        figures=(*curved[1], *figures),
        sections=(*parts, *more, *way),
        source=Source(rated.survey.name, len(said), said.last_day, title=rated.survey.title),
        scope=wish.scope.to_dict(),
    )


def _survey(facts: Facts, wish: Wish) -> tuple[Rated, Latest] | None:
    asked = [one for one in rated_surveys(facts, wish.hidden) if wish.word("survey") in ("", one.survey.name)]
    read = [(one, nobody() if one.pair is None else last_said(facts, one.pair, wish)) for one in asked]
    return max(read, key=lambda one: (one[0].pair is not None, len(one[1]))) if read else None


def _curve(
    rated: Rated, said: Latest, wish: Wish
) -> tuple[tuple[Message, tuple[Figure, ...]], tuple[Section, ...]]:  # fmt: skip
    """Sentence and figure for the head, and the sections."""
    if rated.pair is None:
        why = message("“{survey}” does not ask whether customers will come back or recommend: there is no curve.",
                      survey=rated.survey.title)  # fmt: skip
        return (why, ()), (Section("loyalty_curve", TITLE, why),)
    loyal_from = wish.number("loyal_from")
    found = curve.curve_of(rated.pair, said, loyal_from)
    if isinstance(found, Message):
        return (found, ()), (Section("loyalty_curve", TITLE, found),)
    said_of = picture_of("loyalty_curve", found).sentence or TITLE
    if found.too_few:
        said_of = message("Too few answers to judge the curve: {n} customers, it takes {needed}.", n=found.n,
                          needed=found.needed)  # fmt: skip
    parts = curve.sections(found, curve.by_unit(rated.pair, said, loyal_from))
    return (said_of, tuple(_rise(found))), tuple(parts)


def _rise(found: LoyaltyCurve) -> Iterator[Figure]:
    yield Figure(
        "rise",
        message("More loyal for each point of satisfaction, in percentage points"),
        Estimate(found.rise, found.rise_low, found.rise_high, Kind.SHARE),
        found.n,
        found.n_missing,
        interval_in_words("student"),
        note=message("along a straight line"),
    )


def _leavers(facts: Facts, rated: Rated, wish: Wish) -> tuple[Message, tuple[Section, ...], tuple[Figure, ...]]:
    by = wish.word("left") or INACTIVE
    gone = gone_of(facts, ratings_of(facts, rated, wish), wish, by=by)
    if gone is None:
        why: Message = message("Who has left is not known yet: it takes purchases and scores.")
        return why, (leaving.untold(why),), ()
    found = leaving.leavers_of(rated, gone, wish.number("satisfied_from"))
    if isinstance(found, Message):
        return found, (leaving.untold(found),), ()
    parts = tuple(leaving.sections(found, gone, by=by))
    if found.too_few:
        few = message("Too few of those who left gave a rating to judge: {n}, it takes {needed}.", n=found.n_left,
                      needed=found.minimum_n)  # fmt: skip
        return few, parts, tuple(leaving.figures(found))
    return parts[0].sentence or leaving.TITLE, parts, tuple(leaving.figures(found))


def _reason(rated: Rated) -> Message:
    return message(
        "By “{question}” in “{survey}”. Satisfaction is not loyalty: how far one goes with the other is estimated from "
        "these answers and never assumed.",
        question=rated.item.label,
        survey=rated.survey.title,
    )


def _empty(wish: Wish) -> Report:
    why = message("No survey with names asks how satisfied customers are overall.")
    return Report(KEY, TITLE, why, None, (), (), Source("answers", 0), scope=wish.scope.to_dict())


SATISFACTION_LOYALTY = Page(
    KEY,
    TITLE,
    message("What satisfaction does to loyalty here, and who left although satisfied"),
    satisfaction_loyalty,
    options=(
        Option("survey", message("Survey"), "", among=titles, of_surveys=True),
        Option("satisfied_from", message("Satisfied from the answer"), low=0, high=10),
        Option("loyal_from", message("Loyal from the answer"), low=0, high=10),
        Option(
            "left",
            message("Left means"),
            INACTIVE,
            choices={
                INACTIVE: message("inactive: silent for too long"),
                UNLIKELY: message("chance of still being a customer below a half"),
            },
        ),
    ),
    by_days=True,
)
