"""Opening the facts of the home folder."""

from __future__ import annotations

from typing import TYPE_CHECKING

from regulars.cli.errors import NoFactsError
from regulars.cli.settings import Settings
from regulars.language import message

if TYPE_CHECKING:
    from regulars.facts import Facts


def facts_for_writing(settings: Settings) -> Facts:
    """The facts; the folder is made when it is not there."""
    from regulars.facts import open_facts

    return open_facts(settings.facts_folder)


def facts_for_reading(settings: Settings) -> Facts:
    """The facts; looking at a wrong folder must not make one."""
    if not settings.facts_folder.is_dir():
        raise NoFactsError(
            message(
                "There are no facts in {home} yet. Import a file, or try the sample company: regulars demo",
                home=str(settings.home_folder),
            )
        )
    return facts_for_writing(settings)
