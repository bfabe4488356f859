"""Which question would fill a chapter for which nothing was asked."""

from __future__ import annotations

from enum import StrEnum

from regulars.insights.report import Section
from regulars.language import Message, message


class Blank(StrEnum):
    """Questions that a chapter waits for."""

    NEEDS = "needs"
    LOYALTY = "loyalty"
    PRICE = "price"
    COMPETITORS = "competitors"


WORDS: dict[Blank, Message] = {
    Blank.NEEDS: message("“All in all, how satisfied are you with us?”, with a rating of each attribute."),
    Blank.LOYALTY: message("“How likely are you to buy from us again?”, from 1 to 5."),
    Blank.PRICE: message(
        "“At which price is this so cheap that you doubt its quality, a bargain, getting expensive, too expensive?” "
        "(van Westendorp), with two intentions to buy."
    ),
    Blank.COMPETITORS: message(
        "“And the other company that you used last?”: the same attributes, rated for a competitor on the same scale."
    ),
}
TITLES: dict[Blank, Message] = {
    Blank.NEEDS: message("The question that would tell whether needs are met"),
    Blank.LOYALTY: message("The question that would tell who is loyal"),
    Blank.PRICE: message("The question that would tell which prices are accepted"),
    Blank.COMPETITORS: message("The question that would tell the position against competitors"),
}
LEADS: dict[Blank, Message] = {
    Blank.NEEDS: message("This survey asks neither for attributes nor for overall satisfaction."),
    Blank.LOYALTY: message("This survey asks neither for the intention to come back nor for recommendation."),
    Blank.PRICE: message("This survey does not ask for prices, so nothing is known of what customers accept."),
    Blank.COMPETITORS: message("This survey does not ask about competitors, so nothing is known of our position."),
}


def blank(of: Blank) -> Section:
    """The section that stands where numbers would."""
    return Section(f"ask-{of.value}", TITLES[of], WORDS[of], blank=of.value)
