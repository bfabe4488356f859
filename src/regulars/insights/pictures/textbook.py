"""The picture of the textbook's claims: own figure with its interval, and the claimed range below it."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from typing import Any

from regulars.insights.report import Cell, ChartKind, Column, Row, Section, Table
from regulars.language import Count, Estimate, Kind, Message, Missing, message
from regulars.methods import Textbook, TextbookVerdict
from regulars.methods.textbook import Answer

NAMES: dict[str, Message] = {
    "top_fifth": message("Revenue from the best fifth"),
    "more_profit": message("More profit from 5% more kept"),
    "more_profit_first": message("The same, as first printed"),
    "silent": message("Unhappy and silent"),
    "one_in_ten": message("The same: one in ten complains"),
    "said_satisfied": message("Leavers who had said satisfied"),
    "times_as_easy": message("Lost won, against new"),
    "satisfied_and_gone": message("Satisfied and gone"),
    "stayed_more": message("Satisfied stay more often, in percentage points"),
}
VERDICTS: dict[TextbookVerdict, Message] = {
    TextbookVerdict.AS_CLAIMED: message("as claimed"),
    TextbookVerdict.LESS: message("less than claimed"),
    TextbookVerdict.MORE: message("more than claimed"),
    TextbookVerdict.UNCLEAR: message("cannot be told"),
    TextbookVerdict.NOT_ASKED: message("not asked"),
}


def textbook(result: Textbook) -> Section:
    """One bar a claim that was asked, with the claimed range as a strip below."""
    answers = list(result.answers())
    asked = [answer for answer in answers if answer.asked]
    not_asked = len(answers) - len(asked)
    said = [answer.verdict for answer in asked]
    return Section(
        "textbook",
        message("The textbook, tested on own customers"),
        message(
            "Claims asked: {asked}. As claimed: {as_claimed}; less or more: {otherwise}; cannot be told: {unclear}.",
            asked=Count(len(asked)),
            as_claimed=Count(said.count(TextbookVerdict.AS_CLAIMED)),
            otherwise=Count(said.count(TextbookVerdict.LESS) + said.count(TextbookVerdict.MORE)),
            unclear=Count(said.count(TextbookVerdict.UNCLEAR)),
        ),
        table=Table(
            "textbook",
            (
                Column("name", message("Claim"), numeric=False),
                Column("value", message("Own figure")),
                Column("claimed_low", message("Claimed, from")),
                Column("claimed_high", message("Claimed, to")),
                Column("n", message("Customers")),
                Column("verdict", message("Verdict"), numeric=False),
            ),
            tuple(_row(answer, words=not all(one.claim.times for one in asked)) for answer in asked),
            reference_names={"claimed_low": message("strip below a bar: what is claimed")},
        ),
        chart=ChartKind.BARS,
        caption=message(
            "Claims about other companies; a verdict says nothing about what would happen if something were changed."
        )
        if not not_asked
        else message("Claims about other companies. Not asked, for columns are missing: {count}.", count=not_asked),
    )


def _row(answer: Answer, *, words: bool) -> Row:
    """``words``: what is how many times stands in words, beside shares on another scale."""
    claim = answer.claim
    return Row(
        claim.key,
        NAMES[claim.key],
        (
            _figure(answer, words=words),
            _end(claim.low, times=claim.times, words=words),
            _end(claim.high, times=claim.times, words=words),
            Count(answer.figure.n),
            VERDICTS[answer.verdict],
        ),
        "same",
    )


def _figure(answer: Answer, *, words: bool) -> Cell:
    figure = answer.figure
    if math.isnan(figure.value):
        return VERDICTS[answer.verdict]
    low, high = (figure.low, figure.high) if math.isfinite(figure.low + figure.high) else (None, None)
    if answer.claim.times:
        times = Estimate(figure.value, low, high, digits=1)
        return message("{times} times", times=times) if words else times
    return Estimate(figure.value, low, high, Kind.SHARE)


def _end(limit: float, *, times: bool, words: bool) -> Cell:
    if math.isinf(limit):
        return Missing(message("no upper end"))
    if times:
        least = Estimate(limit, digits=0)
        return message("{times} times", times=least) if words else least
    return Estimate(limit, kind=Kind.SHARE, digits=0)


TEXTBOOK_PICTURES: Mapping[str, Callable[[Any], Section]] = {"textbook": textbook}
