"""Methods on plain files: one declarative table, one way to run what it names.

``table.py`` says which columns and settings each method of the registry takes; ``command.py`` makes commands of
it; ``show.py`` prints any result. ``sampling.py`` goes on with those that plan and weigh a sample, ``service.py``
with those about expectations and problems, ``indices.py`` with those about several items together, ``trend.py`` with
those about waves and units, ``attributes.py`` with those about attributes side by side; ``purchases.py`` holds the two
commands that start from purchase lines, ``paths.py`` the two that fit path models.
"""

from __future__ import annotations

import typer

from regulars.cli.calculations import paths, purchases, table
from regulars.cli.calculations.attributes import ATTRIBUTES_CALCULATIONS
from regulars.cli.calculations.buying import BUYING_CALCULATIONS
from regulars.cli.calculations.command import PANEL, add_calculation
from regulars.cli.calculations.disclosure import DISCLOSURE_CALCULATIONS
from regulars.cli.calculations.indices import INDICES_CALCULATIONS
from regulars.cli.calculations.leaving import LEAVING_CALCULATIONS
from regulars.cli.calculations.linkage import LINKAGE_CALCULATIONS
from regulars.cli.calculations.loyalty import LOYALTY_CALCULATIONS
from regulars.cli.calculations.patterns import PATTERNS_CALCULATIONS
from regulars.cli.calculations.preference import PREFERENCE_CALCULATIONS
from regulars.cli.calculations.sampling import SAMPLING_CALCULATIONS
from regulars.cli.calculations.service import SERVICE_CALCULATIONS
from regulars.cli.calculations.textbook import TEXTBOOK_CALCULATIONS
from regulars.cli.calculations.trend import TREND_CALCULATIONS
from regulars.cli.calculations.uncertainty import UNCERTAINTY_CALCULATIONS
from regulars.cli.calculations.value import VALUE_CALCULATIONS
from regulars.cli.help import Command

CALCULATIONS = (
    *table.CALCULATIONS,
    *BUYING_CALCULATIONS,
    *ATTRIBUTES_CALCULATIONS,
    *SAMPLING_CALCULATIONS,
    *DISCLOSURE_CALCULATIONS,
    *UNCERTAINTY_CALCULATIONS,
    *SERVICE_CALCULATIONS,
    *INDICES_CALCULATIONS,
    *PREFERENCE_CALCULATIONS,
    *PATTERNS_CALCULATIONS,
    *LOYALTY_CALCULATIONS,
    *VALUE_CALCULATIONS,
    *LEAVING_CALCULATIONS,
    *LINKAGE_CALCULATIONS,
    *TEXTBOOK_CALCULATIONS,
    *TREND_CALCULATIONS,
)


def add_to(app: typer.Typer) -> None:
    """Add a command for each method."""
    for calculation in CALCULATIONS:
        add_calculation(app, calculation)
    for command, text in (*purchases.COMMANDS, *paths.COMMANDS):
        app.command(cls=Command, help=text.template, rich_help_panel=PANEL.template)(command)


__all__ = ["CALCULATIONS", "add_to"]
