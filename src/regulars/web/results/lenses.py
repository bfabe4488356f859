"""The lenses of one survey: which there are, which it can fill, and its answers through one of them."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import Http404

from regulars.insights.lenses import LENSES, Lens, first_lens, lens_named, through
from regulars.insights.lenses.touchpoints import ready_register
from regulars.insights.report import Report
from regulars.language import Message
from regulars.survey.touchpoints import Register
from regulars.web.accounts.access import UnitScope
from regulars.web.facts import facts
from regulars.web.research.touchpoints import queries
from regulars.web.results.reading import Asked, least, named


@dataclass(frozen=True)
class Tab:
    """A lens in the row of lenses; ``query`` keeps the filters."""

    title: Message
    query: str
    here: bool
    fits: bool


def lens_of(key: str, found: Asked, scope: UnitScope) -> Lens:
    """The lens that an address names; without one the first that the survey can fill. An unknown one is 404."""
    if not key:
        return first_lens(found.survey, places(found, scope))
    lens = lens_named(key)
    if lens is None:
        raise Http404
    return lens


def places(found: Asked, scope: UnitScope) -> Register:
    """The company's touchpoints as far as they are the reader's; before it has any, ready-made ones."""
    register = queries.register(scope.unit_ids)
    return register if register.touchpoints else ready_register(found.survey)


def tabs(lens: Lens, found: Asked, scope: UnitScope) -> list[Tab]:
    """All lenses, under the filters that are in use."""
    register, filters = places(found, scope), found.form.query
    return [
        Tab(
            one.title,
            "&".join(part for part in (urlencode({"lens": one.key}), filters) if part),
            one is lens,
            one.fits(found.survey, register),
        )
        for one in LENSES
    ]


def seen(lens: Lens, found: Asked, scope: UnitScope) -> Report:
    """What a reader asks for, with the units by their names."""
    report = through(
        facts(),
        found.survey.name,
        lens,
        scope=found.scope,
        register=places(found, scope),
        wave=found.form.wave,
        filters=found.form.filters,
        least=least(),
    )
    return named(report, found.tree)
