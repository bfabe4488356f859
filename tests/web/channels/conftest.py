"""An open study with a recommendation question, and a link of each channel at Lakeside."""

from __future__ import annotations

from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest


@pytest.fixture
def study(units: SimpleNamespace) -> Any:
    """Open, with version 1 of the relationship."""
    from regulars.web.research.actions import create_questionnaire, create_study, open_study, publish

    made = create_questionnaire(made_from="relationship-nps", name="nps", by=None)
    publish(questionnaire=made, by=None)
    found = create_study(questionnaire=made, by=None)
    open_study(study=found, by=None)
    return found


@pytest.fixture
def link(study: Any, units: SimpleNamespace) -> Callable[[str], Any]:
    """``link("kiosk")``: at Lakeside."""
    from regulars.web.research.actions import create_links
    from regulars.web.research.models import Channel

    return lambda channel: create_links(study=study, units=[units.lakeside], channel=Channel(channel), by=None)[0]
