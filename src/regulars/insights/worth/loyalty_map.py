"""Which kind of loyal are our customers, how do they move, and what hangs on where the cuts lie?"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from regulars.insights.loyalty.answers import pairs_of
from regulars.insights.loyalty.types import typed
from regulars.insights.pictures import picture_of
from regulars.insights.pictures.cells import TOO_FEW, share
from regulars.insights.pictures.loyalty import NAMES
from regulars.insights.report import Cell, ChartKind, Column, Figure, Report, Row, Section, Source, Table, Whom, Words
from regulars.insights.wording import interval_in_words
from regulars.insights.worth.keep import STILL
from regulars.insights.worth.loyalty_moves import FEWEST, Mapped, before, moves, slipping
from regulars.insights.worth.pages import Option, Page, Wish, with_customers
from regulars.insights.worth.reading import floats, last_said, scored, words
from regulars.language import NO_CURRENCY, Count, Estimate, Kind, Message, Missing, message
from regulars.methods import LoyaltyType, hostage_flip
from regulars.methods.errors import MethodError
from regulars.methods.loyalty.loyalty_type import TYPES
from regulars.methods.loyalty.loyalty_types import MOVES
from regulars.methods.loyalty.stage_rules import Stage
from regulars.methods.sample import Sample
from regulars.methods.scores.estimates import mean_of

if TYPE_CHECKING:
    from regulars.facts import Facts

TITLE = message("Loyalty map")


def loyalty_map(facts: Facts, wish: Wish) -> Report:
    """The report: map, types with what they are worth, moves since the answer before, cuts, hostages set free."""
    found = _read(facts, wish)
    if found is None:
        return _empty(facts, wish)
    earlier = before(facts, found, wish)
    parts = (*_types(found), moves(found, earlier), slipping(found, earlier, wish), _cuts(found), *_freed(found))
    return Report(
        key="loyalty-map",
        title=TITLE,
        conclusion=_conclusion(found),
        reason=_reason(found),
        figures=tuple(_figures(found)),
        sections=parts,
        source=Source(found.pair.survey.name, len(found.said), found.said.last_day, title=found.pair.survey.title),
        notes=found.types.notes,
        scope=wish.scope.to_dict(),
    )


def _read(facts: Facts, wish: Wish) -> Mapped | None:
    """The survey in which most customers answered both questions, or the one asked for."""
    asked = [pair for pair in pairs_of(facts, wish.hidden) if wish.word("survey") in ("", pair.survey.name)]
    read = [(pair, last_said(facts, pair, wish)) for pair in asked]
    if not read:
        return None
    pair, said = max(read, key=lambda one: len(one[1]))
    types = typed(pair, said, satisfied_from=wish.number("satisfied_from"), loyal_from=wish.number("loyal_from"))
    if types is None or types.n < FEWEST:
        return None
    columns = ("value", "currency", "horizon_weeks", "alive", "loyalty_stage")
    worth = scored(facts, replace(wish, among=None, units=None), *columns)
    place = np.searchsorted(worth["customer"].to_numpy(), said.customer)
    place = np.minimum(place, max(len(worth) - 1, 0))
    value, silent = np.full(len(said), np.nan), np.zeros(len(said), dtype=np.bool_)
    if len(worth):
        known = worth["customer"].to_numpy()[place] == said.customer
        value = np.where(known, floats(worth, "value")[place], np.nan)
        gone = (floats(worth, "alive") < STILL) | (words(worth, "loyalty_stage") == Stage.INACTIVE.value)
        silent = known & gone[place]
    currency = next((one for one in worth["currency"].to_pylist()[:1] if one), None) or NO_CURRENCY
    weeks = next((one for one in worth["horizon_weeks"].drop_null().to_pylist()[:1]), 52)
    return Mapped(pair, said, types, value, silent, currency, int(weeks))


def _empty(facts: Facts, wish: Wish) -> Report:
    asked = pairs_of(facts, wish.hidden)
    why = (
        message("Too few customers answered both questions to draw a map: it takes {count}.", count=FEWEST)
        if asked
        else message(
            "No survey asks the same customers how satisfied they are and whether they will come back or recommend. "
            "Ask both in one identified study."
        )
    )
    return Report("loyalty-map", TITLE, why, None, (), (), Source("answers", 0), scope=wish.scope.to_dict())


def _conclusion(found: Mapped) -> Message:
    types = found.types
    loyal = Estimate(types.loyal, types.loyal_low, types.loyal_high, Kind.SHARE, digits=0)
    if types.n < types.minimum_n:
        return message("Too few answers to judge: {n} customers; from {least} on the shares hold.", n=Count(types.n),
                       least=types.minimum_n)  # fmt: skip
    leaving = 1 - types.loyal - types.shares[LoyaltyType.HOSTAGE]
    return message(
        "{loyal} of the customers who answered are satisfied and loyal; {leaving} are not loyal, satisfied or not.",
        loyal=loyal,
        leaving=Estimate(leaving, kind=Kind.SHARE, digits=0),
    )


def _reason(found: Mapped) -> Message:
    pair = found.pair
    return message(
        "By “{satisfaction}” from {cut} on and “{loyalty}” from {other} on, in each customer’s last response.",
        satisfaction=pair.satisfaction.label,
        cut=found.types.satisfied_from,
        loyalty=pair.loyalty.label,
        other=found.types.loyal_from,
    )


def _figures(found: Mapped) -> Iterator[Figure]:
    types = found.types
    method = interval_in_words(types.interval)
    for key, label, value, low, high in (
        ("loyal", message("Satisfied and loyal"), types.loyal, types.loyal_low, types.loyal_high),
        *(
            (
                kind.value,
                NAMES[kind],
                types.shares[kind],
                types.shares_low[kind],
                types.shares_high[kind],
            )
            for kind in (LoyaltyType.MERCENARY, LoyaltyType.HOSTAGE, LoyaltyType.DEFECTOR)
        ),
    ):
        yield Figure(key, label, Estimate(value, low, high, Kind.SHARE), types.n, types.n_missing, method)


def _types(found: Mapped) -> Iterator[Section]:
    picture = picture_of("loyalty_types", found.types)
    yield with_customers(picture, lambda row: Whom.of(type=row.key))
    yield Section(
        "types",
        message("The types, and what hangs on them"),
        _exposed(found),
        table=Table(
            "types",
            (
                Column("type", message("Type"), numeric=False),
                Column("n", message("Customers")),
                Column("share", message("Share")),
                Column("corrected", message("Allowing for chance answers")),
                Column("mean", message("Expected from each")),
                Column("total", message("Expected from all who answered")),
            ),
            tuple(_worth_of(found, kind) for kind in TYPES),
        ),
        definition=message(
            "Expected is the discounted margin of the next {weeks} weeks by the latest scores, of those who have "
            "bought. A type is by the latest answers; the share allowing for chance answers is what is left when the "
            "error of a single answer is taken out.",
            weeks=found.weeks,
        ),
    )


def _worth_of(found: Mapped, kind: LoyaltyType) -> Row:
    types = found.types
    rows = types.type == kind.value
    worth = found.value[rows & ~np.isnan(found.value)]
    mean: Cell = Missing(TOO_FEW)
    if len(worth) >= FEWEST:
        said = mean_of(Sample.of(worth), types.confidence)
        mean = Estimate(said.mean, max(0.0, said.low), said.high, Kind.MONEY, found.currency)
    total: Cell = Estimate(float(worth.sum()), kind=Kind.MONEY, currency=found.currency, digits=0)
    return Row(
        kind.value,
        kind.words,
        (
            Count(types.counts[kind]),
            share(types.shares[kind], types.shares_low[kind], types.shares_high[kind]),
            share(types.corrected[kind], types.corrected_low[kind], types.corrected_high[kind]),
            mean,
            total,
        ),
        whom=Whom.of(type=kind.value),
    )


def _exposed(found: Mapped) -> Message | None:
    """What is expected of those who do not say that they stay."""
    known = ~np.isnan(found.value)
    total = float(found.value[known].sum())
    if total <= 0:
        return message("What customers are worth is not known yet: score them first.")
    going = np.isin(found.types.type, [LoyaltyType.DEFECTOR, LoyaltyType.TERRORIST, LoyaltyType.MERCENARY])
    part = float(found.value[known & going].sum())
    return message(
        "{part} of what is expected from those who answered comes from customers who do not say that they stay: "
        "{money}.",
        part=Estimate(part / total, kind=Kind.SHARE, digits=0),
        money=Estimate(part, kind=Kind.MONEY, currency=found.currency, digits=0),
    )


def _cuts(found: Mapped) -> Section:
    types = found.types
    rows = tuple(
        Row(key, MOVES[key], (share(part, low, high),))
        for key, part, low, high in zip(types.moves, types.moved, types.moved_low, types.moved_high, strict=True)
    )
    return Section(
        "cuts",
        message("What hangs on the cuts"),
        table=Table(
            "cuts",
            (Column("cut", message("Cut moved"), numeric=False), Column("other", message("Would have another type"))),
            rows,
        ),
        chart=ChartKind.BARS,
        caption=message("No book says where the cuts lie. Set others under “Filter” and see how the map changes."),
    )


def _freed(found: Mapped) -> Iterator[Section]:
    """The worst case: nothing holds the hostages any longer."""
    known = ~np.isnan(found.value)
    scale, loyalty_scale = found.pair.scales
    if int(known.sum()) < FEWEST:
        return
    try:
        flip = hostage_flip(
            found.said.satisfaction[known],
            found.said.loyalty[known],
            value=found.value[known],
            scale=scale,
            loyalty_scale=loyalty_scale,
            satisfied_from=found.types.satisfied_from,
            loyal_from=found.types.loyal_from,
        )
    except MethodError:
        return
    picture = picture_of("hostage_flip", flip)
    exposed = Estimate(flip.exposed, flip.exposed_low, flip.exposed_high, Kind.MONEY, found.currency)
    yield replace(
        picture,
        sentence=message("{said} Expected from them: {money}.", said=picture.sentence, money=exposed),
        caption=flip.notes[0],
        definition=flip.notes[1],
    )


def _surveys(facts: Facts) -> dict[str, Words]:
    return {pair.survey.name: pair.survey.title for pair in pairs_of(facts)}


LOYALTY_MAP = Page(
    "loyalty-map",
    TITLE,
    message("Which kind of loyal customers are: by satisfaction and by whether they stay"),
    loyalty_map,
    options=(
        Option("survey", message("Survey"), "", among=_surveys, of_surveys=True),
        Option("satisfied_from", message("Satisfied from the answer"), low=0, high=10),
        Option("loyal_from", message("Loyal from the answer"), low=0, high=10),
    ),
    by_days=True,
)
