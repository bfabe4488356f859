"""The sample company: Juniper Hotels, three years of it, from one seed."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from regulars.language import Message, Text
from regulars.simulate.answering import AnswerModel
from regulars.simulate.buying import DAYS_PER_WEEK, Guests, Purchases, simulate_buying
from regulars.simulate.content import content
from regulars.simulate.export import CURRENCY, Export, numbered
from regulars.simulate.fieldwork import ask, frame, manners, response_chance
from regulars.simulate.ledger import Lines, stay_units, write_ledger
from regulars.simulate.parameters import UNIT_SHARES, Answering, Buying, Fieldwork, Ledger, Spend
from regulars.simulate.questionnaire import ZONE, purchase_mapping, response_mapping
from regulars.simulate.streams import stream
from regulars.simulate.truth import Totals, Truth, survey_truth
from regulars.survey import ResponseMapping, Survey

if TYPE_CHECKING:
    from regulars.facts import Facts
    from regulars.facts.imports import ImportReport, PurchaseMapping

YEARS = 3
LAST_DAY = date(2026, 11, 15)
Progress = Callable[[Message, int, int | None], Any]


@dataclass(frozen=True)
class Parameters:
    """All true numbers that can be turned."""

    buying: Buying = field(default_factory=Buying)
    spend: Spend = field(default_factory=Spend)
    answering: Answering = field(default_factory=Answering)
    fieldwork: Fieldwork = field(default_factory=Fieldwork)
    ledger: Ledger = field(default_factory=Ledger)


@dataclass(frozen=True)
class Company:
    """What a company has in its systems, and what is true of it.

    ``purchases`` and ``responses`` are exports; ``guests`` holds each guest's true rate, chance to leave, trait and
    whether the guest is still a customer; ``invitations`` who was asked.
    """

    truth: Truth
    purchases: pa.Table
    responses: pa.Table
    invitations: pa.Table
    guests: pa.Table
    survey: Survey
    response_mapping: ResponseMapping
    units: dict[str, Text]
    name: Text

    @cached_property
    def purchase_mapping(self) -> PurchaseMapping:
        """Which column of ``purchases`` means what."""
        return purchase_mapping()

    @property
    def mappings(self) -> tuple[PurchaseMapping, ResponseMapping]:
        """Of purchases, and of responses."""
        return self.purchase_mapping, self.response_mapping

    def write(self, facts: Facts, progress: Progress | None = None) -> tuple[ImportReport, ImportReport]:
        """Import both exports as any company would: through files. A second time changes nothing."""
        with tempfile.TemporaryDirectory(prefix="regulars-sample-") as folder:
            purchases, responses = self.save(Path(folder))
            return (
                facts.import_purchases(purchases, mapping=self.purchase_mapping, progress=progress),
                facts.import_responses(responses, self.response_mapping, progress=progress),
            )

    def save(self, folder: Path) -> tuple[Path, Path]:
        """Write both exports as Parquet files: ``purchases.parquet`` and ``responses.parquet``."""
        purchases, responses = folder / "purchases.parquet", folder / "responses.parquet"
        pq.write_table(self.purchases, purchases)
        pq.write_table(self.responses, responses)
        return purchases, responses


def company(
    seed: int = 2026,
    customers: int = 20_000,
    *,
    last_day: date = LAST_DAY,
    language: str = "en",
    parameters: Parameters | None = None,
) -> Company:
    """Juniper Hotels (杜松酒店): six hotels, three years of stays until ``last_day``, four survey waves.

    The same arguments give the same tables, byte for byte, in every process. ``language`` ("en" or "zh") is that of
    the hotels' own systems: names of hotels, channels and products in the exports.

    >>> small = company(seed=1, customers=500)
    >>> small.truth.weakest, small.truth.noise
    ('breakfast', ('booking',))
    """
    p = parameters or Parameters()
    first_day = _years_before(last_day + timedelta(days=1))
    days = (last_day - first_day).days + 1
    words = content()
    model = AnswerModel(p.answering)
    waves = _wave_names(last_day, p.fieldwork)

    guests, purchases = simulate_buying(seed, customers, days, p.buying, p.spend)
    unit = stay_units(seed, guests, purchases)
    lines = write_ledger(seed, purchases, unit, customers, days, p.ledger)
    manner = manners(seed, customers)
    people = frame(purchases, unit, customers, days, p.fieldwork)
    asked = ask(seed, guests, manner, people, model, p.fieldwork)
    answering = response_chance(guests.trait[people.guest], manner.invitation[people.guest], p.fieldwork)

    export = Export(np.datetime64(first_day, "D"), _guest_numbers(seed, customers), words, language)
    mapping = response_mapping(words, p.answering)
    return Company(
        truth=Truth(
            seed=seed,
            buying=p.buying,
            spend=p.spend,
            **vars(survey_truth(guests, people, answering, model, waves)),
            alive=int(guests.alive.sum()),
            totals=_totals(lines, purchases, first_day),
        ),
        purchases=export.purchases(lines),
        responses=export.responses(asked, manner, waves, model),
        invitations=export.invitations(asked, waves),
        guests=_guest_table(export, guests),
        survey=mapping.survey,
        response_mapping=mapping,
        units={key: words.units[key] for key in UNIT_SHARES},
        name=words.company,
    )


def _years_before(day: date) -> date:
    try:
        return day.replace(year=day.year - YEARS)
    except ValueError:  # the 29th of February
        return date(day.year - YEARS, 3, 1)


def _wave_names(last_day: date, fieldwork: Fieldwork) -> tuple[str, ...]:
    """Each wave is named by the month in which it ends."""
    step = timedelta(days=fieldwork.weeks_between * DAYS_PER_WEEK)
    return tuple(f"{last_day - back * step:%Y-%m}" for back in reversed(range(fieldwork.waves)))


def _guest_numbers(seed: int, customers: int) -> pa.Array:
    # Numbers in no order, so that nothing can be read from one.
    return numbered("JH", stream(seed, "numbers").permutation(customers), 7)


def _guest_table(export: Export, guests: Guests) -> pa.Table:
    return pa.table(
        {
            "guest": export.numbers,
            "first": pa.array(export.first_day + guests.first.astype("timedelta64[D]")),
            "rate": guests.rate,
            "leaving": guests.leaving,
            "trait": guests.trait,
            "value_rate": guests.value_rate,
            "repeats": guests.repeats,
            "alive": guests.alive,
        }
    )


def _totals(lines: Lines, purchases: Purchases, first_day: date) -> Totals:
    known, back = lines.guest >= 0, lines.cents < 0

    def amount(rows: np.ndarray[Any, np.dtype[np.bool_]]) -> Decimal:
        return Decimal(int(lines.cents[rows].sum())) / 100

    return Totals(
        lines=len(lines.cents),
        customers=len(np.unique(lines.guest[known])),
        positive_customers=len(np.unique(lines.guest[known & ~back])),
        buyers=len(np.unique(purchases.guest)),
        customer_days=len(purchases.guest),
        positive_lines=int((known & ~back).sum()),
        positive_amount=amount(known & ~back),
        return_lines=int((known & back).sum()),
        return_amount=amount(known & back),
        zero_lines=int((lines.cents == 0).sum()),
        net=amount(known),
        anonymous_lines=int((~known).sum()),
        anonymous_amount=amount(~known),
        currency=CURRENCY,
        first_day=first_day + timedelta(days=int(lines.day.min())),
        last_day=first_day + timedelta(days=int(lines.day.max())),
    )


__all__ = ["LAST_DAY", "ZONE", "Company", "Parameters", "company"]
