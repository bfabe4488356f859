"""Guests of the sample company who tried something."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import timedelta
from typing import Any

from regulars.language import Language, Text
from regulars.simulate.people import names
from regulars.web.accounts.models import User
from regulars.web.people.models import Customer
from regulars.web.people.promises.models import today
from regulars.web.people.trials.models import Bought, State, Trial

LENGTH = timedelta(days=13)
# How it was and what came of it, one guest after the other; the shares are what the page has to find.
ENDS = "ggGggbgGgb"  # G: good and bought; g: good; b: not good
# Begun so many days from now; the last of them is over, and nobody asked.
OPEN = {
    3: (State.OFFERED, 2), 11: (State.RUNNING, -7), 17: (State.RUNNING, -9), 23: (State.OFF, -20),
    29: (State.OFFERED, 4), 35: (State.RUNNING, -16),
}  # fmt: skip


def seed(guests: Sequence[Customer], *, by: User, language: Language) -> None:
    """Most of them in the last half year, some still under way, one over and not asked about."""
    if not Trial.objects.exists():
        Trial.objects.bulk_create(_trials(guests, by, language))


def _trials(guests: Sequence[Customer], by: User, language: Language) -> Iterator[Trial]:
    things = [Text.of(one).in_language(language.tag) for one in names()["trials"]]
    day = today()
    for place, guest in enumerate(guests[5:]):
        about = {"customer": guest, "what": things[place % len(things)], "unit": guest.unit, "owner": by, "by": by}
        if place in OPEN:
            state, days = OPEN[place]
            first = day + timedelta(days=days)
            offered = min(first, day) - timedelta(days=6)
            yield Trial(**about, offered=offered, first=first, until=first + LENGTH, state=state)
            continue
        first = day - timedelta(days=120 + 2 * place)
        yield Trial(**about, offered=first - timedelta(days=4), first=first, until=first + LENGTH, **_end(place, first))


def _end(place: int, first: Any) -> dict[str, Any]:
    end, told = ENDS[place % len(ENDS)], first + LENGTH + timedelta(days=1)
    fields = {"state": State.NOT_GOOD if end == "b" else State.GOOD, "told_on": told}
    if end == "b":
        return {**fields, "bought": Bought.NOT_BOUGHT, "released": told + timedelta(days=60) if place % 4 else None}
    if end == "G":
        return {**fields, "bought": Bought.BOUGHT, "bought_on": told + timedelta(days=9)}
    return {**fields, "bought": Bought.NOT_BOUGHT}
