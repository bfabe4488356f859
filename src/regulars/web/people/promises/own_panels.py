"""The cards of promises and of what a customer wants on the pages of a customer."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from regulars.web.people.panels import Asked, Tab, panel
from regulars.web.people.promises.expected import expected_by
from regulars.web.people.promises.models import today
from regulars.web.people.promises.queries import promised_to


def promised(asked: Asked) -> Mapping[str, Any]:
    """What was promised to this customer."""
    return {"given": promised_to(asked.customer, today())}


def expected(asked: Asked) -> Mapping[str, Any]:
    """What this customer wants."""
    return {"given": expected_by(asked.customer)}


panel(Tab.TALKS, "promises", "promises/promised.html", promised, rank=10)
panel(Tab.KNOWN, "expectations", "promises/expected.html", expected, rank=10)
