"""What a target can be set for: the figures that the reports define."""

from __future__ import annotations

from enum import StrEnum

from regulars.language import Estimate, Kind, Message, message


class Indicator(StrEnum):
    """Stored and sent under these names."""

    INDEX = "index"
    SATISFIED = "satisfied"
    NPS = "nps"
    LOYAL = "loyal"
    REPURCHASE = "repurchase"
    PROBLEMS = "problems"

    @property
    def said(self) -> Message:
        """For people."""
        return INDICATORS[self]

    @property
    def kind(self) -> Kind:
        """What its numbers are."""
        return _KINDS[self]

    @property
    def high_is_good(self) -> bool:
        """Whether more is better."""
        return self is not Indicator.PROBLEMS

    @property
    def ends(self) -> tuple[float, float]:
        """The scale as people write it: shares in percent. Nobody aims at a thousand problems per 100."""
        return _ENDS.get(self.kind, (0.0, 1000.0))

    def estimate(self, value: float) -> Estimate:
        """A target as a number of its kind; ``value`` as people write it, to one decimal at most."""
        digits = 0 if value == int(value) else 1
        return Estimate(value / 100 if self.kind is Kind.SHARE else value, kind=self.kind, digits=digits)


INDICATORS: dict[Indicator, Message] = {
    Indicator.INDEX: message("Satisfaction index"),
    Indicator.SATISFIED: message("Satisfied (CSAT)"),
    Indicator.NPS: message("Recommendation (NPS)"),
    Indicator.LOYAL: message("Loyal by what they answer"),
    Indicator.REPURCHASE: message("Loyal by what they buy"),
    Indicator.PROBLEMS: message("Problems per 100 customers"),
}
_KINDS = {
    Indicator.INDEX: Kind.INDEX,
    Indicator.SATISFIED: Kind.SHARE,
    Indicator.NPS: Kind.POINTS,
    Indicator.LOYAL: Kind.SHARE,
    Indicator.REPURCHASE: Kind.SHARE,
    Indicator.PROBLEMS: Kind.NUMBER,
}
_ENDS = {Kind.INDEX: (0.0, 100.0), Kind.SHARE: (0.0, 100.0), Kind.POINTS: (-100.0, 100.0)}
