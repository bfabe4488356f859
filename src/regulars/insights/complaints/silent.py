"""Who shows a sign of dissatisfaction: those who complained beside those who never said a word."""

from __future__ import annotations

from regulars.insights.report import Cell, Column, Row, Section, Table
from regulars.language import Count, Estimate, Kind, Message, Missing, message
from regulars.methods import LatentDissatisfaction
from regulars.methods.linkage.signs import Sign

NAMES = {
    Sign.LOW: message("Last rating low"),
    Sign.FALLING: message("Last rating clearly lower than the one before"),
    Sign.LAPSED: message("Has not bought for three of their own usual times"),
    Sign.LOW_EFFORT: message("Hardly a word in the open answer"),
    Sign.NO_REPLY: message("Was asked and did not reply"),
}


def silent_section(found: LatentDissatisfaction) -> Section:
    """A row for each sign, the one with the most silent customers first."""
    order = sorted(range(len(found.signs)), key=lambda at: -int(found.sign_silent[at]))
    rows = tuple(Row(str(found.signs[at]).replace(" ", "-"), NAMES[found.signs[at]], _cells(found, at)) for at in order)
    return Section(
        key="silent",
        title=message("Complained, or silent: by sign"),
        sentence=_sentence(found),
        table=Table(
            "silent",
            (
                Column("sign", message("Sign"), numeric=False),
                Column("complained", message("Complained")),
                Column("silent", message("Silent")),
                Column("share", message("Silent, of those who show it")),
                Column("judged", message("Customers of whom it is known")),
            ),
            rows,
        ),
        definition=message(
            "Low: the rating counts as dissatisfied. Clearly lower: by 25 points of 100 or more, one step of five. "
            "Lapsed: no purchase for three times the customer’s own usual interval. Hardly a word: fewer than four "
            "letters. No reply: invited more than a week ago. Complained: there is a case. A customer may show several "
            "signs; none of them is a proof. Intervals are Wilson’s (95%)."
        ),
    )


def _cells(found: LatentDissatisfaction, at: int) -> tuple[Cell, ...]:
    shown = int(found.sign_shown[at])
    share: Cell = Missing(message("too few"))
    if shown >= found.minimum_n:
        limits = float(found.sign_share_low[at]), float(found.sign_share_high[at])
        share = Estimate(float(found.sign_share[at]), *limits, Kind.SHARE, digits=0)
    silent, complained = Count(int(found.sign_silent[at])), Count(int(found.sign_complained[at]))
    return complained, silent, share, Count(int(found.sign_judged[at]))


def _sentence(found: LatentDissatisfaction) -> Message:
    if not found.n_dissatisfied:
        return message("No customer shows a sign of dissatisfaction.")
    return message(
        "{silent} customers show a sign and never complained; {complained} show one and did.",
        silent=Count(found.n_silent),
        complained=Count(found.n_complained),
    )
