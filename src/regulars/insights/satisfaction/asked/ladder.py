"""One product at several prices: how many would buy at each, and at which price most is earned."""

from __future__ import annotations

from dataclasses import replace

from regulars.insights.pictures.preference import gabor_granger as picture
from regulars.insights.report import Figure, Section, Words
from regulars.insights.satisfaction.asked.base import all_of, any_of, column, every_estimate, few, relabelled, who
from regulars.insights.satisfaction.asked.prices import in_money
from regulars.insights.satisfaction.counts import ends
from regulars.insights.satisfaction.specify import Question
from regulars.insights.wording import interval_in_words
from regulars.language import Count, Estimate, Kind, Message, Text, message
from regulars.methods import GaborGranger, gabor_granger
from regulars.methods.errors import MethodError
from regulars.survey import Item
from regulars.survey.tags import CURRENCY, Ladder, tagged, words_of

RESAMPLES = 400
WOULD = message(
    "Each was asked at these prices whether they would buy (Gabor and Granger); who gives one of the {count} highest "
    "answers would. Saying is not doing: fewer will buy than say so. Where they overstate alike at all prices, the "
    "best price holds."
)
WOULD_HIGHEST = message(
    "Each was asked at these prices whether they would buy (Gabor and Granger); who gives the highest answer would. "
    "Saying is not doing: fewer will buy than say so. Where they overstate alike at all prices, the best price holds."
)


def ladder(question: Question, asked: Ladder, *, seed: int) -> Section | None:
    """The curve of demand. Prices that too few were asked about to be shown are left out."""
    shown = [at for at, item in enumerate(asked.items) if _enough(question, item)]
    items, prices = [asked.items[at] for at in shown], [asked.prices[at] for at in shown]
    if len(items) < 2 or (rows := who(question, any_of(items))) is None:
        return None
    key, title = f"demand-{asked.key}", _title(asked)
    needed, n = max(question.minimum, GaborGranger.minimum_n), int(rows.sum())
    if n < needed:
        return few(key, title, n, needed)
    low, high = ends(items[0])
    top = 2 if high - low >= 3 else 1
    weights = question.answers.weighed
    try:
        found = gabor_granger(
            {item.key: column(question.answers, item)[rows] for item in items},
            prices,
            scale=(low, high),
            top=top,
            weights=None if weights is None else weights[rows],
            n_resamples=RESAMPLES,
            seed=seed,
        )
    except MethodError as error:  # nobody's answers fit together
        return Section(key, title, error.message)
    names: dict[str, Words] = {f"{price:g}": words_of(item) for price, item in zip(prices, items, strict=True)}
    names.setdefault(f"{found.best_price:g}", message("best price"))
    currency = tagged(items[0], CURRENCY)
    drawn = relabelled(every_estimate(picture(found), lambda one: in_money(one, currency), ("x",)), names)
    return replace(
        drawn,
        key=key,
        title=title,
        figures=_figures(found, asked.key, currency),
        caption=next(iter(found.notes), None) or message("{n} answered.", n=Count(found.n)),
        definition=replace(WOULD, values={"count": top}) if top > 1 else WOULD_HIGHEST,
    )


def _enough(question: Question, item: Item) -> bool:
    rows = who(question, all_of([item]))
    return rows is not None and not (question.privacy.hides and int(rows.sum()) < question.least.group)


def _title(asked: Ladder) -> Message:
    return message("Who would buy at which price: {product}", product=asked.items[0].question or Text.of(asked.key))


def _figures(found: GaborGranger, key: str, currency: str | None) -> tuple[Figure, ...]:
    if not found.best_earned > 0:
        return ()
    words = interval_in_words(found.interval)
    price = Estimate(found.best_price, found.best_price_low, found.best_price_high)
    share = Estimate(found.best_share, found.best_share_low, found.best_share_high, Kind.SHARE)
    edge = message("the end of what was asked; a better one may lie beyond") if found.at_edge else None
    return (
        Figure(
            f"best_price_{key}",
            message("Best price for revenue"),
            in_money(price, currency),
            found.n,
            found.n_missing + found.n_contradictory,
            words,
            note=edge,
            definition=message(
                "Where price times the share who would buy is largest, on the lines between the prices."
            ),
        ),
        Figure(
            f"best_share_{key}",
            message("Would buy at the best price"),
            share,
            found.n,
            found.n_missing + found.n_contradictory,
            words,
        ),
    )
