"""The application's own tables, for commands that change facts: where an install has them, they must follow."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from regulars.cli.progress import progress_bar
from regulars.cli.settings import Settings

DATABASE = "REGULARS_DATABASE"
FILE = "regulars.sqlite3"


def has_application(settings: Settings) -> bool:
    """Whether this home has a database of the application; a command line alone never makes one."""
    named = os.environ.get(DATABASE) or os.environ.get(f"{DATABASE}_FILE")
    return find_spec("django") is not None and (bool(named) or Path(settings.home_folder / FILE).exists())


def erase_people(settings: Settings, ids: Iterable[str]) -> list[Any] | None:
    """Erase customers everywhere, each with its certificate; None where there is no application."""
    if not has_application(settings):
        return None
    from regulars.cli.commands.web import ready

    ready(settings)
    from regulars.facts.keys import canonical_customer
    from regulars.web.people.rights.erasing import erase_all

    wanted = dict.fromkeys(one for one in map(canonical_customer, ids) if one is not None)
    with progress_bar(settings) as progress:
        return erase_all(wanted, progress=progress or _nobody)


def list_customers(settings: Settings) -> dict[str, int] | None:
    """Bring the list of customers up to date; None where there is no application."""
    if not has_application(settings):
        return None
    from regulars.cli.commands.web import ready

    ready(settings)
    from regulars.web.facts import facts
    from regulars.web.people.projecting import project

    with progress_bar(settings) as progress:
        return project(facts(), progress or _nobody)


def told_of(settings: Settings, survey: str) -> dict[str, Any]:
    """What only the application knows of a survey: how many answers a number needs, how many of the invited answered.

    As keyword arguments of the report in chapters, with what forecasts of value count with.
    """

    def read() -> dict[str, Any]:
        from regulars.web.company.models import Company
        from regulars.web.company.terms import terms_of
        from regulars.web.results.chapters import responses_of
        from regulars.web.results.reading import least

        return {"least": least(), "responses": responses_of(survey), "terms": terms_of(Company.current())}

    return _known(settings, read)


def places_of(settings: Settings) -> dict[str, Any]:
    """The company's touchpoints and how many answers a number needs, as keyword arguments of a lens."""

    def read() -> dict[str, Any]:
        from regulars.web.research.touchpoints.queries import register
        from regulars.web.results.reading import least

        places = register()
        return {"least": least(), **({"register": places} if places.touchpoints else {})}

    return _known(settings, read)


def landmarks_of(settings: Settings) -> dict[str, Any]:
    """Targets, events and how many answers a number needs, as keyword arguments of a report."""

    def read() -> dict[str, Any]:
        from regulars.web.results.landmarks.reading import of_the_company
        from regulars.web.results.reading import least

        return {"least": least(), "landmarks": of_the_company()}

    return _known(settings, read)


def rules_of(settings: Settings) -> dict[str, Any]:
    """What the company counts with and how it grades customers: ``terms`` and ``grades`` of a scoring."""

    def read() -> dict[str, Any]:
        from regulars.web.company.grades import grades_of
        from regulars.web.company.models import Company
        from regulars.web.company.terms import terms_of

        company = Company.current()
        return {"terms": terms_of(company), "grades": grades_of(company)}

    return _known(settings, read)


def wish_of(settings: Settings) -> dict[str, Any]:
    """The same for a page on value and loyalty, with the surveys that stay out."""

    def read() -> dict[str, Any]:
        from regulars.web.worth.company import known

        return known()

    return _known(settings, read)


def _known(settings: Settings, read: Callable[[], dict[str, Any]]) -> dict[str, Any]:
    """Empty where there is no application, or its database is one of another version.

    To report is to read, so nothing is brought up to date here.
    """
    if not has_application(settings):
        return {}
    from regulars.cli.commands.web import environment

    environment(settings)
    from regulars.web.starting import start

    start()
    from django.db import DatabaseError

    try:
        return read()
    except DatabaseError:
        return {}


def _nobody(*_: object) -> None:
    """Nobody watches."""
