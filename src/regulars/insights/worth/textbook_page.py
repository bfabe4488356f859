"""What textbooks claim of all companies, each claim beside the own figure: never as a fact."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from regulars.insights.pictures import picture_of
from regulars.insights.pictures.cells import TOO_FEW
from regulars.insights.pictures.textbook import NAMES, VERDICTS
from regulars.insights.report import Cell, Column, Figure, Report, Row, Section, Source, Table
from regulars.insights.wording import interval_in_words
from regulars.insights.worth.keeping import Kept, kept_of
from regulars.insights.worth.pages import Option, Page, Wish
from regulars.insights.worth.satisfaction_loyalty.ratings import INACTIVE, gone_of, rated_surveys, ratings_of
from regulars.insights.worth.textbook_told import told_by_hand
from regulars.insights.worth.value_page.reading import spent
from regulars.language import Count, Day, Estimate, Kind, Message, Missing, message
from regulars.methods import Textbook, TextbookVerdict, textbook
from regulars.methods.textbook import Answer
from regulars.methods.textbook.claims import TAKEN

if TYPE_CHECKING:
    from regulars.facts import Facts

KEY = "textbook"
TITLE = message("Textbook, tested")
WITHIN = 365  # days before leaving in which a rating counts
YEARS = 5.0
TILES = ("top_fifth", "more_profit_first", "said_satisfied", "satisfied_and_gone", "stayed_more")


def textbook_page(facts: Facts, wish: Wish) -> Report:
    """The report: every claim with own figure, interval and verdict, or what it lacks."""
    kept = kept_of(facts, wish)
    asked = [part for part in (_revenue(facts, wish), _keeping(kept, wish), _ratings(facts, wish)) if part is not None]
    typed, refused = told_by_hand(facts, wish)
    if not asked:
        why = message("There are no purchases and no ratings of known customers yet: no claim can be tested.")
        return Report(KEY, TITLE, why, None, (), (), Source("answers", 0), scope=wish.scope.to_dict())
    found = merged([*typed, *asked])
    return Report(
        key=KEY,
        title=TITLE,
        conclusion=_conclusion(found),
        reason=message(
            "What textbooks say was found at other companies, or never measured. A claim is no fact here before your "
            "own customers bear it out; a verdict says nothing about what would happen if something were changed."
        ),
        figures=tuple(_tiles(found)),
        sections=(picture_of("textbook", found), _claims(found), *_lacking(found, kept)),
        source=Source("purchases", found.n, as_of=kept.end if isinstance(kept, Kept) else None),
        notes=(*refused, _how(kept, wish)),
        scope=wish.scope.to_dict(),
    )


def _revenue(facts: Facts, wish: Wish) -> Textbook | None:
    found = spent(facts, wish)
    return None if found is None else textbook(found.net)


def _keeping(kept: Kept | Message, wish: Wish) -> Textbook | None:
    if isinstance(kept, Message) or not len(kept):
        return None
    return textbook(
        margin=kept.margin,
        left=1 - kept.kept,
        periods=kept.periods_in(wish.number("years") or YEARS),
        discount_rate=kept.rate(wish.terms.discount_rate),
        n_resamples=resamples(len(kept)),
    )


def resamples(customers: int) -> int:
    """Fewer of them for many customers, whose interval is narrow anyhow."""
    return 1000 if customers <= 20_000 else 300 if customers <= 200_000 else 100


def _ratings(facts: Facts, wish: Wish) -> Textbook | None:
    """Ratings of the year before somebody left, or before the last scoring; in the survey with most of them."""
    best: tuple[int, Textbook] | None = None
    for rated in rated_surveys(facts, wish.hidden):
        gone = gone_of(facts, ratings_of(facts, rated, wish), wish, by=INACTIVE)
        if gone is None:
            continue
        end = np.where(gone.left == 1, gone.went, np.datetime64(gone.day, "D"))
        with_days: NDArray[np.bool_] = ~np.isnan(gone.rating) & ~np.isnan(gone.left)
        in_time = with_days & ((end - gone.rated) <= np.timedelta64(WITHIN, "D"))
        if int(in_time.sum()) > (best[0] if best else 0):
            found = textbook(rating=gone.rating[in_time], left=gone.left[in_time], scale=rated.scale)
            best = int(in_time.sum()), found
    return None if best is None else best[1]


def merged(parts: Sequence[Textbook]) -> Textbook:
    """Each claim from the part that could ask it; for the others what the part lacks that lacks least."""
    from_ = [min(parts, key=lambda part: len(part.lacking[at])) for at in range(len(parts[0].claims))]
    columns: dict[str, Any] = {
        name: np.array([getattr(part, name)[at] for at, part in enumerate(from_)])
        for name in ("figure", "figure_low", "figure_high", "figure_n", "figure_needed")
    }
    rows: dict[str, Any] = {
        name: tuple(getattr(part, name)[at] for at, part in enumerate(from_))
        for name in ("verdict", "figure_interval", "lacking", "reasons")
    }
    return replace(parts[0], **columns, **rows, n=max(part.n for part in parts))


def _conclusion(found: Textbook) -> Message:
    told = [verdict for verdict in found.verdict if verdict is not TextbookVerdict.NOT_ASKED]
    return message(
        "Of {all} claims of the textbooks {same} hold here as claimed, {other} do not; of {unclear} it cannot be told, "
        "and {lacking} lack data.",
        all=Count(len(found.verdict)),
        same=Count(told.count(TextbookVerdict.AS_CLAIMED)),
        other=Count(told.count(TextbookVerdict.LESS) + told.count(TextbookVerdict.MORE)),
        unclear=Count(told.count(TextbookVerdict.UNCLEAR)),
        lacking=Count(len(found.verdict) - len(told)),
    )


def _tiles(found: Textbook) -> Iterator[Figure]:
    for answer in found.answers():
        figure = answer.figure
        if answer.claim.key not in TILES or not np.isfinite([figure.value, figure.low, figure.high]).all():
            continue
        yield Figure(
            answer.claim.key,
            NAMES["more_profit" if answer.claim.key == "more_profit_first" else answer.claim.key],
            Estimate(figure.value, figure.low, figure.high, Kind.SHARE),
            figure.n,
            method=interval_in_words(figure.interval),
            note=message("claimed: {range}; {verdict}", range=_range(answer), verdict=VERDICTS[answer.verdict]),
        )


def _claims(found: Textbook) -> Section:
    """Every claim in its own words, with the reservation that belongs to it."""
    return Section(
        "claims",
        message("Claim by claim"),
        table=Table(
            "claims",
            (
                Column("claim", message("What is claimed elsewhere"), numeric=False),
                Column("own", message("Own figure")),
                Column("n", message("Customers")),
                Column("verdict", message("Verdict"), numeric=False),
                Column("beware", message("Beware"), numeric=False),
            ),
            tuple(
                Row(
                    answer.claim.key,
                    message("Claim: “{claim}”", claim=answer.claim.words),
                    (
                        _own(answer),
                        Count(answer.figure.n) if answer.asked else Missing(VERDICTS[answer.verdict]),
                        VERDICTS[answer.verdict],
                        answer.claim.caution,
                    ),
                )
                for answer in found.answers()
            ),
        ),
        definition=message(
            "As claimed: the whole interval lies within what is claimed. Less or more: it lies wholly below or above. "
            "Anything else, and a figure of too few customers, cannot be told. Where one number is printed, five "
            "points on either side count as the same. Of many verdicts some are wrong by chance."
        ),
    )


def _own(answer: Answer) -> Cell:
    figure = answer.figure
    if not answer.asked:
        return Missing(VERDICTS[answer.verdict])
    if not np.isfinite(figure.value):
        return Missing(TOO_FEW)
    known = bool(np.isfinite([figure.low, figure.high]).all())
    low, high = (figure.low, figure.high) if known else (None, None)
    if answer.claim.times:
        return Estimate(figure.value, low, high, digits=1)
    return Estimate(figure.value, low, high, Kind.SHARE)


def _range(answer: Answer) -> Message:
    claim = answer.claim
    low = Estimate(claim.low, kind=Kind.SHARE, digits=0)
    if not np.isfinite(claim.high):
        return message("above {low}", low=low)
    return message("{low} to {high}", low=low, high=Estimate(claim.high, kind=Kind.SHARE, digits=0))


def _lacking(found: Textbook, kept: Kept | Message) -> Iterator[Section]:
    """What would have to be known, for each claim that could not be asked or told."""
    rows = []
    for answer in found.answers():
        name = message("Claim: “{claim}”", claim=answer.claim.words)
        if not answer.asked:
            why: Message = message("Missing: {columns}.", columns=tuple(TAKEN[one] for one in answer.lacking))
            if answer.claim.key.startswith("more_profit") and isinstance(kept, Message):
                why = kept
            rows.append(Row(answer.claim.key, name, (why,)))
        elif answer.figure.n < answer.figure.needed:
            few = message("{n} customers are too few to judge: it takes {needed}.", n=Count(answer.figure.n),
                          needed=Count(answer.figure.needed))  # fmt: skip
            rows.append(Row(answer.claim.key, name, (answer.figure.notes[0] if answer.figure.notes else few,)))
    if rows:
        yield Section(
            "lacking",
            message("What is missing to tell"),
            table=Table(
                "lacking",
                (
                    Column("claim", message("What is claimed elsewhere"), numeric=False),
                    Column("lacks", message("What is missing"), numeric=False),
                ),
                tuple(rows),
            ),
        )


def _how(kept: Kept | Message, wish: Wish) -> Message:
    rating = message(
        "Left, where ratings are asked about: inactive by the rule of the stages; ratings of the year before count."
    )
    if isinstance(kept, Message):
        return rating
    return message(
        "{rating} Kept, where profit is asked about: bought from {start} to {middle}, and again until {end}. Margin: "
        "{basis}; {years} years ahead.",
        rating=rating,
        start=Day(kept.start),
        middle=Day(kept.middle),
        end=Day(kept.end),
        basis=kept.basis,
        years=Estimate(wish.number("years") or YEARS, digits=0),
    )


COUNTED: dict[str, Any] = {"low": 0, "high": 1_000_000_000, "whole": True}
TEXTBOOK = Page(
    KEY,
    TITLE,
    message("What textbooks claim, held against your own customers"),
    textbook_page,
    options=(
        Option("years", message("Years of profit ahead"), YEARS, low=1, high=30),
        Option("complained", message("Customers who complained in the last year"), **COUNTED),
        Option("approached", message("Lost customers approached"), **COUNTED),
        Option("returned", message("Of these: returned"), **COUNTED),
        Option("prospects", message("Prospects approached in the same way"), **COUNTED),
        Option("won", message("Of these: won"), **COUNTED),
    ),
)
