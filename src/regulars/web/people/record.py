"""One customer laid out for the page: the insight's record in the reader's words, and what the company noted."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils import timezone

from regulars.documents.view import FigureView, figure_view
from regulars.insights.customer import CustomerRecord, one_customer
from regulars.insights.customer.figures import segment_in_words
from regulars.language import Day, Message, message
from regulars.web.accounts.access import UnitScope, scope_of
from regulars.web.accounts.roles import Permission
from regulars.web.company.models import Unit
from regulars.web.facts import facts
from regulars.web.people.models import Customer, Kind, Relation
from regulars.web.people.timeline.reading import Page, latest
from regulars.web.words import current, say

LATEST = 10  # entries of the timeline on the overview


@dataclass(frozen=True)
class Whisker:
    """Where a range lies between nothing and its own end, in percent; ``said`` is read out."""

    start: float
    width: float
    at: float
    said: str


@dataclass(frozen=True)
class Tile:
    """A figure, or the sentence why there is none."""

    key: str
    label: str
    figure: FigureView | None = None
    whisker: Whisker | None = None
    untold: str = ""


@dataclass(frozen=True)
class Related:
    """A relation with the other side of it."""

    row: Relation
    other: Customer

    @property
    def since(self) -> Day | None:
        """From when."""
        return Day(self.row.since) if self.row.since else None

    @property
    def until(self) -> Day | None:
        """The last day."""
        return Day(self.row.until) if self.row.until else None


@dataclass(frozen=True)
class RecordPage:
    """All that the page shows, but the forms. ``latest``: the end of the timeline."""

    record: CustomerRecord
    tiles: list[Tile]
    segment: Message | None
    scores: str
    latest: Page
    kind: Message
    rated_on: Day | None
    relations: list[Related]
    former: list[Related]
    places: list[str]
    as_of: Day | None


def record_page(customer: Customer, user: Any) -> RecordPage:
    """Ask the insight, and the company's own tables."""
    scope = scope_of(user, Permission.SEE_CUSTOMERS)
    record = one_customer(facts(), customer.key, scope=scope.insight(purpose="customer page"), page_size=1)
    names = dict(Unit.objects.values_list("code", "name"))
    said = {code: (name.in_language(current().tag) if name else "") or code for code, name in names.items()}
    now, former = relations_of(customer, timezone.localdate(), scope)
    standing = record.standing
    rating = record.satisfaction
    return RecordPage(
        record=record,
        tiles=_tiles(record),
        segment=segment_in_words(standing) if standing else None,
        scores=" · ".join(map(str, standing.scores)) if standing and standing.scores else "",
        latest=latest(user, customer, LATEST),
        kind=Kind(customer.kind).said,
        rated_on=Day(rating.last.day) if rating and rating.last.day else None,
        relations=now,
        former=former,
        places=sorted(said.get(code, code) for code in _codes(customer, scope)),
        as_of=Day(standing.day) if standing else None,
    )


def relations_of(customer: Customer, day: date, scope: UnitScope) -> tuple[list[Related], list[Related]]:
    """Those in force and those that have ended, with whom the scope may see."""
    whole = customer.kind == Kind.ORGANISATION
    side, other = ("members", "person") if whole else ("organisations", "organisation")
    seen = Customer.objects.within(scope)
    rows = getattr(customer, side).filter(**{f"{other}__in": seen}).select_related("person", "organisation")
    pairs = [Related(row, getattr(row, other)) for row in rows]
    now = [pair for pair in pairs if pair.row.until is None or pair.row.until >= day]
    return now, [pair for pair in pairs if pair not in now]


def _codes(customer: Customer, scope: UnitScope) -> list[str]:
    """The units where the customer is known, of those in sight."""
    places = customer.places.select_related("unit")
    return [row.unit.code for row in places if scope.unit_ids is None or row.unit_id in scope.unit_ids]


def _tiles(record: CustomerRecord) -> list[Tile]:
    figures = {figure.key: figure_view(figure, current()) for figure in record.figures}
    tiles = []
    for key, label, missing in (
        ("satisfaction", message("Last rating"), message("never answered")),
        ("value", message("To be expected"), message("not scored yet")),
        ("alive", message("Still a customer"), _untold(record)),
        ("net", message("Brought in so far"), message("nothing yet")),
    ):
        figure = figures.get(key)
        if figure is None:
            tiles.append(Tile(key, say(label), untold=say(missing)))
        else:
            tiles.append(Tile(key, figure.label, figure, _whisker(record, key)))
    return tiles


def _untold(record: CustomerRecord) -> Message:
    if record.standing is None or record.standing.untold is None:
        return message("not scored yet")
    return record.standing.untold.words


def _whisker(record: CustomerRecord, key: str) -> Whisker | None:
    """Rating on its scale; value between nothing and the end of its range. A chance alone has no range."""
    rating, standing = record.satisfaction, record.standing
    if key == "satisfaction" and rating is not None:
        last = rating.last
        ends = message("{low} to {high}", low=last.low, high=last.high)
        return Whisker(0, 0, round(last.index, 2), say(message("{rating}, scale {ends}", rating=last.words, ends=ends)))
    if key != "value" or standing is None or not standing.predicted_high or standing.value is None:
        return None
    end = 1.1 * max(standing.predicted_high, standing.value)
    low, high, at = (
        100 * (one or 0) / end for one in (standing.predicted_low, standing.predicted_high, standing.value)
    )
    return Whisker(round(low, 2), round(high - low, 2), round(at, 2), "")
