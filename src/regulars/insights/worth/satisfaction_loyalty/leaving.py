"""Of the customers who left, how many had said that they were satisfied; beside the claim of the textbook."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from regulars.insights.pictures import picture_of
from regulars.insights.pictures.cells import TOO_FEW, share
from regulars.insights.report import Cell, Column, Figure, Row, Section, Table, Whom
from regulars.insights.wording import interval_in_words
from regulars.insights.worth.pages import with_customers
from regulars.insights.worth.satisfaction_loyalty.ratings import INACTIVE, Gone, Rated
from regulars.language import Count, Estimate, Kind, Message, message
from regulars.methods import SatisfiedLeavers, satisfied_leavers
from regulars.methods.errors import MethodError

KEY = "satisfied_leavers"
TITLE = message("Satisfied, and gone all the same")
# Those who left had said satisfied more or less often than those who stayed; and so the satisfied left more or less.
VERDICTS: dict[str, Message] = {
    "clearly higher": message("clearly more"),
    "clearly lower": message("clearly fewer"),
    "no clear difference": message("no clear difference"),
}


def leavers_of(rated: Rated, gone: Gone, satisfied_from: float | None) -> SatisfiedLeavers | Message:
    """What the method says of them; the reason where it cannot be told."""
    known = ~np.isnan(gone.rating)
    if not bool((known & (gone.left == 1)).any()):
        return message(
            "{left} customers have left; none of them gave a rating before.", left=Count(gone.n_left)
        ) if gone.n_left else message("No customer has left so far, by the latest scores.")  # fmt: skip
    try:
        return satisfied_leavers(
            gone.rating[known],
            gone.left[known],
            rating_day=gone.rated[known],
            leaving_day=gone.went[known],
            as_of=gone.day,
            scale=rated.scale,
            satisfied_from=satisfied_from,
        )
    except MethodError as error:
        return error.message


def figures(found: SatisfiedLeavers) -> Iterator[Figure]:
    """The share of the source, and the share that says more: who leaves, of the satisfied."""
    method = interval_in_words(found.interval)
    yield Figure(
        "said_satisfied",
        message("Of those who left: had said satisfied"),
        Estimate(found.share, found.low, found.high, Kind.SHARE, digits=0),
        found.n_left,
        method=method,
        note=message(
            "claimed: {low} to {high}",
            low=Estimate(found.claim_low, kind=Kind.SHARE, digits=0),
            high=Estimate(found.claim_high, kind=Kind.SHARE, digits=0),
        ),
    )
    if found.n_stayed:
        yield Figure(
            "satisfied_left",
            message("Of the satisfied: have left"),
            Estimate(found.left_satisfied, found.left_satisfied_low, found.left_satisfied_high, Kind.SHARE, digits=0),
            round(found.share * found.n_left + found.stayed_share * found.n_stayed),
            method=method,
            note=message("of the others: {share}", share=Estimate(found.left_others, kind=Kind.SHARE, digits=0)),
        )


def sections(found: SatisfiedLeavers, gone: Gone, *, by: str) -> Iterator[Section]:
    """Leavers beside those who stayed, and the same seen from the other side."""
    whom = Whom.of(stage="inactive") if by == INACTIVE else None
    picture = with_customers(_plain(picture_of(KEY, found)), lambda row: whom if row.key == "left" else None)
    if whom is not None and picture.caption is not None:
        all_of_them = message("{said} The list shows all inactive customers, with a rating or without.",
                              said=picture.caption)  # fmt: skip
        picture = replace(picture, caption=all_of_them)
    yield replace(picture, title=TITLE, definition=_definition(found, gone, by=by))
    if found.n_stayed:
        yield Section(
            "who-leaves",
            message("Who leaves: the satisfied and the others"),
            _differ(found),
            table=Table(
                "who-leaves",
                (Column("said", message("Had said"), numeric=False), Column("left", message("Have left"))),
                (
                    Row("satisfied", message("Satisfied customers"), (_left(found, "satisfied"),)),
                    Row("others", message("All others"), (_left(found, "others"),)),
                ),
            ),
            definition=message(
                "Of all customers with a rating in time. Many satisfied customers among those who left say little "
                "where nearly all customers are satisfied; these two shares show what difference it makes."
            ),
        )


def _plain(picture: Section) -> Section:
    """Neither bar is a weak one: that somebody left satisfied is no failing of theirs."""
    if picture.table is None:
        return picture
    rows = tuple(replace(row, mark="same") for row in picture.table.rows)
    return replace(picture, table=replace(picture.table, rows=rows))


def _left(found: SatisfiedLeavers, side: str) -> Cell:
    value, low, high = (float(getattr(found, f"left_{side}{end}")) for end in ("", "_low", "_high"))
    return share(value, low, high)


def _differ(found: SatisfiedLeavers) -> Message:
    return message(
        "{satisfied} of the satisfied have left, of the others {others}: {verdict}.",
        satisfied=_left(found, "satisfied"),
        others=_left(found, "others"),
        verdict=VERDICTS.get(found.difference_verdict, TOO_FEW),
    )


def _definition(found: SatisfiedLeavers, gone: Gone, *, by: str) -> Message:
    rule = (
        message("silent for longer than the rule of the stages allows")
        if by == INACTIVE
        else message("the chance of still being a customer lies below a half")
    )
    return message(
        "Left: {rule}, by the scores of the last day; gone from the day on which that rule was met. Satisfied: {cut} "
        "or more in the last rating, at most {days} days before leaving. Of {all} customers who left, {rated} gave "
        "one. Who gives none may think otherwise.",
        rule=rule,
        cut=Estimate(found.satisfied_from, digits=0 if found.satisfied_from == int(found.satisfied_from) else 1),
        days=round(found.within),
        all=Count(gone.n_left),
        rated=Count(found.n_left),
    )


def untold(why: Message) -> Section:
    """That nothing can be said of those who left."""
    return Section(KEY, TITLE, why)
